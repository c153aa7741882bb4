# `make` alone lists what there is to do. Everything runs in .venv of this folder, which `make setup` creates.
# PYTHON=python3.12 (or a path) chooses the interpreter, 3.11 to 3.14; changing it makes .venv anew.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
ENOUGH := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c '$(ENOUGH)' 2>/dev/null; then echo $$p; break; fi; done)
WORKERS ?= 2
ARGS ?=

.PHONY: help setup setup-run run demo test check format bench trust screenshots docs build lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	|| grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

setup: ## make or refresh .venv (only when the lock files changed)
	@PYTHON='$(PYTHON)' bash .lock/setup.sh dev

setup-run:
	@PYTHON='$(PYTHON)' bash .lock/setup.sh run

run: setup-run ## open the program (ARGS='units M1 --why' runs a command instead)
	@$(BIN)/python -m tcm_tui $(ARGS)

demo: setup-run ## open the demonstration agency
	@$(BIN)/python -m tcm_tui demo $(ARGS)

test: setup ## run all tests (ARGS='tests/rules -k units' narrows)
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: setup ## format, lint, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: setup ## put the code into the one format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: setup ## measure against the floors; prints a table, keeps tests/bench/results.json
	@$(BIN)/python -m tests.bench $(ARGS)

trust: setup ## limits, kills, failing disks: every moment tried, some minutes; writes the table in docs/trust.md
	@$(BIN)/python -m tests.trust --write $(ARGS)

screenshots: setup ## write screenshots/*.svg of every screen
	@$(BIN)/python -m tcm_tui.ui.screenshots screenshots

docs: setup ## write docs/rules.md from the rule packs
	@$(BIN)/python -m tests.docs.write_rules

build: setup ## wheel and sdist in dist/
	@$(BIN)/python -m build --no-isolation --outdir dist . $(ARGS)

lock: ## pin anew after a change of dependencies in pyproject.toml (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate \
	  --extra encrypted pyproject.toml -o .lock/run.txt
	@uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate \
	  --extra dev --extra encrypted --extra postgres -c .lock/run.txt pyproject.toml -o .lock/dev.txt

clean: ## remove what was built (not .venv)
	@rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis mutants
