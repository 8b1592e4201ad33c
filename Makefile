# The commands that stay: their names and what they do are an interface.
# Everything runs from .venv; nothing is installed outside this directory.

PY := .venv/bin/python
MANAGE := $(PY) manage.py
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
ASSETS := .venv/.assets-fetched
PORT ?= 8000

# The first Python that is new enough and can make an environment; `make setup PYTHON=...` overrides.
PYTHON ?= $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$name; break; }; done)

# With a wheelhouse nothing is asked of the internet.
OFFLINE = $(if $(wildcard wheelhouse),--no-index --find-links wheelhouse)

# Tests on SQLite and the checks must not see the settings of whoever runs them. Without compiled files
# each process of the tests rewrites every assertion anew: seven seconds of a core.
CLEAN_ENV := env -u DATABASE_URL -u SECRET_KEY -u ALLOWED_HOSTS -u XUSHI_TODAY -u XUSHI_DEMO \
	-u DEBUG -u HTTPS -u IDLE_MINUTES -u AXES_FAILURE_LIMIT -u TRUSTED_PROXIES -u CSRF_TRUSTED_ORIGINS \
	-u FONTS_DIR -u PYTHONDONTWRITEBYTECODE

# The demo lives in the embedded database, on its own day, whatever else the shell knows.
DEMO_ENV := env -u DATABASE_URL XUSHI_TODAY=2019-08-02 XUSHI_DEMO=1

TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/test
TEST_REDIS_URL ?= redis://127.0.0.1:6379/0
SERVICES_ENV := $(CLEAN_ENV) DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) \
	SECRET_KEY=only-for-the-test-suite ALLOWED_HOSTS=127.0.0.1,localhost

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup assets run test test-newer-sqlite test-services test-scripts lint format bench deadline wheelhouse requirements

help:
	@echo "make setup          make the environment in .venv and fetch the assets"
	@echo "make run            serve the demo county on http://127.0.0.1:$(PORT)/"
	@echo "make test           run the tests on SQLite"
	@echo "make test-newer-sqlite  run them on an SQLite newer than 3.46, as Debian 13 has it"
	@echo "make test-services  run the tests on PostgreSQL and Redis, and in Chromium"
	@echo "make test-scripts   run the tests of the scripts that need no browser, where Node is to be had"
	@echo "make lint           style, templates, scripts, types, import order, missing migrations"
	@echo "make bench          measure the goals beside peers, on PostgreSQL"
	@echo "make deadline       let 200 units type for two minutes and send at once, on both databases"
	@echo "make format         put code and templates into the style that lint asks for"
	@echo "make assets         try again to fetch the chart library"
	@echo "make wheelhouse     collect what a server without internet needs (FOR_PYTHON=3.11 FOR_MACHINE=x86_64)"
	@echo "make requirements   write requirements*.txt anew from requirements*.in"

setup: $(RUNTIME) $(ASSETS)
	@echo "The environment is ready: make run"

.venv/bin/pip:
	@test -n "$(PYTHON)" || { echo "Xushi needs Python 3.11 or newer with its venv module." \
		"On Debian: apt-get install python3.11-venv. Elsewhere: make setup PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv .venv

# $(1) a requirements file, $(2) where packages come from. A site's own index may be known to pip only.
define install
	@echo "Installing $(1) ..."
	@{ $(PY) -m pip install -qq --disable-pip-version-check $(2) --require-hashes -r requirements-uv.txt \
		&& .venv/bin/uv pip install -q --python $(PY) $(2) --require-hashes -r $(1); } \
	|| { echo "uv is not to be had; installing with pip." >&2; \
		$(PY) -m pip install -q --disable-pip-version-check $(2) --require-hashes -r $(1); } \
	|| { echo "The packages of $(1) could not be installed$(if $(2), from wheelhouse/,. For a machine without" \
		"internet see make wheelhouse in docs/operations.md)." >&2; exit 1; }
	@touch $@
endef

$(RUNTIME): requirements.txt requirements-uv.txt | .venv/bin/pip
	$(if $(OFFLINE),@$(PY) scripts/wheelhouse.py fits)
	$(call install,requirements.txt,$(OFFLINE))

# A wheelhouse holds what a site runs on, not what a developer needs.
$(DEV): requirements-dev.txt $(RUNTIME)
	$(call install,requirements-dev.txt,)

# A failure is not fatal: without the chart library pages keep their tables.
$(ASSETS): scripts/fetch_assets.py | $(RUNTIME)
	@$(PY) scripts/fetch_assets.py
	@touch $@

assets: $(RUNTIME)
	@$(PY) scripts/fetch_assets.py --required
	@touch $(ASSETS)

# It says that it answers when it does (gunicorn.conf.py). Who stops it does not wait for pages. The
# worker beside it makes what takes long; both end together.
run: $(RUNTIME) $(ASSETS)
	@$(PY) scripts/port_is_free.py "$(PORT)"
	@$(DEMO_ENV) $(MANAGE) set_aside_old
	@$(DEMO_ENV) $(MANAGE) migrate --no-input -v 0
	@$(DEMO_ENV) $(MANAGE) collectstatic --no-input -v 0
	@$(DEMO_ENV) $(MANAGE) load_demo --if-empty
	@exec $(DEMO_ENV) $(PY) scripts/together.py \
		$(PY) -m gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --graceful-timeout 3 \
		-- $(MANAGE) work

test: $(DEV)
	$(CLEAN_ENV) $(PY) -m pytest -n auto --dist worksteal -m "not services and not browser and not slow"

# An SQLite newer than the system's refuses queries that the other answers. What is slow runs in test-services, and
# what asks no database in `make test` alone, so that CI stays under half an hour.
test-newer-sqlite: $(DEV)
	$(CLEAN_ENV) $(PY) -m pytest -p scripts.newer_sqlite -p scripts.only_with_database -n auto --dist worksteal -m "not services and not browser and not slow"

# The browsers find the databases that the tests before them migrated, and that were emptied after each.
test-services: $(DEV) test-scripts
	@$(PY) scripts/check_services.py $(TEST_DATABASE_URL) $(TEST_REDIS_URL)
	$(SERVICES_ENV) $(PY) -m pytest -p scripts.only_with_database --create-db --reuse-db -n auto --dist worksteal -m "not browser"
	$(SERVICES_ENV) $(PY) -m pytest --reuse-db -n auto --dist worksteal -m browser

# Nothing but these tests asks for Node (18 or newer), and they ask for no package of npm.
test-scripts:
	@if command -v node >/dev/null; then node --test js_tests/*.test.js; \
		else echo "Node is not installed: the tests in js_tests/ were not run." >&2; fi

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2 --check
	.venv/bin/oxlint --deny-warnings static/js js_tests
	$(CLEAN_ENV) $(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(CLEAN_ENV) $(MANAGE) makemigrations --check --dry-run
	$(CLEAN_ENV) $(MANAGE) check

# In a database of its own, made and removed by the command.
bench: $(DEV)
	@$(PY) scripts/check_services.py $(TEST_DATABASE_URL) $(TEST_REDIS_URL)
	$(SERVICES_ENV) LOG_LEVEL=WARNING $(PY) -m benchmarks

# Every cell and figure must arrive; how long a cell takes to be kept is held, and what part of a whole
# sheet's time its sending takes.
deadline: $(DEV)
	$(CLEAN_ENV) LOG_LEVEL=ERROR $(PY) -m benchmarks deadline
	$(SERVICES_ENV) LOG_LEVEL=ERROR $(PY) -m benchmarks deadline

format: $(DEV)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2 || test $$? -eq 123

# For the Python and the machine of the server, this one's where none is named.
wheelhouse: .venv/bin/pip
	@$(PY) scripts/wheelhouse.py make $(if $(FOR_PYTHON),--python $(FOR_PYTHON)) \
		$(if $(FOR_MACHINE),--machine $(FOR_MACHINE))

# The versions that are asked for stand in the .in files; with them come hashes, and what they need.
requirements: $(RUNTIME)
	$(foreach name,requirements requirements-dev requirements-uv,.venv/bin/uv pip compile -q --universal \
		--generate-hashes --python-version 3.11 --custom-compile-command "make requirements" \
		$(name).in -o $(name).txt &&) true
