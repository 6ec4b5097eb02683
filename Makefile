# The tasks of the project. `make run` and `make test` do all the set-up themselves.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-shuffled check format lock pictures pot soak test-fresh test-storm test-deep test-mutants test-mutants-pure simulate bench bench-large bench-answering bench-nudges bench-pace bench-database bench-summaries bench-row-security profile

BIN := .venv/bin
# Per cent of bot/ and handlers/ that the tests must run through.
COVERAGE_MIN ?= 95
TEST_WORKERS ?= 3
# What to give to pytest instead of the whole suite, for instance: make test ARGS="tests/unit -k clock"
ARGS ?=
# Python 3.11 or newer, where the set-up does not find it by itself.
export PYTHON
# What is compiled is kept, else each process of the tests would compile the bot and the test tools anew.
unexport PYTHONDONTWRITEBYTECODE

ifeq ($(strip $(ARGS)),)
PYTEST_ARGS := -n $(TEST_WORKERS) --dist worksteal --cov --cov-report=term --cov-fail-under=$(COVERAGE_MIN)
else
PYTEST_ARGS := $(ARGS)
endif

# The same reader as the bot's settings: the environment wins over .env.
HAS_SLACK := $(BIN)/python -c 'import os, sys, dotenv; \
    values = {**dotenv.dotenv_values(".env"), **os.environ}; \
    sys.exit(not (values.get("SLACK_BOT_TOKEN") or values.get("SLACK_CLIENT_ID")))'

# Extras stay in the pins: pip takes "coverage[toml]" without its own pin for the newest release, and then misses its hash.
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --no-strip-extras --quiet $(if $(UPGRADE),--upgrade)

help: ## Show the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the bot; without Slack tokens, the playground
	@.ci/setup.sh run
	@if $(HAS_SLACK); then exec $(BIN)/infoview run; else exec $(BIN)/infoview playground; fi

test: ## Run the tests (ARGS="tests/unit -k clock" for some of them)
	@missing=$$(.ci/setup.sh test) && \
	    exec $(BIN)/python -m pytest -r fEs $(PYTEST_ARGS) $${missing:+--cov-fail-under=0}

test-fast: ## Run the quick tests that need neither PostgreSQL nor Chromium, while you work
	@.ci/setup.sh dev
	$(BIN)/python -m pytest tests/unit tests/contracts -m "not postgres and not browser and not slow" \
	    -n 2 --dist worksteal $(ARGS)

test-shuffled: ## Run the tests in another order (SEED=123 for one that was printed, ARGS="tests/unit" for some of them)
	@missing=$$(.ci/setup.sh test) && seed=$${SEED:-$$RANDOM} && echo "SEED=$$seed" && \
	    exec $(BIN)/python -m pytest -r fEs --random-order-bucket=global --random-order-seed=$$seed \
	        $(if $(strip $(ARGS)),$(ARGS),-n $(TEST_WORKERS) --dist worksteal)

check: ## Check format, style, types and who imports whom
	@.ci/setup.sh dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports

format: ## Format the code
	@.ci/setup.sh dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Renew requirements*.txt after a change of what is needed (UPGRADE=1 for new versions)
	@.ci/setup.sh dev
	$(COMPILE) pyproject.toml requirements-build.in -o requirements.txt >/dev/null
	$(COMPILE) requirements-dev.in -o requirements-dev.txt >/dev/null

test-storm: ## Kill workers 500 times while they send 10,000 messages; prints what came of it
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.storm

test-fresh: ## Follow README and CONTRIBUTING in an empty home, as they stand (LONG=1: with all tests)
	@.ci/setup.sh run
	PYTHONPATH=. $(BIN)/python -m tests.fresh $(if $(LONG),--long)

soak: ## Run web and workers for two hours while Slack has trouble; fails where anything is lost, doubled or grows (SOAK="--minutes 15 --sqlite")
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.soak $(SOAK)

test-mutants: ## Plant faults in scope, gate, escaping, delivery and encryption; fails where too few are noticed
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.mutants

test-mutants-pure: ## The same in schedules, parsers and rules that need no database
	@.ci/setup.sh dev
	PYTHONPATH=. $(BIN)/python -m tests.mutants --set pure

test-deep: ## The long tests: floods, repetitions over two processes, walks through two workspaces, orders of nudges, mutants
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.flood
	PYTHONPATH=. $(BIN)/python -m tests.repetitions
	PYTHONPATH=. $(BIN)/python -m tests.repetitions --sqlite
	PYTHONPATH=. $(BIN)/python -m tests.tenant_walk --sequences 5000
	PYTHONPATH=. $(BIN)/python -m tests.tenant_walk --sequences 5000 --sqlite
	NUDGE_ORDERS=1000 $(BIN)/python -m pytest -q tests/services/test_nudge_orders.py -n 2
	$(MAKE) test-mutants

bench: ## Measure everything that fits into ten minutes, for docs/performance.md
	$(MAKE) bench-answering bench-database bench-pace bench-nudges bench-summaries

bench-large: ## Measure ten million interviews and a term of 4,000 members (an hour and a quarter)
	$(MAKE) bench-summaries LONG=1
	$(MAKE) simulate TERM_SIZE="--workspaces 200 --members 4000"

bench-answering: ## Measure how fast Infoview answers and starts, and its size, for docs/performance.md
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.bench_answering

profile: ## List what one answer calls, for docs/profiles
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.one_answer

bench-nudges: ## Measure what planning, claiming and sending nudges cost, for docs/performance.md
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.bench_nudges

simulate: ## Play a term at accelerated time and see whether anything grows (TERM_SIZE="--workspaces 200 --members 20000")
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.simulate_term --write $(TERM_SIZE)

bench-pace: ## Simulate how long nudges for many workspaces take under Slack's limits, for docs/performance.md
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.bench_pace

bench-database: ## Measure what a write costs and how long sixteen writers wait, for docs/performance.md
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.bench_database

bench-summaries: ## Measure what summaries cost, for docs/performance.md (LONG=1: with ten million interviews, which takes eight minutes)
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.bench_summaries $(if $(LONG),--long)

bench-row-security: ## Measure what row-level security costs on PostgreSQL, for decision 0030
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python -m tests.load.bench_row_security

pictures: ## Take the pictures of the documentation from the playground
	@.ci/setup.sh test >/dev/null
	PYTHONPATH=. $(BIN)/python docs/take_pictures.py

pot: ## List the texts that can be translated, after a text changed
	@.ci/setup.sh dev
	.ci/extract-messages content/locale/infoview.pot
