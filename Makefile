# The two commands to know: `make run` and `make test`. All of them install what they need first.
PORT ?= 8000
DATA ?= ./data
UV := .ci/uv
BIN := .venv/bin
WORDS := $(wildcard translations/*/LC_MESSAGES/messages.po)

ON_EVERY_CORE := -n logical --dist worksteal
# some of the long ones wait for operators and browsers most of their time: one more than there are cores
AND_ONE_MORE := -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --dist worksteal

# Some machines tell Python to keep nothing compiled: each of the dozens of programs that the tests start would
# compile the house anew.
test sure bench battery: export PYTHONDONTWRITEBYTECODE :=

.PHONY: run ready test sure static bench battery
.DEFAULT_GOAL := run

# A demo: embedded PostgreSQL, demo seals, portal and worker; everything it keeps is in DATA. Ctrl-C ends it.
run: .venv/ready-to-run $(WORDS:.po=.mo)
	@OKIENKO_DEMO=1 exec $(BIN)/okienko run --port $(PORT) --data $(DATA)

# For an office, as root: all that a start would else do anew each time, because the service may not write here.
ready: .venv/ready-to-run $(WORDS:.po=.mo)
	@$(BIN)/python -m compileall -q -j 0 backoffice casework forms_catalog mail okienko pages portal sms

# Everything: static checks, then every test, crash accounting and browsers included.
test: .venv/ready-to-test $(WORDS:.po=.mo)
	@.ci/test-tools
	@$(MAKE) --no-print-directory static
	$(BIN)/pytest $(AND_ONE_MORE)

# Before each commit.
sure: .venv/ready-to-test $(WORDS:.po=.mo)
	@$(MAKE) --no-print-directory static
	$(BIN)/pytest $(ON_EVERY_CORE) -m "not slow"

static:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(UV) lock --check --quiet

# CPU and rate of a form page and of a submission beside the ceilings of this machine; queue and name search
# over so many cases; a question to the search; what all forms together cost. A million takes minutes to make: make bench CASES="10000 1000000".
CASES ?= 10000 100000
bench: .venv/ready-to-test $(WORDS:.po=.mo)
	$(BIN)/python -m bench; first=$$?; $(BIN)/python -m bench.queue_and_search $(CASES); second=$$?; \
	$(BIN)/python -m bench.messages && $(BIN)/python -m bench.search && $(BIN)/python -m bench.catalogue \
	&& exit $$((first + second))

# The long edition of the tests: one line of JSON a row; about an hour. Some rows: make battery ROWS="R3 R10".
battery: .venv/ready-to-test $(WORDS:.po=.mo)
	@.ci/test-tools faketime:faketime
	-@$(UV) sync --quiet --frozen --inexact --group battery
	$(BIN)/python -m bench.battery $(ROWS)

.venv/ready-to-run: pyproject.toml uv.lock
	$(UV) sync --frozen --no-dev --inexact --compile-bytecode
	@touch $@

.venv/ready-to-test: pyproject.toml uv.lock
	$(UV) sync --frozen --inexact --compile-bytecode
	@touch $@ .venv/ready-to-run

# in one step: a program that starts meanwhile reads the whole old or the whole new file
%.mo: %.po .venv/ready-to-run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $*.$$PPID.mo && mv $*.$$PPID.mo $@
