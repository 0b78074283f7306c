"""What a brief has so far, on disk: a killed run goes on where it was. One line of JSON for the plan and each slice."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.briefs.notes import Noted
from assistant.briefs.plan import Plan
from assistant.errors import SettingsError
from assistant.text.small_files import read_small

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_MOST_BYTES = 50_000_000
_LONGEST_PLAN = 1_000_000  # bytes


class Kept:
    """The steps of one brief. `plan` and `notes` are what an earlier run left."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.plan: Plan | None = None
        self.notes: dict[int, Noted] = {}
        self._read()

    def begin(self, plan: Plan) -> None:
        """Keep a plan, in the place of whatever was there. Raises SettingsError when it cannot be written."""
        self.plan, self.notes = plan, {}
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritten(error) from None
        self._add(_plans().dump_json(plan))

    def add(self, noted: Noted) -> None:
        """Keep the notes of a slice. Raises SettingsError when they cannot be written."""
        self.notes[noted.number] = noted
        self._add(_noted().dump_json(noted))

    def forget(self) -> None:
        """The brief is done."""
        self.file.unlink(missing_ok=True)

    def _read(self) -> None:
        """Read what is whole: a run that was killed while it wrote leaves half a line."""
        try:
            with self.file.open("rb") as opened:
                first, *others = opened.read(_MOST_BYTES).split(b"\n")
            self.plan = _plans().validate_json(first)
        except (OSError, ValueError):
            return
        for line in filter(None, others):
            with suppress(ValueError):
                noted = _noted().validate_json(line)
                if noted.number < len(self.plan.slices):
                    self.notes[noted.number] = noted

    def _add(self, line: bytes) -> None:
        """Write a line; a break before it ends what a killed run left."""
        try:
            with self.file.open("ab") as opened:
                opened.write((b"\n" if opened.tell() else b"") + line)
                opened.flush()
                os.fsync(opened.fileno())
        except OSError as error:
            raise self._unwritten(error) from None

    def _unwritten(self, error: OSError) -> SettingsError:
        return SettingsError(f"cannot write {str(self.file)!r} ({error.strerror}); set data_dir to another folder")


def file_of(data: Path, *parts: object) -> Path:
    """Where a brief is kept of which `parts` say all that it depends on."""
    name = hashlib.sha256("\n".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return data / "briefs" / f"{name}.jsonl"


def read_plan(file: Path) -> Plan:
    """A plan that a person may have changed. Raises SettingsError when the file is none."""
    try:
        return _plans().validate_json(read_small(file, _LONGEST_PLAN, follow=True))
    except OSError as error:
        raise SettingsError(f"cannot read {str(file)!r} ({error.strerror})") from None
    except ValueError:
        raise SettingsError(f"{str(file)!r} is not a plan; `assistant brief --show-plan TOPIC` prints one") from None


@cache
def _plans() -> TypeAdapter[Plan]:
    from pydantic import TypeAdapter

    return TypeAdapter(Plan)


@cache
def _noted() -> TypeAdapter[Noted]:
    from pydantic import TypeAdapter

    return TypeAdapter(Noted)
