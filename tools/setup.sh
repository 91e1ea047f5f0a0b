#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, from the machine's own package sources. Where that is not possible it says what is missing: the
# tests then name what they skip, and fail instead where CI is set.
set -uo pipefail

need=()
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need+=(postgresql)
command -v chromium >/dev/null || need+=(chromium)
compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK-*' >/dev/null || need+=(fonts-noto-cjk)
command -v npm >/dev/null || need+=(npm)
command -v gcc >/dev/null || need+=(gcc libc6-dev)
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null && as_root=(sudo -n)
fi
if [ ${#need[@]} -gt 0 ]; then
  echo "installing ${need[*]}"
  if ! command -v apt-get >/dev/null ||
    ! "${as_root[@]}" apt-get update -q ||
    ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${need[@]}"; then
    echo "could not install: ${need[*]}" >&2
    [ -z "${CI:-}" ] || exit 1
  fi
fi

# axe-core judges the pages of the gallery. It is a tool of the tests: fetched in this version, kept out of the tree.
axe=4.14.1
if [ ! -f "artefacts/axe/$axe/package/axe.min.js" ]; then
  echo "fetching axe-core $axe"
  mkdir -p "artefacts/axe/$axe"
  if ! (cd "artefacts/axe/$axe" && npm pack --silent "axe-core@$axe" >/dev/null && tar -xzf "axe-core-$axe.tgz" package/axe.min.js package/LICENSE && rm "axe-core-$axe.tgz"); then
    echo "could not fetch axe-core $axe: the gallery's test will skip it" >&2
    [ -z "${CI:-}" ] || exit 1
  fi
fi
