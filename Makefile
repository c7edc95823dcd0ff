# Everything that pubmd's own repository needs. `make sync` and `make test` set up whatever is missing.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
# What the end-to-end tests run: the real Jekyll with its kramdown and Liquid, and a real browser.
PACKAGES := jekyll jekyll-theme-minima ruby-kramdown-parser-gfm chromium chromium-driver libjs-mathjax

.PHONY: sync test soak bench bench-others docs venues screenshot lint format packages clean

sync: $(READY)
	$(BIN)/pubmd sync

test: $(READY) packages
	$(BIN)/pytest -n 2

# The same properties over many more examples, and what takes too long for every day.
soak: $(READY) packages
	PUBMD_EXAMPLES=20000 $(BIN)/pytest -n 2 tests/properties
	PUBMD_EXAMPLES=1000 $(BIN)/pytest tests/soak

# How fast it is, in about ten minutes: docs/benchmark.md with its tables anew. SIZES="100 1000 10000 100000" for more.
bench: $(READY)
	$(BIN)/python -m bench --keep $(if $(SIZES),--sizes $(SIZES))

# The same for what people would use instead; as root on Debian it installs them.
bench-others: $(READY)
	$(BIN)/python -m bench others --keep $(if $(SIZES),--sizes $(SIZES))

# The parts of docs/ that come from the code.
docs: $(READY)
	$(BIN)/python docs/generate.py

# What pubmd looks up in the list of venues, after a change of venues/venues.json.
venues: $(READY)
	$(BIN)/python venues/table.py

# The picture in the README.
screenshot: $(READY) packages
	$(BIN)/python -m tests.browser.screenshot

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The virtual environment, made anew whenever the dependencies change.
$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "pubmd needs Python 3.11 or later: install it, or say make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); \
		else echo "on Debian: sudo apt-get install python3-venv"; exit 1; fi; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q pubmd # as pip does it for what is not editable: a start need not wait for it
	@touch $@

# Debian's packages: installed where that is possible, named with their command elsewhere.
packages:
	@missing=""; for each in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$each 2>/dev/null | grep -q '^install ok installed' || missing="$$missing $$each"; done; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "the end-to-end tests need Debian's packages: sudo apt-get install$$missing"; fi

clean:
	rm -rf $(VENV) .pubmd build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
