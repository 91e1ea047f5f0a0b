#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, from the machine's own package sources. Where that is not possible it says what is missing: the
# tests then name what they skip, and fail instead where CI is set.
set -uo pipefail

need=()
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need+=(postgresql)
command -v chromium >/dev/null || need+=(chromium)
compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK-*' >/dev/null || need+=(fonts-noto-cjk)
command -v gcc >/dev/null || need+=(gcc libc6-dev)
if [ ${#need[@]} -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null && as_root=(sudo -n)
fi
echo "installing ${need[*]}"
if ! command -v apt-get >/dev/null ||
  ! "${as_root[@]}" apt-get update -q ||
  ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${need[@]}"; then
  echo "could not install: ${need[*]}" >&2
  [ -z "${CI:-}" ] || exit 1
fi
