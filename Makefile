# `make` alone lists the targets. Everything runs in .venv/, which is built on first use from the hashed lock.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# Let uv use the machine's certificates, as pip does: a proxy may sign with its own authority.
export UV_SYSTEM_CERTS := 1
# Where the environment forbids bytecode, every process of the tests compiles all files anew: 4 s of a core each.
unexport PYTHONDONTWRITEBYTECODE
TEST_ARGS ?= -n auto --dist worksteal
PYTEST = $(PYTHON) -m pytest $(TEST_ARGS) $(if $(K),-k "$(K)")
LOCK = .venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.12 \
	--custom-compile-command "make lock" pyproject.toml
# Not in the product: Wagtail's Willow asks for pillow-heif, whose wheels bring x265 (GPL) along. The intake reads HEIC with
# pi-heif, which decodes only, and nothing else in the product meets HEIC. The tests make samples with pillow-heif.
LOCK_DIR ?= .
STOP_SERVICES = $(PYTHON) -m tools.devserver.backends stop .test-services
# How the tests of a tier are reported; the services stop after them.
REPORT = --durations=25 --durations-min=1 --junitxml=.test-results/$@.xml tests/$(APP); \
	code=$$?; $(STOP_SERVICES); exit $$code
# The corpus of hostile files runs with a change of what reads files; also where git cannot tell what changed.
READERS = files tests/files tests/partners requirements.txt
CORPUS = $(shell base=$$(git merge-base HEAD main 2>/dev/null) && [ "$$base" != "$$(git rev-parse HEAD)" ] && \
	git diff --quiet "$$base" -- $(READERS) && [ -z "$$(git status --porcelain -- $(READERS))" ] && echo " and not corpus")
REV ?= HEAD~20
N ?= 60

.PHONY: test-environment help demo demo-environment dev stack stack-native demo-reset shell-demo test test-fast test-browser test-slow test-night test-mutants bench lint format messages migrations lock check shots permissions clean environment docs

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

environment: # everything for development: about 1.3 GB
	@tools/devserver/environment.sh dev

demo-environment: # what the demo runs with: below 700 MB; nothing to do where the other one is there
	@tools/devserver/environment.sh demo

demo: demo-environment ## the whole site with demo content on http://127.0.0.1:8000 (PORT=…, OPEN=1); Ctrl-C stops it
	@PORT="$(PORT)" exec $(PYTHON) -m tools.devserver.demo run

dev: environment ## the demo for developers: reload, debug toolbar, no caches; the same data (PORT=…)
	@PORT="$(PORT)" exec $(PYTHON) -m tools.devserver.demo dev

demo-reset: demo-environment ## empty the demo: database, files, mail
	@exec $(PYTHON) -m tools.devserver.demo reset

shell-demo: demo-environment ## Django shell on the demo's database; runs standard input when that is not a terminal
	@exec $(PYTHON) -m tools.devserver.demo shell

test: test-environment ## unit and integration on real PostgreSQL, S3 and ClamAV: about 6 minutes on two cores
	@echo "Expect about 6 minutes on two cores. While you type: make test-fast APP=articles"
	@$(PYTEST) -m "not (meta or browser or slow or night)$(CORPUS)" $(REPORT)

test-fast: environment ## a quick subset: no scanner, no corpus of files (APP=schools or K=coverage for a part)
	@echo "Expect 60 seconds on two cores."
	@$(PYTHON) -m deploy.messages compile
	@$(PYTEST) -m "not (meta or browser or slow or night or scanner or corpus)" tests/$(APP)

test-browser: test-environment ## what people do, in Chromium: about 5 minutes on two cores
	@$(PYTEST) -m "browser and not (slow or night)" $(REPORT)

test-slow: test-environment ## long tests of rights, children, files and words typed: about 16 minutes on two cores
	@$(PYTHON) -m tools.devserver.edge
	@$(PYTEST) -m "slow and not night" $(REPORT)

test-night: test-environment ## what no change runs: whole demo, large tables, bombs at every entry, looks, the production stack
	@$(PYTHON) -m tools.devserver.edge
	@$(PYTEST) -m "night or corpus" $(REPORT)

.mutants/coverage: | test-environment # which test runs which line; make clean removes it
	@$(PYTEST) -q -m "not (meta or browser or slow or night)" --cov --cov-context=test --cov-report= tests || true

test-mutants: .mutants/coverage ## random small faults in what changed, and the share that tests notice (REV=…, N=60, APPS="articles files")
	@$(PYTHON) -m tools.mutants $(APPS) --since $(REV) --number $(N) $(if $(SEED),--seed $(SEED)); \
		code=$$?; $(STOP_SERVICES); exit $$code

stack: environment ## docker-compose.yml in containers made here without a registry, checked; then a shell to look at it (root on Debian)
	@echo "Expect 8 minutes the first time, 6 from then on; downloads about 300 MB, takes about 3 GB in .stack/."
	@exec $(PYTHON) -m tests.shipped shell containers

stack-native: environment ## what docker-compose.yml ships, run without containers and checked; then a shell to look at it
	@$(PYTHON) -m tools.devserver.scanner && $(PYTHON) -m tools.devserver.edge
	@exec $(PYTHON) -m tests.shipped shell

test-environment: environment
	@$(PYTHON) -m tools.devserver.browser windowless && $(PYTHON) -m tools.devserver.scanner
	@$(PYTHON) -m deploy.messages compile

bench: environment ## measure the performance budgets as one table (BENCH="pages edge …" for some); state in .bench/
	@$(PYTHON) -m tools.devserver.browser
	@$(PYTHON) -m tools.bench $(BENCH)

lint: environment docs ## ruff, djlint, mypy, hadolint, docker-compose config, commit subjects, documents
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --quiet --lint .
	@$(PYTHON) -m tools.typecheck
	@if [ -f Dockerfile ]; then .venv/bin/hadolint Dockerfile; fi
	@command -v docker-compose >/dev/null || $(PYTHON) -c "from tools.devserver import debian; debian.install('docker-compose')"
	@if command -v docker-compose >/dev/null; then mkdir -p .test-results && sed 's/=$$/=x/' .env.example >.test-results/.env && \
		docker-compose --project-directory .test-results -f docker-compose.yml --env-file .test-results/.env config -q; \
		else echo "docker-compose.yml not checked: install the package docker-compose (Debian, Ubuntu)." >&2; fi
	@if git log -10 --format=%s | LC_ALL=C.UTF-8 grep -E '^.{73,}'; then echo 'longer than 72 characters' >&2; exit 1; fi

docs: environment ## docs/ as a site in .site/; fails for a link or heading that leads nowhere
	@.venv/bin/sphinx-build -W --keep-going -q -b html docs .site

format: environment ## let ruff rewrite the Python files
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

messages: environment ## collect sentences into locale/*/LC_MESSAGES/django.po and compile them
	@$(PYTHON) -m deploy.messages update

migrations: environment ## regenerate the one migration of every app, lowest app first
	@$(PYTHON) -m tools.devserver.migrations

lock: environment ## regenerate requirements.txt, requirements-demo.txt and requirements-dev.txt from pyproject.toml
	@$(LOCK) --no-emit-package pillow-heif -o $(LOCK_DIR)/requirements.txt
	@$(LOCK) --group dev -o $(LOCK_DIR)/requirements-dev.txt
	@$(LOCK) --group demo --no-emit-package pillow-heif -o $(LOCK_DIR)/requirements-demo.txt

check: environment ## locks, translations, tests of migrations, production settings, code and documents
	@rm -rf .test-results/lock && mkdir -p .test-results/lock && cp requirements*.txt .test-results/lock && \
		$(MAKE) --silent lock LOCK_DIR=.test-results/lock && \
		for name in requirements*.txt; do cmp $$name .test-results/lock/$$name || exit 1; done # else: make lock
	@$(PYTHON) -m deploy.messages check # else: make messages
	@$(PYTHON) -m deploy.messages compile
	@$(PYTEST) -m "meta and not (slow or night)" $(REPORT)

shots: environment ## pictures of the guide and the README (SHOTS="huong-dan readme"), of any page in .shots/ (SHOTS="/vi/ /km/")
	@$(PYTHON) -m tools.devserver.browser
	@$(PYTHON) -m tools.shots $(SHOTS)

permissions: environment ## who may do what: rights of roles, pages, actions, addresses (K=word for some rows)
	@$(PYTHON) -m tools.permissions $(K)

clean: environment ## remove caches, pictures and test servers (not the demo's data)
	@$(STOP_SERVICES)
	@rm -rf .test-services .test-results .shots .site .stack .static .mutants .pytest_cache .ruff_cache .mypy_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
