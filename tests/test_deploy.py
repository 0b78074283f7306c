"""The files in deploy/ as far as they can be checked without an engine: they parse, and fit the program's flags."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from assistant.interfaces.cli.main import app
from assistant.settings import Settings

DEPLOY = Path(__file__).parent.parent / "deploy"
STEPS = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text(encoding="utf-8")).splitlines()
TEMPLATES = sorted((DEPLOY / "helm/templates").glob("*.yaml"))
VALUES = yaml.safe_load((DEPLOY / "helm/values.yaml").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
CADDY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def rendered(template: Path) -> list[Any]:
    """A template with its values in place. Raises KeyError for a value that is not in values.yaml."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name == ".Release.Name":
            return "archive"
        here: Any = VALUES
        for part in name.removeprefix(".Values.").split("."):
            here = here[part]
        return (
            str(here)
            if found[2] is None and not isinstance(here, dict)
            else yaml.safe_dump(here, default_flow_style=True).strip()
        )

    text = re.sub(r"\{\{ (\.[\w.]+)( \| \w+)? \}\}", value, template.read_text(encoding="utf-8"))
    assert "{{" not in text
    return list(yaml.safe_load_all(text))


def checked(arguments: list[str]) -> None:
    """Fail where the program has no such command, or the command no such flag."""
    command = get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
    known = {flag for parameter in command.params for flag in parameter.opts}
    for each in arguments[1:]:
        assert not each.startswith("--") or each.partition("=")[0] in known, each


def test_the_image_is_built_in_stages_and_runs_as_nobody_of_importance() -> None:
    words = [line.split() for line in STEPS if line and not line.startswith("#")]
    kinds = [line[0] for line in words]
    assert kinds.count("FROM") == 2
    last = kinds[len(kinds) - 1 - kinds[::-1].index("FROM") :]
    assert last.index("USER") < last.index("ENTRYPOINT")
    assert next(line[1] for line in words if line[0] == "USER").split(":")[0].isdigit()
    assert "HEALTHCHECK" in last
    assert not any(line[0] == "ADD" for line in words)
    for line in words:
        if line[0] == "COPY" and not line[1].startswith("--from"):
            for each in line[1:-1]:
                assert (DEPLOY.parent / each).exists(), each
    checked([each.strip('",[]') for each in next(line for line in words if line[0] == "CMD")[1:]])
    for name in re.findall(r"ASSISTANT_(\w+)=", "\n".join(STEPS)):
        assert name.lower() in Settings.model_fields


def test_compose_runs_commands_that_there_are_and_writes_only_to_volumes() -> None:
    services = COMPOSE["services"]
    ours = {name: each for name, each in services.items() if each.get("image") == "assistant"}
    assert {"writer", "server-1", "server-2"} == set(ours)
    for name, each in ours.items():
        checked(each["command"])
        assert each["read_only"], name
        assert {
            key.removeprefix("ASSISTANT_").lower() for key in each["environment"] if key.startswith("ASSISTANT_")
        } <= set(Settings.model_fields)
    mounted = {
        volume.split(":")[0]
        for each in services.values()
        for volume in each["volumes"]
        if not volume.startswith((".", "$"))
    }
    assert mounted == set(COMPOSE["volumes"])
    assert all(f"{name}:8000" in CADDY for name in ours if name.startswith("server"))
    assert "health_uri /readyz" in CADDY


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_the_chart_fits_its_values_and_the_program(template: Path) -> None:
    for each in rendered(template):
        assert {"apiVersion", "kind", "metadata"} <= each.keys()
        spec = each["spec"]
        pod = (spec.get("template") or spec.get("jobTemplate", {}).get("spec", {}).get("template") or {}).get("spec")
        if pod is None:
            continue
        assert pod["securityContext"]["runAsNonRoot"]
        for container in pod["containers"]:
            checked(container["args"])
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert {volume["name"] for volume in pod["volumes"]} == {
                mount["name"] for mount in container["volumeMounts"]
            }
        stop = pod.get("terminationGracePeriodSeconds", 30)
        assert stop > VALUES["servers"]["drain"] + 5 or each["kind"] == "CronJob"
