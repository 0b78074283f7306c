"""Write assistant/dates/names.txt: the names of months and weekdays in the languages of Unicode's CLDR.

    python -m tools.calendar_words

Babel holds the CLDR data (Unicode licence). Of each language the wide and the abbreviated names are taken, as
they stand in dates and alone. The program reads the file alone, so that Babel's 33 MB are not loaded.
"""

from __future__ import annotations

from pathlib import Path

import babel
from babel import Locale

TARGET = Path(__file__).parent.parent / "assistant" / "dates" / "names.txt"
LANGUAGES = (
    "en de fr es it pt nl sv da nb fi is pl cs sk sl hr sr sr_Latn mk bg ru uk be hu ro el tr az sq et lv lt ca gl"
    " eu cy ar he fa ur hi bn ta th id ms sw af hy ka kk"
).split()
_KINDS = [(context, width) for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]


def rows() -> list[str]:
    """One row for each month (``m1`` …) and each weekday (``w0`` is Monday), its names behind it."""
    found: dict[str, set[str]] = {f"m{n}": set() for n in range(1, 13)} | {f"w{n}": set() for n in range(7)}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for letter, names in (("m", locale.months), ("w", locale.days)):
            for context, width in _KINDS:
                for number, shown in names[context][width].items():
                    name = shown.lower().strip().rstrip(".").removeprefix("de ").removeprefix("d’")
                    if len(name) >= (3 if name.isascii() else 2) and not any(sign.isdigit() for sign in name):
                        found[f"{letter}{number}"].add(name)
    # Words that are glued to a name: "in" of Hebrew, "the" of Thai.
    found |= {
        row: names | {name + "ที่" for name in names if row[0] == "w" and name.startswith("วัน")}
        for row, names in found.items()
    }
    found |= {row: names | {"ב" + name for name in names if "א" <= name[0] <= "ת"} for row, names in found.items()}
    return ["\t".join((row, *sorted(names))) for row, names in found.items()]


if __name__ == "__main__":
    head = f"# Written by tools/calendar_words.py from Unicode CLDR as in Babel {babel.__version__}. Do not edit."
    TARGET.write_text("\n".join([head, *rows()]) + "\n", encoding="utf-8")
