# Vizīte. One word per chore; `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock translations contact-sheet rehearsal set-up set-up-dev

PY := .venv/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard webapp/translations/*/LC_MESSAGES/*.po))
# Any file or test to look at instead of all, and any flag of pytest: make test ARGS="tests/seats -k full"
ARGS ?=
# Without compiled files every start would compile all libraries anew (two seconds); images of
# containers like to set this.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the chores
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | awk -F '|' '{printf "make %-15s %s\n", $$1, $$2}'

run: set-up $(CATALOGUES) ## Set everything up and serve on http://127.0.0.1:8000 (PORT and HOST change that)
	@$(PY) -m webapp.serve

test: set-up-dev $(CATALOGUES) ## Set everything up and run all tests
	@$(PY) -m pytest -n auto $(ARGS)

check: set-up-dev $(CATALOGUES) ## What CI runs: format, lint, types, templates, translations, import arrows, tests
	@$(PY) -m ruff format --check --quiet . || { echo 'Format: run `.venv/bin/ruff format`.'; exit 1; }
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy --strict --no-error-summary webapp
	@$(PY) -m djlint webapp --lint --quiet
	@$(PY) tools/translations.py check
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command(["--no-logo"])'
	@$(MAKE) --no-print-directory test

bench: set-up-dev $(CATALOGUES) ## Measure what docs/measures.md lists
	@$(PY) -m tools.bench $(ARGS)

lock: set-up-dev ## Make both lock files anew from the ranges in requirements*.in
	@tools/lock

translations: set-up-dev ## Bring the words of the program into webapp/translations/*/LC_MESSAGES/messages.po
	@$(PY) tools/translations.py update

contact-sheet: set-up-dev $(CATALOGUES) ## Render all pages at three widths, in each language, as pictures to look at
	@$(PY) -m tools.contact_sheet

rehearsal: set-up-dev ## Run docs/deploy.md line by line on bare machines that are thrown away (root, Debian)
	@$(PY) tools/rehearse.py $(ARGS)

set-up:
	@tools/set-up requirements.txt

set-up-dev:
	@tools/set-up requirements-dev.txt

%.mo: %.po
	@$(PY) tools/translations.py compile $< $@
