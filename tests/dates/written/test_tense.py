"""On which side of a document's day a weekday or a month lies: tense decides; where it is unsure nothing is said."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.dates.written.mentions import mentions_in
from assistant.types import DocumentDate

WEDNESDAY = DocumentDate(date(2021, 6, 16), "day", "header_line")
# A sentence, and the day or month that its last phrase means; "-" for none, and either of two where both are right.
SENTENCES = [
    ("More than half had been vaccinated by mid-April, the agency said.", "2021-04"),
    ("The plant had hired 300 people by March.", "2021-03"),
    ("The bridge will be open again by mid-April.", "2022-04"),
    ("By September, the firm will have closed four shops.", "2021-09"),
    ("By September, the firm had closed four shops.", "2020-09"),
    ("The minister told Radio 4's Today programme that he would stay.", "-"),
    ("He told Today that the plan was dead.", "-"),
    ("The report in USA Today named three men.", "-"),
    ("Today, the court freed him.", "2021-06-16"),
    ("He was freed today.", "2021-06-16"),
    ("The judge set a hearing for Jan. 27.", "2022-01-27"),
    ("The contract ended on Nov. 3, the company said.", "2020-11-03"),
    ("The licence was set to run out on Nov. 3.", "2021-11-03"),
    ("On Friday, the court will decide.", "2021-06-18"),
    ("On Friday, the court decided.", "2021-06-11"),
    ("By Friday, 12 people had died.", "2021-06-11"),
    ("The road is closed until Friday.", "2021-06-18"),
    ("The road will be closed until Friday.", "2021-06-18"),
    ("They have until Monday to pay.", "2021-06-21"),
    ("Residents must leave by Sunday.", "2021-06-20"),
    ("The Mail on Sunday said so.", "-"),
    ("It happened on a Friday.", "-"),
    ("She was born on Friday the 13th.", "-"),
    ("In 2015 he left the party. In September he came back.", "-"),
    ("In 2015 he left the party. On Sept. 4 he came back.", "-"),
    ("The war began in 2014. By July, both sides had lost.", "-"),
    ("He was arrested in July 2018 and freed in August.", "-"),
    ("The talks resumed on Monday after a week's pause.", "2021-06-14"),
    ("Voters go to the polls on Sunday.", "2021-06-20/-"),
    ("The summit opens on Thursday in Lund.", "2021-06-17/-"),
    ("The summit opened on Thursday in Lund.", "2021-06-10"),
    ("Schools reopen in September.", "2021-09/-"),
    ("Schools reopened in September.", "2020-09"),
    ("The company plans a new model in September.", "2021-09"),
    ("She was sworn in on Tuesday night.", "2021-06-15"),
    ("He played for the Sunday League side.", "-"),
    ("The next hearing is on July 7.", "2021-07-07"),
    ("The verdict is due on July 7.", "2021-07-07"),
    ("Rain fell on May 30 and 31.", "2021-05-30"),
    ("The festival runs from August 3.", "2021-08-03/-"),
    ("Applications close on Aug. 31.", "2021-08-31/-"),
    ("The firm expects a profit in October.", "2021-10"),
    ("The strike began in October.", "2020-10"),
    ("Tomorrow's World was a programme.", "-"),
    ("Police said they would search again on Saturday.", "2021-06-19"),
    ("Saturday's search found nothing.", "2021-06-12"),
    ("Saturday's match against Lund will be played in Sundby.", "2021-06-19"),
    ("He has been in custody since February.", "2021-02"),
    ("The ship sank off Lund in early May.", "2021-05"),
    ("The next president takes office in January.", "2022-01/-"),
]


@pytest.mark.parametrize(("sentence", "days"), SENTENCES)
def test_tense_decides(sentence: str, days: str) -> None:
    found = [each for each in mentions_in(sentence, WEDNESDAY) if "201" not in each.text]
    first = str(found[0].days.start) if found else "-"
    assert any(first == day if day == "-" else first.startswith(day) for day in days.split("/"))
