# Everything one does with Masthead. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA := $(or $(CMS_DATA_DIR),var)
PORT ?= 8000
POSTS ?=
CATALOG := news/locale/zh_Hans/LC_MESSAGES/django
UNTRANSLATED := tests scripts docs static requirements var news/migrations news/demo
# The browser's folder is not even looked at by the others. What Python has compiled may be kept, whoever forbids it.
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal
TIMED := $(BIN)/python scripts/timed.py
WITHOUT_BROWSER := --ignore=tests/browser
ON_SERVICES = CMS_DATABASE_URL="$(or $(CMS_TEST_DATABASE_URL),postgresql://postgres@127.0.0.1:5432/postgres)" \
 CMS_CACHE_URL="$(or $(CMS_TEST_CACHE_URL),redis://127.0.0.1:6379/9)"
export CMS_DEBUG ?= 1
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage soak test-services soak-services test-browser lint fmt check bench lock messages evidence clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.run ## create .venv with what the site needs, from the lock

run: $(VENV)/.run ## set up and serve a populated site (POSTS=folder imports that folder, PORT=8000)
	@$(BIN)/python manage.py start --port $(PORT) $(if $(POSTS),--posts "$(POSTS)")

test: $(VENV)/.dev ## run the tests that need no server and no browser: five minutes
	@$(TIMED) "make test" $(PYTEST) $(WITHOUT_BROWSER) -m "not browser and not soak"
	@echo
	@echo "Left out: long ways gone again   -> make soak"
	@echo "          what has run, by line  -> make coverage"
	@echo "          tests against services -> make test-services, make soak-services  (need PostgreSQL and Redis, see docs/operating.md)"
	@echo "          tests in a browser     -> make test-browser   (needs Chromium, on the path or in CMS_CHROMIUM)"

coverage: $(VENV)/.dev ## run the tests under coverage, but for those that repeat ways of others
	@$(TIMED) "make coverage" $(PYTEST) $(WITHOUT_BROWSER) -m "not browser and not soak and not no_cover" --cov --cov-report=term:skip-covered

soak: $(VENV)/.dev ## go long ways hundreds of times: every role at every address, killed imports, whole archives
	@$(TIMED) "make soak" $(PYTEST) $(WITHOUT_BROWSER) -m "soak and not browser"

test-services: $(VENV)/.dev ## run what uses the database or the cache on PostgreSQL and Redis (CMS_TEST_DATABASE_URL, CMS_TEST_CACHE_URL)
	@$(ON_SERVICES) $(TIMED) "make test-services" $(PYTEST) $(WITHOUT_BROWSER) -m "services and not browser and not soak"

soak-services: $(VENV)/.dev ## go the long ways on PostgreSQL and Redis
	@$(ON_SERVICES) $(TIMED) "make soak-services" $(PYTEST) $(WITHOUT_BROWSER) -m "services and soak and not browser"

test-browser: $(VENV)/.dev ## run the tests that need an installed Chromium
	@$(TIMED) "make test-browser" $(PYTEST) -m browser tests/browser

lint: $(VENV)/.dev ## ruff, mypy, the arrows between the layers, and oxlint for the scripts of the pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/oxlint --deny-warnings --report-unused-disable-directives static

fmt: $(VENV)/.dev ## format the code
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

check: $(VENV)/.dev ## Django's checks with production settings, and that no migration is missing
	@$(BIN)/python scripts/check_production.py
	@$(BIN)/python manage.py makemigrations --check --dry-run

bench: $(VENV)/.dev ## import 20,000 posts (speed, memory, queries), decode pictures, kill imports, search, fuzz
	@$(BIN)/python tests/benchmarks/import_20000.py
	@$(BIN)/python tests/benchmarks/images.py
	@$(BIN)/python tests/benchmarks/import_killed.py
	@$(BIN)/python tests/benchmarks/search.py
	@$(BIN)/python tests/benchmarks/fuzz_site.py --count 20000 --seed 20261124

evidence: $(VENV)/.dev ## measure the readers' site and the desk anew for docs/evidence (needs Chromium, Node.js, Java; POSTS=folder imports that too)
	@$(BIN)/python -m scripts.evidence $(if $(POSTS),--posts "$(POSTS)")

lock: ## write the locks anew from pyproject.toml (needs uv)
	@scripts/lock.sh

messages: $(VENV)/.dev ## collect and compile the translations (needs gettext)
	@$(BIN)/python manage.py makemessages -l zh_Hans --no-wrap --no-location --no-obsolete $(addprefix -i ,$(UNTRANSLATED))
	@sed -i '/^"POT-Creation-Date:/d' $(CATALOG).po
	@msgfmt --check -o $(CATALOG).mo $(CATALOG).po
	@msgfmt --statistics -o /dev/null $(CATALOG).po

clean: ## remove the environment and the caches; the site's data (var/) stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Masthead needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/python
	@echo "Installing what the site needs ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run
