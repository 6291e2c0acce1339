# `make help` lists what there is. Every target sets up what it needs: Python 3.11 or later and make are enough.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --warn-undefined-variables

PYTHON ?= python3
EVAL ?= ../shared/eval
KB ?= ../shared/kb
ARCHIVE_MB ?= 0
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help demo up test lint fast lock bench bench-ingest eval eval-ingest schemas clean compose-env

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | column -t -s '|'

demo: $(READY) ## Run the whole pipeline on sample articles and show what comes out
	@$(BIN)/dateline demo

up: $(READY) ## Run the whole pipeline on this machine until Ctrl-C; ARGS="--port 9000 --data elsewhere" goes to `dateline up`
	@$(BIN)/dateline up $(ARGS)

test: $(READY) kafka browser ## Pass every test; on Apache Kafka where Java is, in Chromium where that is
	@$(BIN)/pytest -q

fast: $(READY) ## Pass the tests that start no process
	@$(BIN)/pytest -q tests/unit tests/contract

lint: $(READY) ## Check style, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(READY) ## Measure the whole chain and each text stage on this machine
	@$(BIN)/python -m tests.benchmarks

eval: $(READY) ## Measure names, quotes and links against the labelled sets in EVAL
	@for set in conllpp2020 worldwide-newswire gum-wikinews; do $(BIN)/dateline eval ner --data $(EVAL)/$$set; done
	@for part in dev train; do $(BIN)/dateline eval quotes --data $(EVAL)/polnear-quotes/$$part.jsonl.gz; done
	@$(BIN)/dateline eval linking --data $(EVAL)/entity-linking
	@for set in bbc-news agnews-test huffpost-headlines reuters21578; do $(BIN)/dateline eval topics --data $(EVAL)/$$set; done
	@$(BIN)/dateline eval topics --data models/topics/wikinews-test.jsonl.gz
	@$(BIN)/dateline eval stories --data $(EVAL)/ecbplus-stories
	@$(BIN)/python -m tests.benchmarks.story_peers $(EVAL)/ecbplus-stories
	@$(BIN)/python -m tests.benchmarks.grouping --shared $(EVAL)/.. --variants 10000

eval-ingest: $(READY) ## Measure readable text, dates and languages on samples/blocks, and leaks in the articles of KB
	@$(BIN)/python -m services.evaluation.blocks samples/blocks $(wildcard $(KB)/news-articles)

bench-ingest: $(READY) ## Measure each format of ingest beside the bare libraries; ARCHIVE_MB=1024 also an archive's memory
	@$(BIN)/python -m tests.benchmarks.formats $(ARCHIVE_MB)

compose-env: ## Write random secrets to .env for docker compose
	@deploy/make-env.sh

schemas: $(READY) ## Publish the contract where the structs have changed
	@$(BIN)/dateline schemas publish
	@$(BIN)/python clients/python/vendor.py

lock: $(READY) ## Resolve the dependencies anew
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra local --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@echo hatchling | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate -c requirements-dev.lock - -o deploy/build.lock

clean: ## Remove what was set up and what a run has kept
	@rm -rf .venv data tests/kafka/lib .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: kafka
kafka: # the artifacts of Apache Kafka for the tests; a notice where Java or Maven is missing
	@bash tests/kafka/fetch.sh

.PHONY: browser
browser: # Chromium for the tests of the pages; a notice where it is missing
	@sh tests/browser/fetch.sh

# uv is several times faster than pip and checks the same hashes; where it can't be had, pip does the same.
$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "dateline: Python 3.11 or later is needed (PYTHON=...)" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "dateline: on Debian, apt install python3-venv" >&2; exit 2; }
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r <(sed -n '/^uv==/,/^[a-z]/{/^uv==/p;/^    --hash/p}' requirements-dev.lock) \
		&& $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock \
		|| $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
