# `make demo`: from a bare clone to a cited answer.  `make test`: everything that must hold.  `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help demo test lint docs bench soak browser lock clean
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/installed
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found; name another Python >= 3.11: make PYTHON=python3 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP)  ## index seeds/, ask one question, print the cited answer
	$(BIN)/assistant index seeds
	$(BIN)/assistant ask --corpus seeds --quotes "Which missiles did North Korea fire, and what did Blinken and Austin do in Asia before?"

test: $(STAMP) lint  ## linters, types, import rules, tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs: $(STAMP)  ## write the generated parts of README.md and docs/
	$(BIN)/python -m tools.docs

bench: $(STAMP)  ## measure speed, memory and recall of the index: 40 minutes; `python -m bench --help` has the parts
	$(BIN)/python -m bench
	$(BIN)/python -m bench.serve

soak: $(STAMP)  ## slow checks: kill -9, fuzzing
	$(BIN)/python -m pytest -m soak tests --timeout 3600

browser:  ## install Chromium and npm packages for the tests of the page and of other clients
	tools/browser_setup.sh

lock: $(STAMP)  ## resolve the newest versions into requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade --group dev --extra warc pyproject.toml -o requirements.lock

clean:  ## remove what the other targets made
	rm -rf .venv build dist seeds/.assistant .mypy_cache .ruff_cache
