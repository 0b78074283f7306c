"""The words of the calendar: names of months and weekdays, units of time and their parts, decades, directions."""

from __future__ import annotations

from assistant.calendar import PartOfTime, Unit

MONTH_NAMES = tuple(
    "january february march april may june july august september october november december".split()
)  # fmt: skip
WEEKDAY_NAMES = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
# Capitalised, and yet names of nobody.
CALENDAR_WORDS = frozenset((*MONTH_NAMES, *WEEKDAY_NAMES))
# English names and their abbreviations; January is 1, Monday is 0.
MONTHS = {form: n for n, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])} | {"sept": 9}
WEEKDAYS = {form: n for n, name in enumerate(WEEKDAY_NAMES) for form in (name, name[:3])}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
# Month and weekday words that are also given names, verbs or other nouns.
AMBIGUOUS = frozenset("may march mar april june august jan jun dec sun sat mon wed fri thu".split())
YEAR = r"(?:1[5-9]|20|21)\d\d"  # of which news and names of files speak, as a pattern
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first months
UNITS: dict[str, Unit] = {
    "day": "day", "days": "day", "weekend": "weekend", "weekends": "weekend", "week": "week", "weeks": "week",
    "fortnight": "fortnight", "fortnights": "fortnight", "month": "month", "months": "month",
    "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
    "decade": "decade", "decades": "decade", "century": "century", "centuries": "century",
}  # fmt: skip
PARTS: dict[str, PartOfTime] = {
    "early": "early", "late": "late", "mid": "mid", "beginning": "beginning", "start": "beginning",
    "middle": "middle", "end": "end", "close": "end", "outset": "beginning",
}  # fmt: skip
DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "tens": 10, "noughties": 0, "naughties": 0, "aughts": 0, "hundreds": 0,
}  # fmt: skip
# Of "this week", "last week" and "next week": how many weeks from the current one.
DIRECTIONS = (
    dict.fromkeys("this current present".split(), 0)
    | dict.fromkeys("last previous past preceding prior".split(), -1)
    | dict.fromkeys("next coming upcoming following".split(), 1)
)
