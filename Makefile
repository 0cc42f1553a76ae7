# Two commands: `make run` starts the whole system on this machine, `make test` runs every check.
# Needed beforehand: Python 3.11, git and make. Everything else is installed into this folder.

PYTHON ?= python3.11
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# The machine's own node and npm where it has them, else those of the wheel in .venv.
WITH_NODE := PATH="$$PATH:$(CURDIR)/$(BIN)"
PACKAGES := config govuk cpu workflow people unit documents partners referrals strategy conferences court

# Documents that are printed from the declarations: `manage.py NAME --check` fails where one is out of date.
DOCUMENTS := timescales pathway permissions

# Settings for commands that only read the code.
UNUSED := SECRET_KEY=unused-by-commands-that-only-read-the-code DATABASE_URL=postgres://nobody@127.0.0.1:9/none
# A production environment, for Django's own deployment checks.
PRODUCTION := SECRET_KEY=8sJ4mQz2Vw7kXr1Lt9Bn3Hp6Yc5Dg0FaEuZiRoTqWvNxMbKjSdFgHy ALLOWED_HOSTS=unit.example \
	DATABASE_URL=postgres://cpu_app@127.0.0.1:9/none

.PHONY: run test check pathways bench install chromium pango docs format

run: install
	@exec $(BIN)/python -m config.run

test: install chromium check
	$(BIN)/python -m pytest -n 2

# Many random pathways, others each time: `make pathways MANY=500`. What fails is shrunk to its shortest way.
MANY ?= 100
pathways: install
	PATHWAYS=$(MANY) $(BIN)/python -m pytest -n 2 tests/properties

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(UNUSED) $(BIN)/mypy
	$(BIN)/djlint --check --lint --quiet $(PACKAGES)
	$(UNUSED) $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml $(PACKAGES)
	@for document in $(DOCUMENTS); do $(UNUSED) $(MANAGE) $$document --check || exit 1; done
	$(UNUSED) $(MANAGE) spectacular --validate --fail-on-warn --file /dev/null

bench: install
	@$(BIN)/python -m bench

docs: install
	@for document in $(DOCUMENTS); do $(UNUSED) $(MANAGE) $$document || exit 1; done

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet $(PACKAGES)

install: .venv/installed node_modules/.package-lock.json pango

.venv/installed: requirements.lock
	@echo "Installing the Python packages of requirements.lock."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | .venv/installed
	@echo "Installing the front-end packages of package-lock.json."
	@$(WITH_NODE) npm ci --silent --no-audit --no-fund
	@touch $@

# Documents are made into PDF by WeasyPrint, which wants pango. Debian's package is taken as Chromium's is.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation
pango:
	@$(BIN)/python -c "import weasyprint" >/dev/null 2>&1 && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing pango by apt."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PANGO) >/dev/null; \
	else \
		echo "NO PDF: documents can be read and printed as pages, not made into files. pango is missing: $(PANGO)."; \
		[ "$$CI" != true ]; \
	fi

# The browser tests want Chromium. Debian's package is taken where apt is there and we may use it.
chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium by apt."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
		echo "NOT RUN: the browser tests. Chromium is missing: install it, or run as root where apt is there."; \
		[ "$$CI" != true ]; \
	fi
