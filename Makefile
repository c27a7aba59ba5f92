# Needs make and Python 3.11 or later; everything else is set up in .venv.
#
#   make run      set up, extract the sample notice, show it
#   make test     set up, all tests
#   make engines  set up Spark and Ray in .venv-engines, their tests
#   make lint     ruff, the format, mypy strict
#   make eval     scores against hand-read notices (where ../shared is at hand)
#   make floors   the same, held against the floors in tests/floors.toml
#   make fuzz     spoilt files for each reader, a minute each; FUZZ="--seconds 600 pdf" for more
#   make lowest   the tests nearest to what planparse needs, with the lowest versions that it allows
#   make lock     writes requirements/ again: the versions of development, and what an installation holds
#   make audit    asks the registry for known faults of what an installation holds
#   make bench    times as ratios to what they cannot be faster than; beside other programs, in docs/benchmarks.md
#   make ratios   the speed beside OpenCC and a script, held to benchmarks/limits.toml
#   make fuzz-stages  texts that coverage leads, for restoration, structure, the whole parse …; a minute
#   make long     the fuzzing and timing tests at their full counts
#   make schemas  writes schemas/ again from the models
#   make docs     builds the site of the documentation into build/site
#   make picture  draws docs/show.svg again
#   make photos   takes the pictures of a report again (where Chromium is)
#   make dist     the wheel and the source archive
#   make clean    removes what was built and set up

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
ENGINES := .venv-engines
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	if $$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then echo $$p; break; fi; done)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
SAMPLE := data/samples/quality-action-plan-2022.txt
RESULT := build/quality-action-plan-2022.json
SCORE := ../shared/eval/score.py

export PYTHONUTF8 := 1

.PHONY: run test lint format eval floors fuzz fuzz-stages bench ratios long schemas picture dist setup clean lowest lock audit docs photos engines

run: $(VENV)/run.stamp
	@mkdir -p build
	@$(BIN)/planparse extract $(SAMPLE) -o $(RESULT)
	@$(BIN)/planparse show $(SAMPLE)
	@printf '\nThe same as JSON: %s\n' $(RESULT)

setup: $(VENV)/dev.stamp

test: setup
	@$(BIN)/python -m pytest

engines: $(ENGINES)/stamp
	@PLANPARSE_ENGINES=1 $(ENGINES)/bin/python -m pytest --confcutdir=tests/clusters \
		-p no:warnings --show-capture=no -rs tests/clusters

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: setup
	@if [ -f $(SCORE) ]; then PLANPARSE=$(BIN)/planparse $(BIN)/python $(SCORE) $(EVAL); \
	else echo "skipped: $(SCORE) is not here"; fi

floors: setup
	@$(BIN)/python tests/evaluation.py

fuzz: setup
	@$(BIN)/python tests/fuzz_readers.py $(FUZZ)

lowest: setup
	@rm -rf build/lowest && mkdir -p build
	@$(BIN)/python requirements/lowest.py >build/lowest.txt
	@$(PYTHON) -m venv build/lowest
	@build/lowest/bin/python -m pip --quiet --disable-pip-version-check install -c build/lowest.txt \
		'.[all]' pytest hypothesis openpyxl python-docx markdown-it-py
	@PLANPARSE_CACHE= build/lowest/bin/python -m pytest -p no:cacheprovider tests/test_rules.py \
		tests/test_cli.py tests/test_writers.py tests/test_formats.py tests/test_schema.py \
		tests/test_cache.py tests/test_readers.py tests/test_numbers.py tests/test_pdf.py -k 'not mutated'

# Runs of uv beside the project's own: it reads pyproject.toml and asks the registry that pip is set up for.
LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	--no-header --no-emit-index-url --no-emit-find-links

lock: setup
	@rm -rf build/lock && mkdir -p build && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip --quiet --disable-pip-version-check install uv
	@$(LOCK) pyproject.toml --extra all --extra dev --no-annotate -o requirements/dev.txt
	@$(LOCK) pyproject.toml --extra all --generate-hashes -o requirements/all.txt
	@$(BIN)/python requirements/sbom.py

audit:
	@mkdir -p build && $(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip --quiet --disable-pip-version-check install pip-audit
	@build/audit/bin/pip-audit --strict --disable-pip --progress-spinner off -r requirements/all.txt

bench: setup
	@$(BIN)/python benchmarks/bench.py $(BENCH)
	@$(BIN)/python benchmarks/scale.py $(SCALE)
	@$(BIN)/python benchmarks/batch.py $(BATCH)
	@$(BIN)/python benchmarks/peers.py --write docs/benchmarks.md

ratios: setup
	@$(BIN)/python benchmarks/ratios.py

long: setup
	@PLANPARSE_LONG=1 $(BIN)/python -m pytest tests/test_text.py tests/test_invariants.py \
		tests/test_linear_time.py tests/test_corpus.py tests/test_grammar.py tests/test_formats.py \
		tests/test_any_format.py tests/test_damage.py tests/test_histories.py \
		tests/test_docx.py tests/test_printed.py \
		tests/test_encodings.py tests/test_papers.py tests/test_clauses.py \
		tests/test_number_forms.py tests/test_facts.py tests/test_report.py tests/test_report_page.py \
		tests/test_batch_faults.py tests/test_fuzz_stages.py tests/test_growth.py
	@$(BIN)/python tests/fuzz_readers.py --seconds 900 --seed $$(date +%s)
	@$(BIN)/python tests/fuzz/run.py parse --inputs 1000000 --longest 512

fuzz-stages: setup
	@mkdir -p build
	@for run in 'parse 24' 'cli 12' 'restore 8' 'structure 8' 'numbers 8'; do set -- $$run; \
		$(BIN)/python tests/fuzz/run.py $$1 --seconds $$2 >build/fuzz-$$1.log 2>&1; code=$$?; \
		if [ $$code != 0 ]; then tail -n 40 build/fuzz-$$1.log; exit $$code; fi; \
		printf '%s: %s\n' $$1 "$$(grep -E -m 1 '^Done|executed_units|skipped' build/fuzz-$$1.log)"; done

schemas: setup
	@$(BIN)/planparse schema -o schemas/notice.schema.json
	@$(BIN)/planparse schema --tables -o schemas/tables.schema.json

docs: setup
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@printf 'The documentation: %s\n' build/site/index.html

picture: setup
	@$(BIN)/python docs/picture.py

photos: setup
	@$(BIN)/python docs/photos.py

dist: setup
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) $(ENGINES) .venv-peers build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@if [ -z "$(PYTHON)" ]; then \
		echo "planparse needs Python 3.11 or later and found none; name it: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; fi
	@if ! $(PYTHON) -c '$(NEW_ENOUGH)'; then \
		echo "planparse needs Python 3.11 or later, and $(PYTHON) is none; name another: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; fi
	@echo "setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/run.stamp: pyproject.toml requirements/dev.txt $(VENV)/pyvenv.cfg
	@$(PIP) install -c requirements/dev.txt -e '.[all]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml requirements/dev.txt $(VENV)/pyvenv.cfg
	@$(PIP) install -c requirements/dev.txt -e '.[all,dev]'
	@touch $@ $(VENV)/run.stamp

$(ENGINES)/stamp: pyproject.toml $(VENV)/pyvenv.cfg
	@echo "setting up $(ENGINES) …"
	@$(BIN)/python -m venv $(ENGINES)
	@$(ENGINES)/bin/python -m pip --quiet --disable-pip-version-check install -e '.[html,arrow,batch,spark,ray]' pytest
	@touch $@
