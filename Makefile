# Everything a new machine needs: `make run` for the demo office, `make test` for every check.
# The stamps make each target quick the second time.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FONTS := fonts-croscore fonts-crosextra-carlito fonts-urw-base35

.PHONY: help run serve setup setup-test test test-long lint types contracts pytest bench probe templates samples lock clean

help:           ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

run: setup      ## serve the demo office on http://127.0.0.1:$${PORT:-8000}
	@exec $(BIN)/python -m service demo

serve: setup    ## serve your own office (needs SECRET_KEY, see README)
	@exec $(BIN)/python -m service serve

setup: $(VENV)/run.stamp           ## what running needs: virtual environment, fonts, wkhtmltopdf

setup-test: $(VENV)/test.stamp     ## also LibreOffice, Chromium and the test tools

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || .ci/apt python3-venv
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock .ci/apt | $(VENV)/bin/python
	@.ci/apt $(FONTS) wkhtmltopdf
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/test.stamp: requirements-test.lock .ci/apt | $(VENV)/bin/python
	@.ci/apt $(FONTS) wkhtmltopdf libreoffice-writer-nogui libreoffice-calc-nogui chromium curl libatomic1
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@ $(VENV)/run.stamp

test: setup-test lint types contracts pytest   ## every check

lint:           ## style and common faults
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

types:          ## mypy, strict
	@$(BIN)/mypy --no-error-summary

contracts:      ## an import only goes down; only web and app know HTTP
	@$(BIN)/lint-imports --no-logo --cache-dir $(VENV)/import-linter

# Every test makes stores that flush to the disk; in memory that costs nothing. Files with few tests
# are the long walks through a browser: left in their order, they are not all run at the end.
pytest:         ## the tests
	@free=$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1); \
	if [ "$${free:-0}" -gt 2000000 ] && [ -w /dev/shm ]; then \
		export PYTEST_DEBUG_TEMPROOT=/dev/shm TMPDIR=/dev/shm; fi; \
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-long: setup-test   ## the walks that take a minute each: whole quarters, every page by axe
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m long

bench: setup-test   ## speed and memory, as ratios against a floor or a peer of the same run
	@$(BIN)/python -m tests.bench

probe: setup-test   ## ask the API all that its contract allows, and much that it does not, for minutes
	@$(BIN)/python -m tests.probing

templates: setup-test   ## draw templates_docx/ anew
	@$(BIN)/python -m templates_docx

samples: setup-test     ## write samples/ anew
	@$(BIN)/python -m samples

lock: setup-test        ## pin what pyproject.toml names, with hashes and without addresses
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra sso pyproject.toml -o requirements-sso.lock
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra sso --group test pyproject.toml -o requirements-test.lock

clean:          ## remove what the targets made; the data folder stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
