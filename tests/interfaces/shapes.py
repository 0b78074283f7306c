"""What a model that is told what to say writes about the sample corpus: one reply for each shape of answer.

Quotes name no passage (`p` is left out), so that they hold wherever a passage stands in the request.
"""

from __future__ import annotations

QUESTION = "What is reported about the missiles and the talks?"
FACT = "Two missiles were fired on Sunday. <q>Two missiles were fired on Sunday, they confirmed</q>"
LIST = """These things are reported:
- Two missiles were fired on Sunday. <q>Two missiles were fired on Sunday, they confirmed</q>
- Trump met with Kim twice, in Singapore and Vietnam. <q>Trump met with Kim twice, in Singapore and Vietnam</q>
- Biden met Kim in March. <q>Trump met with Kim twice, in Singapore and Vietnam</q>
"""
TABLE = """| What | How many | Where |
| --- | --- | --- |
| Missiles | two <q>Two missiles were fired on Sunday, they confirmed</q> | |
| Meetings of Trump and Kim | twice <q>Trump met with Kim twice</q> | Singapore and Vietnam <q>Trump met with Kim \
twice, in Singapore and Vietnam</q> |
"""
COMPARISON = """| Who | What was said of the launch |
| --- | --- |
| South Korean Defense Ministry | The two missiles were fired from southern Pyongan province on Sunday morning. <q>The \
two missiles were fired from southern Pyongan province on Sunday morning</q> |
| Experts in Seoul | They agreed that the missile launch was a message to the U.S. <q>Experts in Seoul agreed that \
the missile launch was a message to the U.S.</q> |
"""
CHANGE = """| Day | State of the talks |
| --- | --- |
| February 2019 | the Trump-Kim Hanoi summit <q>after the February 2019 Trump-Kim Hanoi summit communications between \
the two sides dried up</q> |
| 2021-03-24 | Initial outreach from Washington has turned up empty. <q>Initial outreach from Washington to Pyongyang \
has turned up empty</q> |
"""
OVERVIEW = """## Newest state
- Initial outreach from Washington to Pyongyang has turned up empty. <q>Initial outreach from Washington to Pyongyang \
has turned up empty</q>
## How it came about
- Trump met with Kim twice, in Singapore and Vietnam. <q>Trump met with Kim twice, in Singapore and Vietnam</q>
- Two missiles were fired on Sunday. <q>Two missiles were fired on Sunday, they confirmed</q>
<missing>what was agreed in Vietnam</missing>
"""
SHAPES = {
    "fact": FACT,
    "list": LIST,
    "table": TABLE,
    "comparison": COMPARISON,
    "change": CHANGE,
    "overview": OVERVIEW,
}
