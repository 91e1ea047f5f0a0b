# Everything a person or the build machine does with this tree. `make help` explains the targets.
SHELL := /bin/bash
export CGO_ENABLED := 0
GO ?= go
TOOL = $(GO) tool -modfile=tools/go.mod
# Where goroutines share something; elsewhere the race detector only costs time. Of store (and, when asked for, desk and api) the tests of two hands, which have names of their own.
RACE = ./internal/jobs ./internal/web
TWO_HANDS = 'Two|SameMoment|SideBySide|Timers|Turns|Once'
TWO_WRITERS = 'Test(SQLite|Postgres)/(Two|Eight|Race|OneBad|Backup|Numbers)'
FUZZTIME ?= 30s
COURSES ?= 3000
ORDERS ?= 10000,100000
SEEDS ?= 1
FIRST ?= 1
SIZE ?= scaled
AT_ONCE ?= 1

.DEFAULT_GOAL := help
.PHONY: help build demo test setup check unit race race-desk browser vet generate check-generated fuzz courses gallery bench simulate clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

build: ## the program, one static file, to bin/huiyin
	$(GO) build -trimpath -o bin/huiyin ./cmd/huiyin

demo: ## a demo county with orders and log-ins on http://127.0.0.1:7812 (needs Go alone)
	$(GO) run ./cmd/huiyin demo

test: setup vet unit race ## everything that must hold; the build machine runs exactly this

setup: ## installs what tests need and this machine lacks
	@tools/setup.sh

vet: ## gofmt, go vet, staticcheck
	@out="$$(gofmt -l cmd internal)"; if [ -n "$$out" ]; then echo "not gofmt'ed:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(TOOL) staticcheck ./...

unit: ## every test once, the long journeys of the browser left out; names what was skipped
	@tools/unit.sh ./...

race: ## the race detector where goroutines share something
	@if ! command -v gcc >/dev/null && [ -z "$$CI" ]; then echo "skipped: race detector (no gcc)"; exit 0; fi; \
	set -ex; export CGO_ENABLED=1; t="$(GO) test -vet=off -race -timeout 12m"; \
	$$t $(RACE); $$t -run $(TWO_WRITERS) ./internal/store

race-desk: ## the same for two hands at one desk: some minutes, not part of make test
	set -x; CGO_ENABLED=1 $(GO) test -vet=off -race -timeout 30m -run $(TWO_HANDS) ./internal/desk ./internal/api ./internal/server

browser: ## every test in a real browser, also the journeys and states that make test leaves out: half an hour
	@set -x; $(GO) test -count=1 -timeout 60m -run 'Browser' ./internal/web ./internal/ops

generate: ## pages from templ files; golden documents from the tables
	$(GO) generate ./internal/web
	$(GO) test -count=1 ./internal -update

check-generated: ## committed pages and documents are what the generators make
	$(GO) test -count=1 -run 'GeneratedPagesAreFresh' ./internal/web
	$(GO) test -count=1 ./internal

fuzz: ## every fuzz target for FUZZTIME (30s)
	@set -e; for p in $$(grep -rlE '^func Fuzz' internal --include='*_test.go' | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -hoE '^func Fuzz[A-Za-z0-9_]+' $$p/*_test.go | cut -d' ' -f2); do \
	    echo "$$p $$f"; $(GO) test ./$$p -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME); done; done

courses: ## COURSES (3000) new random courses of orders, each held against the laws; a failure prints its seed
	HUIYIN_RANDOM=1 $(GO) test ./internal/order -run TestAnyCourse -timeout 2h -rapid.checks=$(COURSES)

gallery: ## every page in every state, on http://127.0.0.1:7813
	$(GO) run ./cmd/huiyin gallery

bench: ## figures on both databases, to evidence/bench.md: some minutes; ORDERS=1000,10000 for a short look
	$(GO) run ./cmd/huiyin loadgen --orders $(ORDERS)

simulate: ## a county's year, every law held after every event: SEEDS=1 FIRST=1 SIZE=scaled (small, quarter, full) AT_ONCE=1
	$(GO) run ./cmd/huiyin simulate --seeds $(SEEDS) --first $(FIRST) --size $(SIZE) --at-once $(AT_ONCE) --missing

clean: ## what building and testing left behind
	rm -rf bin artefacts
