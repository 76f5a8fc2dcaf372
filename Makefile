# Needs make and Python 3.11 or newer, nothing else. Another Python: make check PYTHON=python3.13
PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements-dev.txt
FUZZ_SECONDS ?= 600
PIP := python -m pip --disable-pip-version-check -qq
# Named after the Python, so that asking for another one makes the folder anew.
READY := .venv/.ready-$(subst /,_,$(PYTHON))

NOW := TZ=Europe/Berlin STRIDELIFT_NOW=2026-11-29T12:00:00+01:00
SOLVE := solve $(CURDIR)/examples/marathon-week/runs.ics --week 2026-W49 -o strength.ics

.DEFAULT_GOAL := help
.PHONY: help setup demo test prove fuzz e2e lint types check docs bench lock build test-wheel clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## Create .venv from the lock; does nothing when it is current

$(READY): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { printf '%s\n' 'PYTHON=$(PYTHON) is not Python 3.11 or newer.' 'Maybe name one that is: make $(MAKECMDGOALS) PYTHON=python3.13' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { printf '%s\n' 'PYTHON=$(PYTHON) cannot create virtual environments.' 'Maybe install the rest of it: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Setting up .venv (about a minute the first time)'
	@test "$$($(BIN)/python -V 2>&1)" = "$$($(PYTHON) -V)" || $(PYTHON) -m venv --clear .venv
	@$(BIN)/$(PIP) install --require-hashes -r $(LOCK)
	@$(BIN)/$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## Solve the example week into strength.ics
	@$(NOW) $(BIN)/stridelift $(SOLVE)

test: setup  ## Run the tests, without the long random ones
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m 'not prove and not e2e'

prove: setup  ## Run the long random tests
	@$(BIN)/python -m pytest -q -n 2 -m prove

# A quarter goes to the grammar, most of the rest to what coverage guides.
fuzz: setup  ## Feed hostile calendars to the reader for FUZZ_SECONDS (600)
	@FUZZ_SECONDS=$$(( $(FUZZ_SECONDS) / 4 )) $(BIN)/python -m pytest -q -m prove tests/fuzz
	@$(BIN)/python tests/fuzz/guided.py $$(( $(FUZZ_SECONDS) * 2 / 3 ))

e2e: setup  ## Subscribe with Thunderbird and use the page in a browser, which it installs (Debian)
	@sh tests/clients/programs.sh
	@$(BIN)/python -m pytest -q -m e2e

lint: setup  ## Check style and format
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet

types: setup  ## Check types
	@$(BIN)/python -m mypy --no-error-summary

check: lint types test  ## Everything CI checks: lint, types, test

docs: setup  ## Rewrite what is generated: tables, README blocks, the examples' results
	@$(BIN)/python tests/generate_docs.py

bench: setup  ## Measure: titles recognised, large calendars, time and optimum of a week, re-planning, tuning, start-up, seasons, the page
	@set -e; for file in $(wildcard benchmarks/titles.py benchmarks/day_titles.py benchmarks/loader.py benchmarks/week.py benchmarks/replan.py benchmarks/content.py benchmarks/tune.py benchmarks/startup.py benchmarks/season.py benchmarks/page.py); do $(BIN)/python $$file; done

# An existing lock is kept where it still fits; delete it first to raise every version.
lock:  ## Renew requirements-dev.txt after a change in pyproject.toml (needs uv)
	@command -v uv >/dev/null || { printf '%s\n' 'uv is not installed.' 'Maybe: $(PYTHON) -m pip install uv' >&2; exit 1; }
	@uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes --quiet \
	  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' -o $(LOCK)

build: setup  ## Build wheel and source archive into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation -qq

# WHEEL=dist/NAME.whl tests that file and builds nothing.
test-wheel: $(if $(WHEEL),,build)  ## Install the wheel elsewhere and solve the example with it
	@set -e; elsewhere=$$(mktemp -d); trap 'rm -rf "$$elsewhere"' EXIT; \
	sed -e '/--hash/d' -e 's/ *\\$$//' $(LOCK) > "$$elsewhere/versions.txt"; \
	$(PYTHON) -m venv "$$elsewhere/venv"; \
	"$$elsewhere"/venv/bin/$(PIP) install -c "$$elsewhere/versions.txt" $(or $(WHEEL),dist/*.whl); \
	cd "$$elsewhere"; \
	venv/bin/stridelift --version; \
	diff -r $(CURDIR)/models "$$(venv/bin/python -c 'import stridelift; print(*stridelift.__path__)')/models"; \
	$(NOW) venv/bin/stridelift $(SOLVE); \
	grep -q '^BEGIN:VEVENT' strength.ics

clean:  ## Remove what make created
	@rm -rf .venv .e2e .fuzz dist strength.ics benchmarks/out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
