# make run    the editor on the sample bracket (with no display: fuses it, and says where the files are)
#             FILES="a.jpg b.jpg c.jpg" opens your own; quote names with spaces twice: FILES="'my house/a.jpg' …"
# make test   all tests: the core with no Qt, some hostile files, then the window on a virtual display
# make fuzz   hostile files by the thousand: a quarter of an hour, for the night
# make lint   style, types and the rules between the packages
# make soak   two thousand random actions on a real window: a quarter of an hour, for the night
# make i18n   collects the texts of the window for translators, and compiles the translations
# make bench  how fast this machine is
# make clean  removes everything that can be made again, the virtual environment included
#
# PYTHON=…    the Python to use (3.10 or later)     TORCH=…    which PyTorch: see packaging/bootstrap.sh

PYTHON ?= python3
TORCH ?=
FILES ?=
PYTEST_ARGS ?=
BIN := .venv/bin
# One worker for each core, and one thread for each worker: two threads each would be in one another's way.
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal
SETUP := PYTHON="$(PYTHON)" TORCH="$(TORCH)" bash packaging/bootstrap.sh

.PHONY: help run setup dev test test-core test-fuzz test-app fuzz soak lint i18n bench clean
.NOTPARALLEL:

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

setup:
	@$(SETUP) run

dev:
	@$(SETUP) dev

run: setup
	@$(BIN)/python packaging/run.py $(FILES)

test: test-core test-fuzz test-app

# tests/without_qt holds a PySide6 that cannot be imported, for the tests and for every program they start.
test-core: dev
	PYTHONPATH=tests/without_qt $(PYTEST) tests/core -p no:pytest-qt -p no:xvfb $(PYTEST_ARGS)

test-fuzz: dev
	PYTHONPATH=tests/without_qt $(BIN)/python -m pytest tests/fuzz -p no:pytest-qt -p no:xvfb $(PYTEST_ARGS)

fuzz: dev
	PYTHONPATH=tests/without_qt $(BIN)/python -m pytest tests/fuzz -p no:pytest-qt -p no:xvfb --cases 8000 $(PYTEST_ARGS)

soak: dev
	@mkdir -p out
	$(BIN)/python tests/app/soak.py --actions 2000 --out out/soak.json

test-app: dev
	QT_QPA_PLATFORM=xcb $(PYTEST) tests/app $(PYTEST_ARGS)

lint: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

i18n: dev
	$(BIN)/python packaging/translations.py

bench: setup
	@mkdir -p out
	$(BIN)/mef bench --out out/bench.json

clean:
	rm -rf .venv build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find mefcore app resources tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
	find mefcore -name '*.so' -delete
