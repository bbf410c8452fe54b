# Everything one does with the portal on a laptop. `make` alone lists the targets.
# PYTHON= names another Python (3.11 or newer), PORT= another port.

PYTHON ?= python3.11
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# `make run` is the demonstration, unless the environment or .env says otherwise.
DEMO = $(or $(PORTAL_DEMO),$(shell sed -n 's/^PORTAL_DEMO=//p' .env 2>/dev/null),1)

.DEFAULT_GOAL := help
.PHONY: help run test bench check format lock rules states clean
export PYTHON

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1  /p' Makefile | awk '{ n = $$1; $$1 = ""; printf "  make %-8s%s\n", n, $$0 }'

run: ## Start the portal with its demonstration school (Ctrl-C stops it; PORT=8000)
	@scripts/install run
	@PORTAL_DEMO=$(DEMO) exec $(MANAGE) serve

test: ## Run every test: on SQLite, then on PostgreSQL with Redis
	@scripts/install dev
	@scripts/test

check: ## Check format, style, types, templates, migrations, imports and settings
	@scripts/install dev
	@scripts/check

format: ## Put the code into the house's format
	@scripts/install dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

bench: ## Measure how long people wait, on SQLite and on PostgreSQL
	@scripts/install dev
	@scripts/bench

rules: ## List the rules of the school and the tests that show each
	@scripts/install dev
	@$(BIN)/python -m tests.rule_report

states: ## Draw the diagrams of docs/states/ anew from the portal's own tables
	@scripts/install dev
	@$(BIN)/python -m tests.diagrams

lock: ## Pin the newest packages that requirements*.in allow
	@scripts/install dev
	@$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean: ## Remove what can be made again; var/, the portal's data, stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
