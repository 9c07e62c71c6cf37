# Everything a developer types. `make` alone prints this list.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help install demo check format lint types imports test fix lowest trials bench clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/.installed  ## .venv with newscrawler and all its extras, at the versions of constraints.txt

.venv/.installed: pyproject.toml constraints.txt
	@echo "Installing into .venv: a minute or so ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --constraint constraints.txt --editable '.[embedded,warc,uvloop,dev]'
	@touch $@

demo: install  ## three invented outlets, crawled on this machine: what comes in, what is taken out
	@$(BIN)/newscrawler demo

check: install format lint types imports test  ## all that the server checks; offline after installation

format: install  ## is every file formatted?
	$(BIN)/ruff format --check .

lint: install  ## all rules of ruff
	$(BIN)/ruff check .

types: install  ## mypy, strict
	$(BIN)/mypy

imports: install  ## the floors of the house
	$(BIN)/lint-imports

test: install  ## the test suite
	$(BIN)/python -m pytest

fix: install  ## format, and mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lowest: constraints-lowest.txt  ## the tests against the lowest versions that pyproject.toml promises
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints-lowest.txt '.[embedded,warc,uvloop,dev]'
	.venv-lowest/bin/python -m pytest

trials: install  ## what takes long: one JSON line each
	@for trial in trials/*_trial.py; do $(BIN)/python $$trial || exit 1; done

bench: install  ## CPU per page and per article, beside the bare limit
	@for benchmark in benchmarks/*_bench.py; do $(BIN)/python $$benchmark || exit 1; done

clean:  ## remove what make made
	rm -rf .venv .venv-lowest .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
