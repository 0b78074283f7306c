"""A made-up archive of eighteen stories, and what a later day adds: planted developments, copies, and nothing new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

OLD, NEW = date(2023, 3, 6), date(2023, 3, 20)


@dataclass(frozen=True)
class Story:
    """`asked` is the saved question; `old` are paragraphs of its first article; `later` are planted articles of the new
    day: kind, source, paragraphs ("copy": those of the first article).
    """

    key: str
    asked: str
    title: str
    old: tuple[str, ...]
    later: tuple[tuple[str, str, tuple[str, ...]], ...]


STORIES = (
    Story(
        "ferry",
        "How many people died in the ferry accident at Tornby?",
        "Ferry sinks off Tornby",
        (
            "A passenger ferry sank off Tornby on Saturday evening after it struck a rock in heavy fog.",
            "At least 12 people died in the accident, the coast guard said on Sunday.",
            "The captain, Elin Sørby, was taken to hospital with broken ribs.",
            "Divers went on searching the wreck until darkness fell over the bay.",
        ),
        (
            ("changed number", "Coast Herald", (
                "The search for victims of the ferry accident at Tornby ended on Sunday.",
                "The coast guard said that 17 people died when the ferry sank.",
            )),
            ("copy", "Northern Wire", ()),
            ("nothing", "Coast Herald", (
                "Flags flew at half mast in Tornby after the ferry accident in which at least 12 people died.",
                "The school choir sang in the church before a silent crowd, and the shops stayed closed for the day.",
            )),
        ),
    ),
    Story(
        "bridge",
        "harbour bridge repair cost",
        "Council votes to repair harbour bridge",
        (
            "The town council of Velling voted on Friday to repair the harbour bridge, which was closed in the autumn.",
            "The repair of the harbour bridge will cost 40 million euros, the council said.",
            "Work is to begin in May, when the ice has gone from the river.",
        ),
        (
            ("changed number", "Velling Post", (
                "The repair of the harbour bridge in Velling will cost 55 million euros, the council now says.",
                "Steel has become dearer since the plan was made.",
            )),
            ("correction", "Coast Herald", (
                "Correction: An earlier article misstated the repair's cost. It is 41 million euros, not 40 million.",
            )),
            ("nothing", "Velling Post", (
                "A cat that lived in the library of Velling was found asleep in the mayor's car on Monday.",
                "Readers had missed it for three days, and a small party was held with milk and fish.",
            )),
        ),
    ),
    Story(
        "museum",
        "Who stole the crown from the museum in Cluny?",
        "Crown stolen from museum",
        (
            "A silver crown was stolen from the museum in Cluny on Tuesday night, the police said.",
            "Two men broke a window on the ground floor and left on a motorcycle.",
            "The director of the museum said that the crown had been made for a queen in the middle ages.",
        ),
        (
            ("first mention", "Coast Herald", (
                "The police have arrested Bruno Kessler over the theft of the silver crown from the museum in Cluny.",
                "He was found in a hotel near the border and said nothing when he was questioned.",
            )),
            ("copy", "Northern Wire", ()),
        ),
    ),
    Story(
        "dam",
        "When will the dam at Osterfoss be finished?",
        "Dam delayed",
        (
            "The dam at Osterfoss will be finished in June 2024, its builders said on Monday.",
            "Rain had washed away a road to the site and stopped work for weeks.",
            "The dam is to give power to half of the valley.",
        ),
        (
            ("changed number", "Valley News", (
                "The dam at Osterfoss will not be finished before October 2025, the builders said on Monday.",
                "Cracks were found in the northern wall.",
            )),
        ),
    ),
    Story(
        "strike",
        "What do the harbour workers of Lindholm demand?",
        "Harbour workers walk out",
        (
            "Harbour workers in Lindholm stopped work on Thursday and blocked the gates with containers.",
            "The harbour workers demand a pay rise of 8 percent, their union said.",
            "Ships waited at anchor outside the port, and fruit spoiled in the heat.",
        ),
        (
            ("new source", "Velling Post", (
                "In Lindholm the workers of the harbour want 8 percent more pay, and their strike goes on.",
            )),
            ("new fact", "Coast Herald", (
                "The harbour workers of Lindholm now also demand a second crane driver on every night shift.",
                "Their strike has entered its third week.",
            )),
        ),
    ),
    Story(
        "wolf",
        "wolves in the Harde forest",
        "Wolves are back",
        (
            "Wolves have come back to the Harde forest after more than a century, rangers said on Wednesday.",
            "A camera filmed a pack of 5 wolves near the old mill.",
            "Shepherds in the villages around the forest are worried about their flocks.",
        ),
        (
            ("changed number", "Valley News", (
                "Rangers have counted 9 wolves in the Harde forest this winter.",
                "The pack near the old mill had pups in spring.",
            )),
            ("nothing", "Valley News", (
                "Bakers in the valley are selling bread in the shape of stars for the winter fair.",
            )),
        ),
    ),
    Story(
        "election",
        "Who won the election for mayor in Brekke?",
        "Brekke counts its votes",
        (
            "Votes were counted until dawn in Brekke, where four people want to become mayor.",
            "Nobody had won the election for mayor by Monday morning, officials said.",
            "The count was slow because a machine broke down.",
        ),
        (
            ("first mention", "Valley News", (
                "Ingrid Halvorsen won the election for mayor in Brekke with 52 percent of the votes.",
                "She thanked her voters from the steps of the town hall.",
            )),
        ),
    ),
    Story(
        "virus",
        "bird flu cases on farms in Sandvik",
        "Bird flu on farms",
        (
            "Bird flu was found on 3 farms in Sandvik, the ministry of agriculture said on Friday.",
            "All birds on the farms were killed, and roads to them were closed.",
            "People who live nearby were told to keep away from dead gulls.",
        ),
        (
            ("changed number", "Coast Herald", (
                "Bird flu has now been found on 11 farms in Sandvik, the ministry of agriculture said.",
                "It asked hunters to report dead geese.",
            )),
            ("copy", "Northern Wire", ()),
            ("nothing", "Coast Herald", (
                "Bird flu was found on three farms in Sandvik, as the ministry of agriculture had said on Friday.",
            )),
        ),
    ),
    Story(
        "satellite",
        "When was the satellite Aurora launched?",
        "Satellite waits for its rocket",
        (
            "The satellite Aurora waits in its hangar for a rocket that was delayed by a leak.",
            "Engineers replaced a valve and tested it for two days.",
            "The satellite is to watch the ice in the far north.",
        ),
        (
            ("new fact", "Northern Wire", (
                "The satellite Aurora was launched on Sunday from a base in the north, and sent its first signal.",
            )),
        ),
    ),
    Story(
        "school",
        "closing of the school in Myrland",
        "School may close",
        (
            "The school in Myrland may be closed because it has only 14 pupils, the county said on Tuesday.",
            "Parents wrote letters and painted signs against the closing of the school.",
            "The county will decide in April.",
        ),
        (
            ("nothing", "Valley News", (
                "A brass band from Myrland won a prize for its march at a contest in the capital.",
            )),
        ),
    ),
    Story(
        "bakery",
        "What does a loaf of bread cost in Gunnarby?",
        "Bread is dear in Gunnarby",
        (
            "A loaf of bread costs 4.20 euros in Gunnarby, where the only mill burned down in January.",
            "Some families bake at home now, and the bakery opens only three days a week.",
        ),
        (
            ("changed number", "Valley News", (
                "In Gunnarby the price of a loaf of bread fell to 3.10 euros this week.",
                "A new mill has opened two villages away.",
            )),
            ("nothing", "Coast Herald", (
                "Tourists in Gunnarby paid 12 euros for a boat trip around the island, and 3 euros for an ice cream.",
            )),
        ),
    ),
    Story(
        "minister",
        "Who is the minister of fisheries?",
        "Fishing quota cut",
        (
            "The minister of fisheries, Anders Holt, cut the quota for cod by a fifth on Thursday.",
            "Fishermen sounded their horns outside the ministry.",
        ),
        (
            ("first mention", "Northern Wire", (
                "Sigrid Moen was named minister of fisheries on Monday after Anders Holt resigned.",
            )),
            ("nothing", "Coast Herald", (
                "Anders Holt, who was the minister of fisheries when the quota was cut, likes to fish for trout.",
            )),
        ),
    ),
    Story(
        "tunnel",
        "opening of the Kvam tunnel",
        "Kvam tunnel",
        (
            "The Kvam tunnel will open to traffic on 4 September 2023, the road authority said.",
            "It is to shorten the way to the coast by 40 minutes.",
        ),
        (
            ("changed number", "Valley News", (
                "The opening of the Kvam tunnel was put off to 11 December 2023, the road authority announced.",
                "Lamps that were ordered in spring have not come.",
            )),
            ("copy", "Northern Wire", ()),
        ),
    ),
    Story(
        "fire",
        "How large is the forest fire near Almdal?",
        "Forest burns near Almdal",
        (
            "A forest fire near Almdal has burned 300 hectares of pine, the fire service said on Saturday.",
            "Two helicopters brought water from the lake.",
        ),
        (
            ("changed number", "Coast Herald", (
                "The forest fire near Almdal has now burned more than 900 hectares, the fire service said on Sunday.",
            )),
            ("new source", "Valley News", (
                "More than 900 hectares of forest have burned in the fire near Almdal, according to the fire service.",
            )),
        ),
    ),
    Story(
        "trial",
        "What sentence did the smuggler Oskar Brand get?",
        "Smuggler on trial",
        (
            "The trial of Oskar Brand, who is said to have smuggled cigarettes in coffins, began on Monday in Hamn.",
            "The prosecutor asked the court for patience, for 90 witnesses are to be heard.",
        ),
        (
            ("new fact", "Coast Herald", (
                "The court in Hamn sentenced the smuggler Oskar Brand to six years in prison on Friday.",
            )),
        ),
    ),
    Story(
        "glacier",
        "How fast is the Blåbre glacier shrinking?",
        "Glacier shrinks",
        (
            "The Blåbre glacier shrinks by 30 metres a year, a university found.",
            "Hikers are warned of falling ice at its tongue.",
        ),
        (
            ("correction", "Coast Herald", (
                "This article has been corrected: the Blåbre glacier shrinks by 13 metres a year, not 30 metres.",
            )),
            ("nothing", "Coast Herald", (
                "A choir sang on the Blåbre glacier on Sunday, and 200 people came to listen with blankets and coffee.",
            )),
        ),
    ),
    Story(
        "vaccine",
        "vaccination of children against measles in Norrland",
        "Measles in Norrland",
        (
            "In Norrland 71 percent of children are vaccinated against measles, the health office said in its report.",
            "Nurses went from school to school with cooled boxes.",
        ),
        (
            ("changed number", "Northern Wire", (
                "The health office says that 84 percent of children in Norrland are vaccinated against measles now.",
            )),
        ),
    ),
    Story(
        "cable",
        "Why did the sea cable to Torsö break?",
        "Sea cable breaks",
        (
            "The sea cable to Torsö broke on Sunday, and the island was without telephone for a day.",
            "A repair ship has left its port.",
        ),
        (
            ("new fact", "Coast Herald", (
                "The sea cable to Torsö broke because an anchor was dragged over it, divers have found.",
            )),
            ("nothing", "Valley News", (
                "On Torsö the children had no school while the sea cable was broken, and built a snowman.",
            )),
        ),
    ),
)  # fmt: skip


def article(story: Story, day: date, source: str, paragraphs: tuple[str, ...], title: str = "") -> str:
    """The text of a file."""
    body = "\n\n".join(paragraphs)
    return f"Title: {title or story.title}\nSource: {source}\nDate: {day}\n\n{body}\n"


def write_old(folder: Path) -> None:
    """The archive as it was when the questions were saved."""
    folder.mkdir(parents=True, exist_ok=True)
    for story in STORIES:
        (folder / f"{story.key}.txt").write_text(article(story, OLD, "Coast Herald", story.old), encoding="utf-8")


def write_new(folder: Path) -> None:
    """What the later day adds."""
    for story in STORIES:
        for number, (kind, source, paragraphs) in enumerate(story.later, 1):
            title = story.title if kind == "copy" else f"{story.title}: later news {number}"
            text = article(story, NEW, source, paragraphs or story.old, title)
            (folder / f"{story.key}-{number}.txt").write_text(text, encoding="utf-8")


def planted() -> dict[tuple[str, str], str]:
    """What must be told: the kind, by the question and the file that tells it."""
    return {
        (story.asked, f"{story.key}-{number}.txt"): kind
        for story in STORIES
        for number, (kind, _, _) in enumerate(story.later, 1)
        if kind not in ("copy", "nothing")
    }


def copies() -> set[tuple[str, str]]:
    """The copies, by question and file."""
    return {
        (story.asked, f"{story.key}-{number}.txt")
        for story in STORIES
        for number, (kind, _, _) in enumerate(story.later, 1)
        if kind == "copy"
    }
