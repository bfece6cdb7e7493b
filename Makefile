# `make demo` and `make test` set themselves up: a virtual environment in $(VENV), this project in it.

VENV ?= .venv
PYTHON ?=
WORKERS ?= auto
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEMO := build/demo.db

.PHONY: help install demo test lint format types contracts index docs mutants bench clean

help:
	@echo 'make demo       build a fictitious ledger in $(DEMO) and see how an account became major'
	@echo 'make test       everything that must hold: lint, types, contracts, generated files, tests'
	@echo 'make lint       ruff: rules and format, and that the generated files are current'
	@echo 'make format     ruff: mend what can be mended, and format'
	@echo 'make types      mypy, strict'
	@echo 'make contracts  import-linter: which floor may import which'
	@echo 'make index      write the table of events, which makes a new event known'
	@echo 'make docs       write the generated pages of docs/reference'
	@echo 'make mutants    break every rule once, and see its test fail'
	@echo 'make bench      measure'
	@echo 'make clean      remove everything made here, the virtual environment too'
	@echo 'PYTHON=/path/to/python chooses the interpreter, VENV=folder the environment.'

install: $(INSTALLED)

$(INSTALLED): pyproject.toml
	@set -e; found=; bare=; \
	for each in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	    "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    if "$$each" -c 'import ensurepip, venv' 2>/dev/null; then found=$$each; break; fi; \
	    bare=$$each; \
	done; \
	if [ -z "$$found" ] && [ -n "$$bare" ]; then \
	    echo "$$bare cannot make virtual environments: install its venv package (Debian: python3-venv)." >&2; exit 1; \
	fi; \
	if [ -z "$$found" ]; then \
	    echo 'majoracct needs Python 3.11 or newer, and found none of: $(or $(PYTHON),python3.13 python3.12 python3.11 python3).' >&2; \
	    echo 'Name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)' >&2; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$found (once, and when pyproject.toml changes)" >&2; \
	"$$found" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

demo: $(INSTALLED)
	@mkdir -p build && rm -f $(DEMO) $(DEMO)-*
	@$(BIN)/majoracct demo $(DEMO)
	@echo
	@echo 'To type majoracct instead of $(BIN)/majoracct:  . $(BIN)/activate'

test: lint types contracts
	@$(BIN)/python -m pytest -n $(WORKERS)

lint: $(INSTALLED)
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/python scripts/index.py --check || { echo 'The table of events is not current: make index' >&2; exit 1; }
	@$(BIN)/python scripts/reference.py --check
	@$(BIN)/python scripts/requirements.py --check || { echo 'docs/reference is not current: make docs' >&2; exit 1; }

format: $(INSTALLED)
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet

types: $(INSTALLED)
	@$(BIN)/mypy --no-error-summary

contracts: $(INSTALLED)
	@told=$$($(BIN)/lint-imports) || { echo "$$told" >&2; exit 1; }

index: $(INSTALLED)
	@$(BIN)/python scripts/index.py

docs: $(INSTALLED)
	@$(BIN)/python scripts/reference.py
	@$(BIN)/python scripts/requirements.py
	@$(BIN)/python scripts/attacks.py

mutants: $(INSTALLED)
	@$(BIN)/python tests/mutants.py

bench: $(INSTALLED)
	@set -e; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
