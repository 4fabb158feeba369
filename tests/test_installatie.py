"""What installs the product: every version is pinned, and no file names a download address."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from hulp import WORTEL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"([A-Za-z0-9._-]+)==([0-9][0-9a-z.+]*)( ; .+)?")


def lines() -> list[str]:
    text = (WORTEL / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pinned() -> set[str]:
    return {canonicalize_name(line.split("==")[0]) for line in lines()}


def declared() -> list[Requirement]:
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))
    texts = project["build-system"]["requires"] + project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        texts += extra
    return [Requirement(text) for text in texts]


def wanted() -> set[str]:
    """The names of all that this interpreter installs for the project, also indirectly."""
    seen: set[tuple[str, str]] = set()
    todo = declared()
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras} - {extra for other, extra in seen if other == name}:
            seen.add((name, extra))
            todo += [
                needed
                for needed in map(Requirement, _requires(name))
                if needed.marker is None or needed.marker.evaluate({"extra": extra})
            ]
    return {name for name, _ in seen}


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []  # a build backend is not installed; what it needs itself cannot be seen here


def test_constraints_hold_exact_versions_and_nothing_else() -> None:
    wrong = [line for line in lines() if not PIN.fullmatch(line)]
    assert not wrong
    assert len(pinned()) == len(lines())


def test_every_dependency_is_pinned() -> None:
    assert sorted(wanted() - pinned()) == []


@pytest.mark.parametrize(
    "name", ["constraints.txt", "pyproject.toml", "Makefile", ".ci/run", ".pre-commit-config.yaml"]
)
def test_no_download_address(name: str) -> None:
    text = (WORTEL / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|git\+|--(extra-)?index-url|find-links", text)
