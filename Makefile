# GNU make and a POSIX shell. `make` alone shows what there is to choose.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m

# Versions come from constraints.txt, also those of the build backend: pip up to 25.2 reads
# PIP_CONSTRAINT while it builds, later versions read PIP_BUILD_CONSTRAINT. The paths are
# relative because pip cuts these values at spaces.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export UV_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The tests see what a newcomer's shell has, whatever ours holds (PYTHONUNBUFFERED, PYTHONPATH,
# LC_ALL, ...). With CI an absent LibreOffice or Chromium is a failure; a variable that is not there
# stays away.
KAAL := env -i PATH="$$PATH" HOME="$$HOME" $${LANG:+LANG="$$LANG"} $${TMPDIR:+TMPDIR="$$TMPDIR"} \
    $${CI:+CI="$$CI"}

.PHONY: help overzicht test test-lang metingen controle opdrachten mutaties beelden wheel bundel schoon
.DEFAULT_GOAL := help

help:
	@echo 'make overzicht  verdeel 2027, 2028 en 2029 en schrijf het landelijke werkboek in reports/'
	@echo 'make test       draai de gewone tests'
	@echo 'make test-lang  draai de lange tests: duizend beschadigde bestanden, honderd afgebroken runs'
	@echo 'make metingen   meet snelheid en geheugen en schrijf docs/metingen.md (een kwartier)'
	@echo 'make controle   controleer stijl, typen, kamers, gegevens en verdeelsleutels'
	@echo 'make opdrachten schrijf docs/opdrachten.md opnieuw, uit de hulp van elke opdracht'
	@echo 'make mutaties   zet kleine fouten in de rekenende modules; duurt uren (docs/mutaties.md)'
	@echo 'make beelden    maak de plaatjes van de handleiding opnieuw (LibreOffice, poppler en Chromium)'
	@echo 'make wheel      bouw in dist/ het installatiebestand (.whl) om door te geven'
	@echo 'make bundel     bouw in dist/ een map die zonder Python werkt, en probeer die'
	@echo 'make schoon     verwijder .venv en tussenbestanden; reports/ blijft staan'

overzicht: $(VENV)/.klaar
	@$(RUN) azwa_funds overzicht --landelijk --uit reports

test: $(VENV)/.klaar
	@$(KAAL) $(RUN) pytest

test-lang: $(VENV)/.klaar
	@$(KAAL) $(RUN) pytest -m lang

metingen: $(VENV)/.klaar
	@$(RUN) benchmarks --schrijf

controle: $(VENV)/.klaar
	@$(RUN) ruff check --quiet .
	@$(RUN) ruff format --check --quiet .
	@$(RUN) mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo importlinter.ini
	@$(VENV)/bin/complexipy
	@$(RUN) azwa_funds controleer
	@$(VENV)/bin/python docs/maken/datapackage_json.py --controle

opdrachten: $(VENV)/.klaar
	@$(VENV)/bin/python docs/maken/opdrachten_md.py

# cosmic-ray says which faults there are; nothing else needs it, so nothing else installs it.
mutaties: $(VENV)/.klaar
	@$(RUN) pip install --quiet cosmic-ray==8.7.0 2>/dev/null || \
	    uv pip install --quiet --python $(VENV) cosmic-ray==8.7.0
	@$(VENV)/bin/python docs/maken/mutaties.py

beelden: $(VENV)/.klaar
	@$(VENV)/bin/python docs/maken/beelden.py

# A virtual environment that uv made has no pip; then uv builds the wheel.
wheel: $(VENV)/.klaar
	@$(RUN) pip wheel --quiet --no-deps --wheel-dir dist . 2>/dev/null || \
	    uv build --quiet --wheel --out-dir dist
	@ls dist/*.whl

# In an environment of its own: what the tests need is no part of the program.
bundel:
	@rm -rf .venv-bundel dist/azwa-funds && $(PYTHON) -m venv .venv-bundel
	@.venv-bundel/bin/python -m pip install --quiet . pyinstaller==6.22.3
	@env -u PYTHONPATH .venv-bundel/bin/pyinstaller --noconfirm --log-level WARN --workpath build \
	    --distpath dist docs/maken/bundel/azwa-funds.spec
	@$(PYTHON) docs/maken/bundel/proef.py dist/azwa-funds

schoon:
	@rm -rf $(VENV) .venv-bundel build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .complexipy_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment is made anew whenever what it should hold has changed. Each way of
# making one is tried in turn and starts from nothing; what pip says is shown only if it fails.
# A Debian without python3-venv lacks only pip: there Debian's own package of it is unpacked
# inside the environment, and the system stays as it is.
$(VENV)/.klaar: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo 'Dit programma heeft Python 3.11 of nieuwer nodig, maar "$(PYTHON)" is dat niet;' \
	        'installeer het of wijs het aan, bijvoorbeeld: make PYTHON=python3.12.' >&2; \
	    exit 1; \
	}
	@echo 'De virtuele omgeving .venv wordt gemaakt; dat duurt ongeveer een minuut.'
	@log=$$(mktemp) && trap 'rm -f "$$log"' EXIT && exec 3>&2 >"$$log" 2>&1; \
	with_venv() { $(PYTHON) -m venv $(VENV); }; \
	with_virtualenv() { $(PYTHON) -m virtualenv $(VENV); }; \
	with_uv() { uv venv --python '$(PYTHON)' $(VENV); }; \
	with_debian() { \
	    $(PYTHON) -m venv --without-pip $(VENV) && mkdir $(VENV)/deb && cd $(VENV)/deb && \
	        { apt-get download python3-pip-whl || \
	            { apt-get update && apt-get download python3-pip-whl; }; } && \
	        dpkg -x python3-pip-whl_*.deb . && \
	        wheel=$$(echo usr/share/python-wheels/pip-*.whl) && \
	        ../bin/python $$wheel/pip install --isolated --no-index $$wheel && rm -r ../deb; \
	}; \
	for way in venv virtualenv uv debian none; do \
	    rm -rf $(VENV); \
	    if [ $$way = none ] || (with_$$way); then break; fi; \
	done; \
	case $$way in \
	    none) \
	        echo 'Er kan geen virtuele omgeving worden gemaakt; herstel dat met:' \
	            'apt-get install python3-venv.' >&3; \
	        exit 1;; \
	    uv) uv pip install --python $(VENV) -c constraints.txt -e '.[test]';; \
	    *) $(RUN) pip install -e '.[test]';; \
	esac || { \
	    cat "$$log" >&3; \
	    echo 'Installeren is niet gelukt; de reden staat hierboven.' >&3; \
	    exit 1; \
	}
	@touch $@
