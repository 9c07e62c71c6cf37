# Everything a developer types. `make` alone prints this list.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# What setup.py compiles: the modules that have their C types beside them, and those that are no Python.
TYPES := $(wildcard newscrawler/*/*.pxd)
CORE := setup.py $(TYPES) $(wildcard $(TYPES:.pxd=.py)) $(wildcard newscrawler/*/*.pyx newscrawler/*/*.pxi)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help install build demo check format lint types imports test fix tables lowest trials bench peers clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/.built  ## .venv with newscrawler and all its extras, at the versions of constraints.txt

# The variable, not the option: it also binds what the build itself needs. What pip compiled would be compiled again below.
.venv/.installed: pyproject.toml constraints.txt
	@echo "Installing into .venv: a minute or so ..."
	@$(PYTHON) -m venv .venv
	@NEWSCRAWLER_EXTENSIONS=0 PIP_CONSTRAINT=constraints.txt $(PIP) install --editable '.[embedded,warc,uvloop,duckdb,dev]'
	@touch $@

# Compiled anew whenever a source changed: a compiled module that is left behind stands before its source.
.venv/.built: .venv/.installed $(CORE)
	@echo "Compiling what changed in the reader's core: a minute or so for all of it ..."
	@$(BIN)/python setup.py --quiet build_ext --inplace
	@touch $@

build: install  ## compile what changed among the compiled modules (every other target does so too)

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

tables: install  ## the tables of docs/database.md, from the shapes of the documents
	$(BIN)/python -m newscrawler.storage.documents.document_tables docs/database.md

lowest: constraints-lowest.txt  ## the tests against the lowest versions that pyproject.toml promises
	$(PYTHON) -m venv .venv-lowest
	PIP_CONSTRAINT=constraints-lowest.txt .venv-lowest/bin/python -m pip --disable-pip-version-check --quiet install '.[embedded,warc,uvloop,duckdb,dev]'
	.venv-lowest/bin/python -m pytest

trials: install  ## what takes long: one JSON line each
	@for trial in trials/*_trial.py; do $(BIN)/python $$trial || exit 1; done

bench: install  ## CPU per page and per article, beside the bare limit
	@for benchmark in benchmarks/*_bench.py; do $(BIN)/python $$benchmark || exit 1; done

peers: .venv-peers/.installed  ## trafilatura, fastfeedparser, rensa and datasketch in an environment of their own, for benchmarks

.venv-peers/.installed: benchmarks/peers.txt
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip --disable-pip-version-check --quiet install --upgrade pip
	@.venv-peers/bin/python -m pip --quiet install --requirement benchmarks/peers.txt
	@touch $@

clean:  ## remove what make made
	rm -rf .venv .venv-lowest .venv-peers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build
	find newscrawler -name '*.so' -delete
