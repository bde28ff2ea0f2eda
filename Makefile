# `make run` and `make test` do everything on a machine with Python 3.11 or later.
PYTHON ?= python3
BIN := .venv/bin
export CHANGEOVER_HOME ?= $(CURDIR)/var
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup run test lint types imports bench soak mutate docs lock clean

help:  ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready  ## a .venv with everything, pinned with hashes

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14) and "Changeover needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch .venv/ready

run: setup  ## replay the real Southwark case: dates, log and papers, in ./var
	$(BIN)/changeover replay examples/southwark-2017.toml

test: setup  ## every test
	$(BIN)/pytest -n 2 --dist loadfile

lint: setup  ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/bench-ready: .venv/ready requirements-bench.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch .venv/bench-ready

bench: .venv/bench-ready  ## speed, each beside its named peer, as a ratio
	$(BIN)/python -m bench

soak: setup  ## what takes too long for every change: kills, years of checks, long lives
	$(BIN)/python -m tests.soak

mutate: setup  ## mutants of counting and calendars that the tests do not notice
	$(BIN)/mutmut run
	$(BIN)/mutmut results

docs: setup  ## write docs/rules.md and docs/papers.md from what they tell of
	$(BIN)/python -m rules.sheet docs/rules.md
	$(BIN)/python -m tasks.papers.documents_page docs/papers.md

lock:  ## pin again; needs uv
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	uv pip compile pyproject.toml --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o requirements-bench.lock

clean:  ## drop what was made
	rm -rf var .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
