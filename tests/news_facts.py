"""The made-up world of tests/news.py: people, offices, counts, prices, and things that do not change."""

from __future__ import annotations

PEOPLE = (
    "Ilse Varga", "Tomas Redd", "Nadia Okoro", "Pell Harding", "Greta Solberg", "Omar Lindqvist", "Joan Whitlock",
    "Rafi Stein", "Mira Castell", "Anton Bexley", "Lucia Ferrant", "Dov Marchetti", "Hana Petrov", "Colm Devlin",
    "Sabine Kruger", "Idris Vale", "Wren Halloway", "Bruno Acheson", "Tess Ekholm", "Marek Dunne", "Yara Quist",
    "Felix Torrance", "Noor Ashby", "Petra Lomax",
)  # fmt: skip
OFFICES = (
    ("mayor", "Rivermouth"), ("governor", "Eastmark province"), ("harbour master", "Port Sable"),
    ("chief executive", "Corvane Airlines"), ("head coach", "Dunmore Rovers"), ("director", "the Aldgate Museum"),
    ("finance minister", "Torvald"), ("chair", "the Millrace Union"),
)  # fmt: skip
COUNTS = (
    ("ships waiting off Port Sable", "ships were waiting off Port Sable", "vessels", "the harbour"),
    ("confirmed measles cases in Eastmark", "measles cases had been confirmed in Eastmark", "infections", "clinics"),
    (
        "workers on strike at the Brandt steel mill",
        "workers were on strike at the Brandt steel mill", "pickets", "the mill",
    ),
    ("homes without power in Lowfield", "homes were without power in Lowfield", "outages", "the grid"),
    ("wolves counted in the Karst reserve", "wolves had been counted in the Karst reserve", "packs", "rangers"),
    ("refugees housed in Torvald", "refugees were housed in Torvald", "shelters", "the town halls"),
    ("satellites launched by Orbel", "satellites had been launched by Orbel", "launches", "the pad"),
    ("wells drilled in the Ostrava field", "wells had been drilled in the Ostrava field", "rigs", "the field"),
)  # fmt: skip
PRICES = (
    ("a litre of diesel in Torvald", "crowns", "fuel", "filling stations"),
    ("the toll on the Halden Bridge", "marks", "traffic", "the crossing"),
    ("a ferry ticket to Skerry Island", "pounds", "ferries", "the pier"),
    ("a tonne of Brandt steel", "marks", "metal", "foundries"),
    ("a season ticket for Dunmore Rovers", "pounds", "football", "the stands"),
    ("a barrel of Ostrava crude", "dollars", "oil", "refineries"),
    ("a loaf of bread in Lowfield", "pence", "food", "bakeries"),
    ("a night at the Aldgate hostel", "pounds", "travel", "the reception"),
)  # fmt: skip
FIXED = (
    (
        "Who designed the Halden Bridge?",
        "The Halden Bridge was designed by the engineer {p}, who won the contest with a single arch.",
    ),
    (
        "Which river runs through Rivermouth?",
        "The river Ossel runs through Rivermouth before it reaches the sea, and {p} has mapped every bend.",
    ),
    (
        "Why did the Lowfield library burn down?",
        "The Lowfield library burned down because a heater was left on, the inspector {p} found.",
    ),
    (
        "What is brewed at the old Karst monastery?",
        "At the old Karst monastery a dark chestnut ale is brewed, which {p} brought back from oblivion.",
    ),
    (
        "Who founded Corvane Airlines?",
        "Corvane Airlines was founded by {p} with two mail planes and a borrowed hangar.",
    ),
    (
        "How deep is the Ostrava shaft?",
        "The Ostrava shaft is 1,140 metres deep, the surveyor {p} measured with a new cable.",
    ),
    (
        "What did the May report on school meals recommend?",
        "The May report on school meals, led by {p}, recommended warm breakfasts for every pupil.",
    ),
    (
        "What does the 2020 harbour charter require?",
        "The 2020 harbour charter requires every pilot to speak two languages, explained the lawyer {p}.",
    ),
    (
        "What did the Sunday Courier print upside down?",
        "The Sunday Courier printed its own title upside down, and {p} collects the copies.",
    ),
    (
        "What is exhibited in Hall 1998 of the Aldgate Museum?",
        "Hall 1998 of the Aldgate Museum exhibits clockwork birds that {p} collected.",
    ),
    (
        "Which language is spoken on Skerry Island?",
        "On Skerry Island people speak Norlan, a language that {p} has put into a dictionary.",
    ),
    (
        "Who painted the ceiling of the Torvald opera?",
        "The ceiling of the Torvald opera was painted by {p} on wet plaster.",
    ),
    (
        "What caused the Brandt mill explosion?",
        "The Brandt mill explosion was caused by coal dust, according to the expert {p}.",
    ),
    (
        "How did April Lomond cross the strait?",
        "April Lomond crossed the strait in a kayak, {p} said, who followed her in a launch.",
    ),
    (
        "Which fruit gave the Millrace valley its wealth?",
        "The quince gave the Millrace valley its wealth, the historian {p} writes.",
    ),
    ("What is the motto of Orbel?", "The motto of Orbel is 'slowly upward', which {p} wrote on the first rocket."),
    (
        "Who owns the Catch-22 bookshop in Lowfield?",
        "The Catch-22 bookshop in Lowfield is owned by {p}, who sells only used novels.",
    ),
    (
        "What did the march of the bakers demand?",
        "The march of the bakers demanded cheaper flour, its leader {p} declared.",
    ),
    ("Which bell hangs in the Dunmore tower?", "In the Dunmore tower hangs the bell Old Marga, cast by {p}."),
    (
        "What is Windows 95 used for at the Skerry lighthouse?",
        "Windows 95 is used at the Skerry lighthouse to steer the lamp, keeper {p} admits.",
    ),
)  # fmt: skip
FILLER = (
    "Residents said that they had followed the matter for weeks and did not expect it to end soon.",
    "A spokeswoman declined to give further details and pointed to a statement that is to follow.",
    "Opposition parties called for a debate, and a committee will look into the question.",
    "Shopkeepers in the area spoke of a quiet morning, with few customers and much talk.",
    "Observers noted that similar events had been seen elsewhere along the coast.",
    "The weather was mild for the season, and the streets were calm by the evening.",
    "Several letters to this newspaper took up the subject, most of them critical.",
    "Experts warned against reading too much into a single figure or a single day.",
    "The council will meet behind closed doors before it answers questions of the press.",
    "It was not clear who would pay for the work, nor when it would be finished.",
)
SOURCES = ("Northern Post", "Harbour Courier", "The Eastmark Times")
