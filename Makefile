# Opora. Two commands suffice: `make demo` to see it, `make test` to trust it. CONTRIBUTING.md explains the others.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
OPORA_VAR ?= $(CURDIR)/var
export PORT OPORA_VAR
export DJANGO_SETTINGS_MODULE := opora.config.settings
BIN := .venv/bin
PYENV := $(lastword $(sort $(wildcard $(HOME)/.pyenv/versions/3.13.*/bin)))
export PATH := $(if $(PYENV),$(PYENV):)$(PATH)
UV := $(or $(shell command -v uv 2>/dev/null),$(CURDIR)/.tools/bin/uv)

WITHOUT_REGION := tests/config tests/test_house_rules.py tests/directory/organizations/test_roles.py tests/web/site/test_home.py

.PHONY: help demo setup setup-dev serve test test-wings test-fast check fix lock bench rules docs screenshots

help:  ## list of commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

demo: setup serve  ## install, create the database, load real data, serve on http://localhost:8000

setup: .venv/.runtime  ## install what running needs, create or upgrade the database, load what it lives on
	@$(BIN)/python manage.py set_up

setup-dev: .venv/.dev  ## add what tests need
	@bash scripts/ensure_chromium.sh

serve:  ## web, worker and scheduler (after make setup)
	@$(BIN)/python -m opora.config.before_start
	$(BIN)/honcho start --no-prefix -f Procfile || [ $$? -ge 128 ]  # stopped by a person

test: setup-dev  ## everything: SQLite, PostgreSQL, browser
	@$(BIN)/pytest -n 2 -m "not browser"
	$(MAKE) test-wings
	$(BIN)/python scripts/postgres_for_tests.py $(BIN)/pytest -n 2 -m "not browser and not sqlite_only"
	$(BIN)/pytest -n 2 --dist loadgroup -m browser

test-wings: .venv/.dev  ## rules, settings, roles and the home page of an instance of a provider, without the region
	@OPORA_WINGS=gatherings,care $(BIN)/pytest -n 2 -m "not slow" $(WITHOUT_REGION)

test-fast: .venv/.dev  ## SQLite, no browser, no real processes
	@$(BIN)/pytest -n 2 -m "not browser and not slow"

check: .venv/.dev  ## format, lint, types, walls of the house, migrations, templates, deployment settings
	@$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy opora/foundation/core $$(find opora -name operations.py -o -name selectors.py -o -path '*/operations/*.py' -o -path '*/selectors/*.py')
	$(BIN)/bandit -q -c pyproject.toml -r opora -ll
	$(BIN)/djlint --quiet --lint opora
	export OPORA_VAR=$$(mktemp -d)
	$(BIN)/python manage.py makemigrations --check --dry-run
	OPORA_MODE=production OPORA_HOSTS=opora.example $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: .venv/.dev  ## format and mend what can be mended by a machine
	@$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(UV)  ## renew requirements/*.txt from pyproject.toml
	@for name in runtime dev; do
	  extra=$$([ $$name = dev ] && echo "--group dev" || true)
	  $(UV) pip compile pyproject.toml $$extra --universal --python-version 3.13 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --upgrade --output-file requirements/$$name.txt
	done

bench: .venv/.dev  ## ratios that gate, times beside the machine's floor
	@$(BIN)/python -m bench
	$(BIN)/python scripts/postgres_for_tests.py $(BIN)/python -m bench

rules: .venv/.dev  ## rules that no test proves yet
	@$(BIN)/python scripts/rules_without_test.py

docs: .venv/.dev  ## renew generated pages of docs/
	@$(BIN)/python manage.py render_docs

screenshots: setup-dev  ## renew pictures of the README
	@OPORA_SCREENSHOTS=1 $(BIN)/pytest -m browser tests/browser/test_screenshots.py

$(CURDIR)/.tools/bin/uv:
	@cd /
	PYTHON=$$(command -v /usr/bin/python3 || command -v python3)
	"$$PYTHON" -m venv "$(CURDIR)/.tools" || { echo "Chybí venv. Spusťte: sudo apt-get install -y python3-venv" >&2; exit 1; }
	"$(CURDIR)/.tools/bin/pip" install --quiet --disable-pip-version-check uv

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --python 3.13 .venv

.venv/.runtime: requirements/runtime.txt | .venv/bin/python
	@if [ -e .venv/.dev ]; then exec $(MAKE) .venv/.dev; fi
	$(UV) pip sync --quiet --python .venv/bin/python --require-hashes requirements/runtime.txt
	touch .venv/.runtime

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@$(UV) pip sync --quiet --python .venv/bin/python --require-hashes requirements/dev.txt
	touch .venv/.dev .venv/.runtime
