"""What ships beside us: licences, floors above fixed versions, advisories that have no fix."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.version import Version

from tools.wheel import ROOT, allowed, licences, locked

# The first versions without the faults that SECURITY.md names.
FIXED = {"starlette": "1.3", "pypdf": "6.16.1", "jinja2": "3.1.6", "h11": "0.16", "httpcore": "1.0.9", "lxml": "6.1"}


def declared() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [Requirement(each) for each in project["dependencies"]]
    return {each.name: each for each in found}


def test_every_licence_lets_everybody_use_the_package() -> None:
    found = licences()
    assert len(found) > 100
    assert [f"{name}: {licence}" for name, licence in found.items() if not allowed(licence)] == []
    for refused in ("GPL-3.0-only", "AGPL-3.0", "SSPL-1.0", "none stated", "Other/Proprietary License"):
        assert not allowed(refused)


def test_no_version_with_a_fault_that_is_fixed_can_be_installed() -> None:
    for name, fixed in FIXED.items():
        assert Version(locked()[name]) >= Version(fixed), name
        if name in declared():
            older = f"{Version(fixed).major}.0"
            assert not declared()[name].specifier.contains(older) or Version(older) >= Version(fixed), name
            assert declared()[name].specifier.contains(locked()[name]), name


def test_each_locked_package_fits_what_is_declared() -> None:
    versions = locked()
    for name, requirement in declared().items():
        assert requirement.specifier.contains(versions[name], prereleases=True), requirement


def test_each_locked_package_has_its_digests() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[\w.-]+==)", lock.strip()):
        assert "--hash=sha256:" in block, block[:60]


def test_advisories_are_named() -> None:
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for name in (*FIXED, "chromadb"):
        assert f"`{name}`" in said, name
