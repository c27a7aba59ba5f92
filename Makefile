# Needs make and Python 3.11 or later; everything else is set up in .venv.
#
#   make run      set up, extract the sample notice, show it
#   make test     set up, all tests
#   make engines  set up Spark and Ray in .venv-engines, their tests
#   make lint     ruff, the format, mypy strict
#   make eval     scores against hand-read notices (where ../shared is at hand)
#   make floors   the same, held against the floors in tests/floors.toml
#   make bench    times as ratios to what they cannot be faster than
#   make long     the fuzzing and timing tests at their full counts
#   make schemas  writes schemas/ again from the models
#   make picture  draws docs/show.svg again
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

.PHONY: run test engines lint format eval floors bench long schemas picture dist setup clean

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

bench: setup
	@$(BIN)/python benchmarks/bench.py $(BENCH)
	@$(BIN)/python benchmarks/batch.py $(BATCH)

long: setup
	@PLANPARSE_LONG=1 $(BIN)/python -m pytest tests/test_text.py tests/test_invariants.py \
		tests/test_linear_time.py tests/test_corpus.py tests/test_grammar.py tests/test_formats.py \
		tests/test_any_format.py tests/test_damage.py tests/test_histories.py \
		tests/test_docx.py tests/test_office.py tests/test_pdf.py tests/test_printed.py \
		tests/test_encodings.py tests/test_readers.py tests/test_papers.py tests/test_clauses.py \
		tests/test_number_forms.py tests/test_batch_faults.py

schemas: setup
	@$(BIN)/planparse schema -o schemas/notice.schema.json
	@$(BIN)/planparse schema --tables -o schemas/tables.schema.json

picture: setup
	@$(BIN)/python docs/picture.py

dist: setup
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean:
	rm -rf $(VENV) $(ENGINES) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
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

$(VENV)/run.stamp: pyproject.toml $(VENV)/pyvenv.cfg
	@$(PIP) install -e '.[all]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml $(VENV)/pyvenv.cfg
	@$(PIP) install -e '.[all,dev]'
	@touch $@ $(VENV)/run.stamp

$(ENGINES)/stamp: pyproject.toml $(VENV)/pyvenv.cfg
	@echo "setting up $(ENGINES) …"
	@$(BIN)/python -m venv $(ENGINES)
	@$(ENGINES)/bin/python -m pip --quiet --disable-pip-version-check install -e '.[html,arrow,batch,spark,ray]' pytest
	@touch $@
