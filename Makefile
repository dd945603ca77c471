.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

VAR := $(or $(OWNWORDS_VAR),var)
APP := .venv/bin/
RASA := bot/.venv/bin/

# uv makes both environments; without one on the PATH it is put into .tools.
UV := $(or $(shell command -v uv),.tools/bin/uv)
# Compiled here once: Rasa and TensorFlow are 12,000 modules, and start in half the time.
SYNC = $(UV) pip sync --require-hashes --compile-bytecode --quiet
PYTHON_WANTED := >=3.11,<3.14

# Rasa would send telemetry and error reports to other hosts.
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 2
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export RASA_CACHE_DIRECTORY := $(abspath $(VAR))/cache/rasa

help:  ## List these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Set-up
setup: .venv/.installed bot/.venv/.synced assets  ## Make both environments and the web assets (once)

.tools/bin/uv:
	@echo "Fetching uv into .tools"
	@python3 -m venv .tools || { echo "python3 cannot make a virtual environment. Debian: apt-get install python3-venv"; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.synced: requirements/app.txt | $(UV)
	@echo "Setting up .venv (everything but Rasa)"
	@test -x .venv/bin/python || $(UV) venv --clear --quiet --python '$(PYTHON_WANTED)' .venv \
	  || { echo "Own Words needs Python 3.11 or newer, and none was found."; exit 1; }
	@$(SYNC) --python .venv/bin/python $<
	@touch $@

# The sync above removes what is not in the lock, so our own package goes in after it.
.venv/.installed: .venv/.synced pyproject.toml
	@$(UV) pip install --quiet --offline --no-deps --no-build-isolation --python .venv/bin/python -e .
	@touch $@

# From inside bot/: pyenv and uv both choose the Python by bot/.python-version.
bot/.venv/.synced: requirements/rasa.txt | $(UV)
	@echo "Setting up bot/.venv (Rasa, 2.5 GB; minutes the first time)"
	@uv=$$(realpath $(UV)); test -x bot/.venv/bin/python || (cd bot && "$$uv" venv --quiet --python 3.10 .venv) \
	  || { printf '%s\n' "Rasa 3.6 needs Python 3.10, and none was found or could be fetched." \
	       "Install one so that 'python3.10' works inside bot/, then run make again:" \
	       "  $(UV) python install 3.10   or   pyenv install 3.10"; exit 1; }
	@$(SYNC) --python bot/.venv/bin/python $<
	@touch $@

# By content, not by time: a fresh checkout of the same files builds nothing.
assets:  ## Build the web assets if their sources changed
	@test -f package.json || exit 0; \
	now=$$({ find package.json package-lock.json tsconfig*.json web/assets -type f -print0 2>/dev/null || true; } | sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-64); \
	if [ "$$now" = "$$(cat $(VAR)/assets.stamp 2>/dev/null)" ] && [ -d $(VAR)/assets ]; then exit 0; fi; \
	command -v npm >/dev/null || { echo "npm is missing. Debian: apt-get install nodejs npm"; exit 1; }; \
	echo "Building the web assets"; \
	npm ci --no-audit --no-fund --silent && npm run --silent build && mkdir -p $(VAR) && echo "$$now" > $(VAR)/assets.stamp

##@ Running
run: setup  ## Start everything; Ctrl-C stops everything
	@exec $(APP)ownwords up

demo: setup  ## Fill an empty instance, while it is stopped, with a made-up team, conversations and what was done about them
	@$(APP)ownwords train --only assess
	@$(APP)ownwords demo

train: setup  ## Train the three models if their inputs changed
	@$(APP)ownwords train

##@ Checking
# In turn: what needs no other process, what needs a browser, what starts the real stack; each on two
# cores at once. A stack takes long to start: there a file's tests stay together, and files keep their
# order, so that a folder's stack starts once on each core. What measures time runs by itself at the end.
define every-test
@$(APP)python -m pytest -q -n 2 -m "not (browser or rasa or alone)"
@$(APP)python -m pytest -q -n 2 -m "browser and not (rasa or alone)"
@$(APP)python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "rasa and not alone"
@$(APP)python -m pytest -m alone
endef

test: setup needs  ## Lint, types, imports and every test
	@$(MAKE) --no-print-directory -j 2 train lint types imports  # training leaves a core idle at its end
	$(every-test)

test-postgres: export OWNWORDS_TEST_DATABASE := postgres
test-postgres: setup needs train  ## Every test again, with the record in PostgreSQL
	$(every-test)

check: lint types imports quick  ## Minutes: no Rasa, no browser, no database server

lint: .venv/.installed  ## Style and formatting
	@$(APP)ruff check .
	@$(APP)ruff format --check .

types: .venv/.installed  ## Static types, strict
	@$(APP)mypy

imports: .venv/.installed  ## Which package may import which
	@$(APP)lint-imports

quick: .venv/.installed  ## The tests that need no other process
	@$(APP)ownwords train --only assess --only reading
	@$(APP)python -m pytest -q -n 2 -m "not (rasa or browser or postgres or alone)"

needs:  # What the tests use that Python does not bring
	@missing=""; \
	command -v chromium chromium-browser google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v pg_ctl >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null || missing="$$missing postgresql"; \
	$(APP)python -c 'import weasyprint' 2>/dev/null || missing="$$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; \
	if [ -n "$$missing" ]; then \
	  echo "The tests need these Debian packages:$$missing"; \
	  echo "  apt-get install$$missing"; exit 1; fi

bot: setup  ## Validate the dialogue and train it (minutes)
	@cd $(CURDIR) && PYTHONPATH=. $(RASA)rasa data validate --data bot/data --fail-on-warnings
	@$(APP)ownwords train --only rasa

evaluate: train  ## Measure the models on text they have not seen
	@$(APP)python -m nlp.evaluate
	@$(APP)python -m nlp.reading.evaluate
	@$(APP)python -m nlp.reading.evaluate --gate

bench: train  ## Time a turn beside a stock Rasa bot; writes docs/performance.md
	@$(APP)python -m tests.bench

faults: train  ## 10,000 turns while calls are spoiled and processes killed; FAULTS="--turns 500 --seed 3 --postgres"
	@$(APP)python -m tests.faults.storm $(FAULTS)

fuzz: train  ## 10,000 odd requests at the whole API, and a minute of odd bytes at the parsers; FUZZ="--cases 500"
	@$(APP)python -m tests.fuzz $(FUZZ)

load: train  ## 100 conversations at once, 1,000 open, memory over an hour; LOAD="--seconds 60 --soak-seconds 0"
	@$(APP)python -m tests.bench.under_load $(LOAD)

pictures: train  ## Photograph the pages of docs/pages.md; PICTURES="question cards"
	@$(APP)python -m tests.pictures $(PICTURES)

##@ Looking after
words: .venv/.installed  ## Bring locale/ up to the English: templates, and every language's files
	@$(APP)ownwords words update

lock: | $(UV)  ## Choose newer versions and lock both environments
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements/app.in -o requirements/app.txt
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --python-version 3.10 requirements/rasa.in -o requirements/rasa.txt

audit: setup  ## Ask what is known against each locked package; writes docs/audit.md
	@UV=$(UV) $(APP)python -m tests.audit

keep-release: .venv/.installed  ## Keep what a trained release leaves behind, for the test of the upgrade; KEEP="--checkout FOLDER --version 0.2.0"
	@$(APP)python -m tests.releases.keep $(KEEP)

sbom: | $(UV)  ## List what the three locks pin, as CycloneDX, below var/sbom
	@mkdir -p $(VAR)/sbom
	@for name in app rasa; do $(UV) tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements/$$name.txt --of JSON -o $(VAR)/sbom/$$name.cdx.json; done
	@npm sbom --package-lock-only --sbom-format cyclonedx --offline > $(VAR)/sbom/pages.cdx.json
	@ls -l $(VAR)/sbom

clean:  ## Remove what can be made again; environments, records and keys stay
	rm -rf $(VAR)/assets $(VAR)/assets.stamp $(VAR)/models $(VAR)/bench node_modules *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .rasa
	find . -name __pycache__ -not -path '*/.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +

.PHONY: help setup assets run demo train test test-postgres check lint types imports quick needs bot evaluate bench faults fuzz load pictures lock audit keep-release sbom clean words
