"""Files of lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path


def write_lines(path: Path, rows: Iterable[object], bom: bool = False) -> None:
    """Write each row as a line of JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8-sig" if bom else "utf-8")
