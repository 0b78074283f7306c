from __future__ import annotations

import re
from pathlib import Path

import assistant
from assistant.dates.vocabulary import CALENDAR_WORDS, MONTHS, WEEKDAYS

PACKAGE = Path(assistant.__file__).parent


def test_names_and_abbreviations_lead_to_one_number() -> None:
    assert MONTHS["january"] == MONTHS["jan"] == 1
    assert MONTHS["september"] == MONTHS["sept"] == MONTHS["sep"] == 9
    assert WEEKDAYS["monday"] == WEEKDAYS["mon"] == 0
    assert sorted(set(MONTHS.values())) == list(range(1, 13))
    assert sorted(set(WEEKDAYS.values())) == list(range(7))
    assert len(CALENDAR_WORDS) == 19


def test_no_other_file_lists_the_months_or_the_days_of_the_week() -> None:
    listed = re.compile(r"february\W{1,8}march|tuesday\W{1,8}wednesday", re.IGNORECASE)
    files = [path for path in PACKAGE.rglob("*.py") if listed.search(path.read_text(encoding="utf-8"))]
    assert files == [PACKAGE / "dates" / "vocabulary.py"]
