# Everything a developer or an operator types. `make help` lists it.

PYTHON ?= python3
BIN = .venv/bin
TEST = $(BIN)/python -m pytest -n 2 --dist worksteal
SOURCES = ledger review public core treatments practitioners articles home translations search delivery cms

# Compiled modules are kept, whatever the environment says: without them every start takes seconds longer.
export PYTHONDONTWRITEBYTECODE =

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: ## install, prepare and serve on http://localhost:8000 (or PORT; database: DATABASE_URL, else var/keta.sqlite3)
	@$(PYTHON) bin/install.py requirements.txt
	@$(BIN)/python bin/start.py

test: dev ## the whole suite on PostgreSQL (DATABASE_URL, or one of its own), then ledger and a journey of each role on SQLite
	$(TEST)
	DATABASE_URL=sqlite:// $(TEST) tests/ledger $(OF_EACH_ROLE)

OF_EACH_ROLE = $(addprefix tests/journeys/,test_keyboard.py test_signing.py test_keeping_true.py test_practitioner.py)

lint: dev ## everything that can be checked without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy $(SOURCES)
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/lint-imports

format: dev ## put code and templates into the agreed form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint templates --reformat --quiet

bench: dev ## what a request costs at 1,000 articles on PostgreSQL
	$(BIN)/python -m bench

audit: dev ## whether pages and screens reach the figures of docs/audit.md: axe-core, Lighthouse, Nu HTML checker
	$(BIN)/python -m audit

requirements: dev ## pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml $(PINS) -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.txt $(PINS) -o requirements-dev.txt

PINS = --upgrade --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --quiet

dev:
	@$(PYTHON) bin/install.py requirements-dev.txt

clean: ## remove what can be made again; data in var/ stays
	rm -rf .venv var/static var/static.collected .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help run test lint format bench audit requirements dev clean
