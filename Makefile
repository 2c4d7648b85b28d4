# Tipbrief. `make briefs` builds the briefs and `make test` tests the project; both first make .venv and see that
# the system libraries are there. `make help` lists the rest. Needs Linux, bash, git, make, python3 and python3-venv.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DELETE_ON_ERROR:
.PHONY: help briefs test test-system check format clean distclean setup libraries
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Without bytecode each start of Snakemake takes six seconds.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := python3
CORES := all
TESTS :=
PY := .venv/bin/python
# Settings count only when they are typed after `make`: names like WORK may mean something else in an environment.
GIVEN := $(foreach name,CORPUS REPORTS WORK COUNTRIES LANGUAGES,$(if $(findstring command,$(origin $(name))),$(name)))

help:
	echo "make briefs       build every brief of the corpus (CORES=4 CORPUS=dir REPORTS=dir WORK=dir COUNTRIES=KGZ,KAZ LANGUAGES=en)"
	echo "make test         run the tests (TESTS='tests/documents -k pdf' narrows them)"
	echo "make test-system  run the tests that need a real part: browser, Slurm, mail server, cron"
	echo "make check        ruff, mypy, snakefmt, snakemake --lint, and whether each translation is whole"
	echo "make format       let ruff and snakefmt mend what they can"
	echo "make clean        delete what the workflow wrote in data/ and reports/; releases stay"
	echo "make distclean    and .venv"

briefs: setup
	mkdir -p .snakemake
	exec 9> .snakemake/tipbrief.lock
	flock -n -E 75 9 || { echo "Another build runs in this folder; wait until it ends." >&2; exit 75; }
	settings=()
	for name in $(GIVEN); do settings+=("$${name,,}=$${!name}"); done
	snakemake=($(PY) -m snakemake --cores $(CORES))
	# A killed run leaves Snakemake's own lock. Under ours it is stale, unless somebody runs snakemake by hand here.
	if compgen -G '.snakemake/locks/*' > /dev/null; then
	  for process in /proc/[0-9]*; do
	    if [ "$$process/cwd" -ef . ] && grep -qaE -- 'bin/snakemake|-m.snakemake' "$$process/cmdline" 2> /dev/null && [ "$$process" != "/proc/$$$$" ]; then
	      echo "Another build runs in this folder (process $${process#/proc/}); wait until it ends." >&2
	      exit 75
	    fi
	  done
	  rm -f .snakemake/locks/*
	fi
	run() { "$${snakemake[@]}" "$$@" $${settings:+--config "$${settings[@]}"}; }
	plain() { grep -vE 'for setting default|^Config file .* is extended' || true; }
	{ run -q all 2>&1 >&3 | plain | tee .snakemake/errors >&2; } 3>&1 | tee .snakemake/output || {
	  # -q all is silent about a configuration or a rule file that cannot be read; a dry run says it.
	  [ -s .snakemake/errors ] || run --dry-run -q progress reason rules host 2>&1 | plain >&2 || true
	  echo "make briefs: not everything could be built; the sentences above say what to mend." >&2
	  exit 1
	}
	if [ ! -s .snakemake/output ]; then
	  work=$$(sed -n 's/^work: *\([^ #]*\).*/\1/p' config/config.yaml)
	  [[ " $(GIVEN) " != *" WORK "* ]] || work=$$WORK
	  echo "Nothing to do: no document, setting, template or rule changed since the last build."
	  tail -n 3 "$$work/review/summary.txt" 2> /dev/null || true
	fi

test: setup
	$(PY) -m pytest -n auto $(TESTS) || { echo "make test: a test fails; its name and its assertion stand above." >&2; exit 1; }

test-system: setup
	status=0
	$(PY) -m pytest -m system $(TESTS) || status=$$?
	case $$status in
	  0) ;;
	  5) echo "No test marked \`system\` is among these: no real part was tried." ;;
	  *) echo "make test-system: a test fails; its name and its assertion stand above." >&2; exit 1 ;;
	esac

check: setup .venv/check
	failed=""
	for tool in "ruff check ." "ruff format --check ." mypy "snakefmt --check Snakefile rules" "snakemake --lint" "tipbrief translations --check"; do
	  echo "== $$tool"
	  $(PY) -m $$tool || failed+=", $$tool"
	done
	[ -z "$$failed" ] || { echo "make check: to mend: $${failed#, } (\`make format\` mends layout)." >&2; exit 1; }

format: setup .venv/check
	$(PY) -m ruff check --fix . || true
	$(PY) -m ruff format .
	$(PY) -m snakefmt Snakefile rules

clean:
	rm -rf data/{documents,observations,series,briefs,review,verdict,done,sums,made_with,logs,corpora,tipbrief.lock} reports/{briefs,data,review.html} .snakemake
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	rm -rf .*_cache .hypothesis *.egg-info

distclean: clean
	rm -rf .venv

# The system libraries are fetched while pip works.
setup:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || {
	  echo "Tipbrief needs Python 3.11 or newer, and \`$(PYTHON)\` is not; name another: make briefs PYTHON=python3.12" >&2
	  exit 1
	}
	$(MAKE) -j2 libraries .venv/ready 2>&1 | { grep -v '^make\[' || true; } >&2

libraries:
	missing=$$($(PYTHON) -IS tipbrief/libraries.py | xargs)
	[ -n "$$missing" ] || exit 0
	say="WeasyPrint needs system libraries that are not here"
	command -v apt-get > /dev/null || { echo "$$say: install what your system calls $$missing." >&2; exit 1; }
	as_root=()
	if [ "$$(id -u)" != 0 ]; then
	  sudo -n true 2> /dev/null || { echo "$$say; as root, run: apt-get install $$missing" >&2; exit 1; }
	  as_root=(sudo -n)
	fi
	echo "Installing $$missing (once) ..."
	as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
	words=$$({ "$${as_root[@]}" update && "$${as_root[@]}" install -y --no-install-recommends $$missing; } 2>&1) || {
	  tail -n 3 <<< "$$words" >&2
	  echo "apt-get could not install them; as root, run: apt-get install $$missing" >&2
	  exit 1
	}

# pip's own compiling takes one core and compiles the packages' tests too, so it is done apart. The pins are complete,
# hence no resolving (--no-deps). The pip of an old Python takes twice as long, so the pinned one comes first.
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input --no-compile --no-deps --require-hashes --retries 2
COMPILE := $(PY) -m compileall -qq -j 0 -x '/tests/|/pip/'
OFFLINE := echo "The packages could not be installed: pip's words stand above. Is the network there? A mirror is set with PIP_INDEX_URL." >&2

.venv/ready: requirements.txt
	echo "Installing the Python packages into .venv (once) ..."
	words=$$($(PYTHON) -m venv --clear .venv 2>&1) || {
	  tail -n 3 <<< "$$words" >&2
	  echo "No .venv could be made; on Debian, as root, run: apt-get install python3-venv" >&2
	  exit 1
	}
	$(PIP) -r <(awk '/^[a-z]/ { wanted = /^pip==/ } wanted' requirements.txt) && $(PIP) -r requirements.txt || { $(OFFLINE); exit 1; }
	$(COMPILE) .venv/lib tipbrief || true
	printf '%s\n' '#!/bin/sh' 'root=$$(cd "$$(dirname "$$0")/../.." && pwd)' \
	  'PYTHONPATH="$$root" exec "$$root/.venv/bin/python" -m tipbrief "$$@"' > .venv/bin/tipbrief
	chmod +x .venv/bin/tipbrief
	touch $@

.venv/check: requirements-check.txt .venv/ready
	$(PIP) -r requirements-check.txt || { $(OFFLINE); exit 1; }
	$(COMPILE) .venv/lib || true
	touch $@
