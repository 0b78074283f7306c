# `make demo`: from a bare clone to a cited answer.  `make test`: everything that must hold.  `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help demo test lint eval docs bench soak browser lock wheel clean
PYTHON ?= python3.11
BIN := .venv/bin
RUN := .venv/installed
DEV := .venv/installed-dev
export PIP_DISABLE_PIP_VERSION_CHECK := 1
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found; name another Python >= 3.11: make PYTHON=python3 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv

# What is imported is compiled then, and kept; compiling everything here would take as long again, and 190 MB.
$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(RUN)

$(DEV): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(RUN) $(DEV)

demo: export PYTHONDONTWRITEBYTECODE :=
demo: $(RUN)  ## index seeds/, ask one question, print the cited answer
	$(BIN)/assistant index seeds
	$(BIN)/assistant ask --corpus seeds --quotes "Which missiles did North Korea fire, and what did Blinken and Austin do in Asia before?"

# The processes that tests start compile our files once, not each for itself.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(DEV) lint  ## linters, types, import rules, tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

eval: $(DEV)  ## score quotes mode on the sample corpus against the kept baseline
	$(BIN)/assistant eval seeds --mode quotes --baseline eval/baselines/seeds.json \
	  --fail-on regression --fail-on "quote_validity<1" --fail-on "date_accuracy<1"

docs: $(DEV)  ## write the generated parts of README.md and docs/
	$(BIN)/python -m tools.docs
	$(BIN)/python -m tools.attempts

bench: $(DEV)  ## measure speed, memory and recall of the index: 40 minutes; `python -m bench --help` has the parts
	$(BIN)/python -m bench
	$(BIN)/python -m bench.size 200000
	$(BIN)/python -m bench.serve

soak: $(DEV)  ## slow checks: kill -9, fuzzing, 500 damages
	$(BIN)/python -m pytest -m soak tests --timeout 3600

browser:  ## install Chromium and npm packages for the tests of the page and of other clients
	tools/browser_setup.sh

lock: $(DEV)  ## resolve the newest versions into requirements.lock (to run) and requirements-dev.lock (to test)
	$(LOCK) --upgrade --group build -o requirements.lock
	$(LOCK) --upgrade --group dev --extra warc --extra docx -c requirements.lock -o requirements-dev.lock

wheel: $(DEV)  ## build the wheel twice, compare the bytes, put the list of its libraries (CycloneDX) into it
	$(BIN)/uv venv --quiet --clear build/release
	$(BIN)/uv pip install --quiet --python build/release --group release
	$(BIN)/python -m tools.wheel build/release/bin/cyclonedx-py

clean:  ## remove what the other targets made
	rm -rf .venv build dist seeds/.assistant .mypy_cache .ruff_cache
