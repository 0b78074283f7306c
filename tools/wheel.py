"""Builds the wheel twice, compares the bytes, and puts into it a list of what it needs to run (CycloneDX, PEP 770).

    python -m tools.wheel [cyclonedx-py]        into dist/ (`make wheel`)

The list has every package of requirements.lock with its digests, from cyclonedx-py, and its licence as installed here.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SBOM = "sbom.cdx.json"
_TARGET = '[tool.hatch.build.targets.wheel]\npackages = ["assistant"]'
_LOCKED = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
_PERMISSIVE = re.compile(r"MIT|Apache|BSD|ISC|PSF|Python Software Foundation|Zlib|CC0|Unlicense|HPND|CNRI")
_UNCHANGED = re.compile(r"MPL|Mozilla")  # asks for nothing where a library is used as it is


def main(*arguments: str) -> int:
    """Write dist/*.whl and dist/sbom.cdx.json; the exit status, 0 when all is well."""
    if refused := [f"{name}: {licence}" for name, licence in licences().items() if not allowed(licence)]:
        print("licences that are not allowed:", *refused, sep="\n  ")
        return 1
    sbom = _sbom(arguments[0] if arguments else "cyclonedx-py")
    target = ROOT / "dist"
    target.mkdir(exist_ok=True)
    (target / _SBOM).write_text(sbom, encoding="utf-8")
    first, second = (_built(sbom) for _ in range(2))
    if first != second:
        print("the two wheels differ; a file of the checkout must have changed")
        return 1
    name, content = first
    (target / name).write_bytes(content)
    print(f"dist/{name}  sha256 {hashlib.sha256(content).hexdigest()}  (built twice, the same bytes)")
    return 0


def locked() -> dict[str, str]:
    """The packages that the program needs to run, and their versions."""
    return dict(_LOCKED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))


def licences() -> dict[str, str]:
    """The licence of each of these packages that is installed here, as its maker states it."""
    found = {}
    for name in locked():
        try:
            said = distribution(name).metadata
        except PackageNotFoundError:
            continue  # of another platform
        classified = [each for each in said.get_all("Classifier") or () if each.startswith("License ::")]
        found[name] = (
            said.get("License-Expression")
            or ", ".join(each.rpartition(" :: ")[2] for each in classified)
            or (said.get("License") or "none stated").partition("\n")[0]
        )
    return found


def allowed(licence: str) -> bool:
    """Whether a licence lets everybody use the package, in a closed product too."""
    return bool(_PERMISSIVE.search(licence) or _UNCHANGED.search(licence))


def _sbom(tool: str) -> str:
    command = [tool, "requirements", "--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON"]
    done = subprocess.run([*command, "requirements.lock"], cwd=ROOT, check=True, capture_output=True, text=True)
    content = json.loads(done.stdout)
    known = licences()
    for component in content["components"]:
        component.pop("description", None)  # a line of the lock, with the digests that stand beside it
        if licence := known.get(component["name"]):
            component["licenses"] = [{"license": {"name": licence}}]
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def _built(sbom: str) -> tuple[str, bytes]:
    """Build what is committed, in a folder of its own; the wheel's name and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        about = place / "pyproject.toml"
        text = about.read_text(encoding="utf-8")
        if _TARGET not in text:
            raise SystemExit("pyproject.toml does not say where the wheel's packages are as this tool expects it")
        about.write_text(text.replace(_TARGET, f'{_TARGET}\nsbom-files = ["{_SBOM}"]'), encoding="utf-8")
        (place / _SBOM).write_text(sbom, encoding="utf-8")
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", f"{folder}/out", folder]
        subprocess.run(build, check=True, capture_output=True, env={"PATH": "", "SOURCE_DATE_EPOCH": "315532800"})
        (wheel,) = (place / "out").glob("*.whl")
        return wheel.name, wheel.read_bytes()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
