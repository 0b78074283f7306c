"""Answers as a file: Markdown, JSON, or HTML; what `/export` writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from assistant.errors import SettingsError
from assistant.interfaces.render.export_html import page
from assistant.interfaces.render.export_markdown import markdown
from assistant.jsonable import json_text, to_json
from assistant.text.small_files import write_whole
from assistant.types import Answer

Format = Literal["md", "html", "json"]
FORMATS: tuple[Format, ...] = ("md", "html", "json")


def write_export(answers: Sequence[Answer], kind: Format, target: Path, *, force: bool = False) -> None:
    """Write answers to a file, whole or not at all; over another one only with `force`.

    Raises SettingsError when it cannot be written.
    """
    if kind == "md":
        text = markdown(answers)
    elif kind == "html":
        text = page(answers)
    else:
        content = to_json(answers[0]) if len(answers) == 1 else to_json(answers)
        text = json_text(content, indent=2) + "\n"
    try:
        write_whole(target, text, force=force)
    except FileExistsError:
        raise SettingsError(f"{str(target)!r} exists already; name another file, or replace it with --force") from None
    except OSError as error:
        raise SettingsError(f"cannot write {str(target)!r} ({error.strerror}); name another file") from None
