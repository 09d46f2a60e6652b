# The front door. `make` lists what there is; `make run` is all that a new machine needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run build test ci bench screenshots dist fmt clean

# Arguments for the server: make run ARGS="--addr 0.0.0.0:8080"
ARGS ?=

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: build ## Install what is missing, build, start, print the address
	@exec target/release/coldstart $(ARGS)

build: setup ## Build target/release/coldstart and target/site
	@scripts/build.sh

test: setup setup-tests ## Run every check and test, as CI does (PHASES="unit browser" for some)
	@scripts/test.sh $(PHASES)

ci: test ## The same as test

bench: build setup-tests ## Measure every number that SPECIFICATION.md promises
	@CHROMIUM=$$(scripts/setup-tests.sh --print-chromium) node bench/run.mjs

screenshots: build setup-tests ## Take the pictures in docs/images anew
	@CHROMIUM=$$(scripts/setup-tests.sh --print-chromium) node end2end/screenshots.mjs

dist: build ## Pack the program and its site into dist/
	@scripts/dist.sh

fmt: ## Format the Rust code
	@cargo fmt --all

setup: ## Install what the build needs (run and test do it by themselves)
	@scripts/setup.sh

setup-tests:
	@scripts/setup-tests.sh

clean: ## Remove everything that was built
	rm -rf target dist node_modules public/monaco end2end/test-results end2end/playwright-report
