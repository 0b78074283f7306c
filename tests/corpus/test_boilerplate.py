from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.boilerplate import mark
from assistant.corpus.lines import lines_of
from assistant.corpus.load import load
from assistant.corpus.passages import split
from assistant.corpus.walk import walk
from assistant.types import Document

FURNITURE = [
    ("comment", "Leave a comment (1,208)"),
    ("comment", "Leave a comment - comments on this article are closed for legal reasons"),
    ("caption", "[Photo: Pickets warm themselves at a brazier outside the gate. Courier / L. Haas]"),
    ("caption", "Caption: Workers count ballots at the Corn Exchange. File"),
    ("newsletter", ">> Sign up for Courier Alerts and never miss a weather warning"),
    ("newsletter", "[Newsletter] HEALTH MATTERS, every Thursday in your inbox"),
    ("newsletter", "Support our court reporting: subscribe for $1 a week"),
    ("byline", "By Hal Verrinder in Low Fennick"),
    (
        "caption",
        "A flag is seen on a screen in Seoul in this file photo from Oct. 10, 2020. Lee Jin-man/AP hide caption",
    ),
    ("caption", "toggle caption"),
    ("caption", "Enlarge this image"),
    ("caption", "A flag is seen on a TV screen in this file photo from Oct. 10, 2020."),
    ("caption", "Leader Kim Jong Un waves in this undated photo released by KCNA on Monday."),
    ("caption", "Soldiers march in Pyongyang. (Photo by Kim Won Jin/AFP)"),
    ("caption", "Soldiers march in Pyongyang on Sunday. REUTERS/Kim Hong-Ji"),
    ("caption", "FILE PHOTO: The two leaders meet in Hanoi, Vietnam, February 28, 2019."),
    ("caption", "FILE - The two leaders meet in Hanoi, Vietnam, on Feb. 28, 2019. (AP Photo/Evan Vucci, File)"),
    ("caption", "Image caption, The two leaders met twice"),
    ("caption", "Image source, Getty Images"),
    ("caption", "View image in fullscreen"),
    ("caption", "A woman walks past a shop in Tokyo. Kim Kyung-Hoon/Reuters"),
    ("caption", "Media caption The two leaders met twice"),
    ("caption", "Image copyright Getty Images"),
    ("credit", "Lee Jin-man/AP"),
    ("credit", "Evan Vucci/AP Images"),
    ("credit", "Korean Central News Agency/Korea News Service via AP"),
    ("credit", "KCNA via REUTERS"),
    ("credit", "Getty Images"),
    ("credit", "Photographer: Fazry Ismail / EPA / Getty Images"),
    ("credit", "Photo: Jane Doe"),
    ("credit", "Photo by Jane Doe/Getty Images"),
    ("credit", "Photograph: Kim Won Jin/AFP/Getty Images"),
    ("credit", "Jane Doe via Getty Images"),
    ("credit", "Jane Doe for NPR"),
    ("credit", "AFP via Getty Images"),
    ("credit", "(AP Photo/Lee Jin-man)"),
    ("credit", "Illustration by Jane Doe"),
    ("credit", "Credit: NASA"),
    ("byline", "By Jane Doe"),
    ("byline", "By JANE DOE and JOHN ROE"),
    ("byline", "By Jane Doe, Diplomatic Correspondent"),
    ("byline", "By Hyonhee Shin | Reuters"),
    ("byline", "– With the help of Shinhye Kang and Isabel Reynolds"),
    ("byline", "— With assistance by Jane Doe, and John Roe"),
    ("byline", "(Reporting by Jane Doe; Editing by John Roe)"),
    ("byline", "Reporting by Hyonhee Shin and Josh Smith in Seoul; Editing by Lincoln Feast"),
    ("byline", "Jane Doe contributed to this report."),
    ("byline", "Follow Jane Doe on Twitter @janedoe"),
    ("comment", "Leave a Comment"),
    ("comment", "Leave a Reply"),
    ("comment", "Post a comment"),
    ("comment", "12 Comments"),
    ("comment", "Comments (4)"),
    ("comment", "Join the conversation"),
    ("comment", "Comments are closed."),
    ("comment", "Your email address will not be published. Required fields are marked *"),
    ("cookie", "We use cookies to improve your experience on our site."),
    ("cookie", "This website uses cookies. By continuing to browse you agree to our use of them."),
    ("cookie", "By continuing to use this site you consent to the use of cookies on your device."),
    ("cookie", "Accept all cookies"),
    ("cookie", "Manage preferences"),
    ("cookie", "Privacy Policy"),
    ("newsletter", "Sign up for our daily newsletter"),
    ("newsletter", "Subscribe to The Morning Briefing, delivered to your inbox"),
    ("newsletter", "Get our best stories in your inbox every morning."),
    ("newsletter", "Thank you for subscribing!"),
    ("newsletter", "Enter your email address"),
    ("newsletter", "Already a subscriber? Log in"),
    ("newsletter", "Sign in"),
    ("share", "Share"),
    ("share", "Facebook Twitter WhatsApp Email"),
    ("share", "Share | Tweet | Print"),
    ("share", "Share this article"),
    ("share", "Share on Facebook"),
    ("share", "Click to share on Twitter (Opens in new window)"),
    ("share", "Copy link"),
    ("share", "Listen · 3:51"),
    ("share", "Download Embed Transcript"),
    ("related", "Read more: Missile launch puts talks in doubt"),
    ("related", "READ ALSO: Missile launch puts talks in doubt"),
    ("related", "Related: What we know of the missiles"),
    ("related", "Watch: The launch in 60 seconds"),
    ("related", "See also: A history of talks"),
    ("navigation", "Skip to main content"),
    ("navigation", "Home | World | Asia | Politics"),
    ("navigation", "Home > World > Asia"),
    ("navigation", "Advertisement"),
    ("navigation", "Story continues below advertisement"),
    ("navigation", "Continue reading the main story"),
    ("navigation", "Back to top"),
    ("navigation", "4 Min Read"),
    ("navigation", "Published"),
    ("navigation", "© 2021 The Daily Paper. All rights reserved."),
    ("navigation", "Previous article"),
]

PROSE = [
    "Leave a comment in the file, the judge told the clerk, and nobody will read it.",
    "Support our troops and contribute, the minister said: “We need members.”",
    "[The minister declined to comment.]",
    "Anna Bo covers costs of the journey. The rest is paid by the state.",
    "The company said it would stop using cookies to follow its readers across other websites.",
    "“We use cookies,” the minister told the inquiry, “and so does everybody else in the trade.”",
    "By Tuesday morning the storm had reached the coast, and the ferries were tied up in the harbour.",
    "By then Kim had left.",
    "By Monday, Biden had spoken with the leaders of Japan and South Korea, the White House said.",
    "With the help of neighbours, the family rebuilt the house that the flood had carried away.",
    "Share prices fell by a tenth on Tuesday after the company said that its profits would shrink.",
    "Share of voters by party",
    "Comments by the minister were criticised by both parties.",
    "Leave a comment out of it, the lawyer told the witness, and answer the question.",
    "Watch the skies, the general told his men.",
    "Related companies were searched as well, prosecutors said.",
    "More stories like hers are heard every day in the shelters of the city.",
    "Read more books, the minister told the pupils.",
    "He signed up for the newsletter of the party and never read it.",
    "Subscribe or not, readers will pay more for their papers, the publisher said on Monday in London.",
    "Photographs of the site were published by the agency on Monday.",
    "Photographer Lee Jin-man was hurt in the crowd, the agency said.",
    "The photo was taken on Oct. 10, 2020, and shows the leader at a parade, analysts said.",
    "In this photo of the family, she said, her father looks happy for the last time.",
    "He was carrying a photograph of his mother when he was found.",
    "Police showed an image of the car and asked drivers to look out for it.",
    "Reporting by the agency showed that the ministry knew of the fault.",
    "Editing by committee rarely works, the writer says.",
    "Written by hand, the letter is kept in the museum of the town.",
    "The report was written by Jane Doe and John Roe of the institute.",
    "According to Reuters, two missiles were fired. The AP said there was one.",
    "He works for Reuters. She works for the AP.",
    "The head of the AP/NORC poll said that the numbers had not changed.",
    "Home prices, world trade and politics weigh on the economy.",
    "Advertising revenue fell by a third.",
    "All rights reserved for the king were given up in 1848 by his son.",
    "Email and print are the two ways to reach the office.",
    "Print is dead, the editor said.",
    "Twitter and Facebook said that they had removed the accounts.",
    "Follow the money, the source told the two reporters in the garage.",
    "Search teams found the second black box on Tuesday.",
    "Home to 80,000 troops, the island is of great weight to Washington.",
    "Close to 300 people were killed.",
    "Get the facts first, the judge said, and your inbox will be empty.",
    "Pictured from left the men look alike, but they are not related.",
    "Image is everything, the coach said: his team had lost again.",
    "Video: none of the guards had seen it before the trial.",
    "Credit: that is what small firms lack most, the bank said in its report.",
    "Menu prices rose by six percent.",
    "North Korea's flag is seen on a TV screen, and the news is read by a woman in pink.",
    "| Name | Home | World |",
    "Japan | 3 | 4 | 5",
]


def kinds(text: str) -> list[str]:
    return [span.kind for span in mark(list(lines_of(text)))]


@pytest.mark.parametrize(("kind", "line"), FURNITURE, ids=[line[:60] for _, line in FURNITURE])
def test_furniture_is_marked(kind: str, line: str) -> None:
    text = f"The talks went on for long, officials said.\n\n{line}\n\nNobody expected a result of them."
    (span,) = mark(list(lines_of(text)))
    assert (span.kind, text[span.start : span.end]) == (kind, line)


@pytest.mark.parametrize("line", PROSE, ids=[line[:60] for line in PROSE])
def test_running_text_is_not_marked(line: str) -> None:
    assert kinds(f"The talks went on.\n\n{line}\n\nNobody expected a result of them.") == []


def test_a_repeated_caption_is_a_caption() -> None:
    caption = "A flag is seen on a screen during a news program on Oct. 10, 2020."
    text = f"The talks went on.\n\n{caption} Lee Jin-man/AP hide caption\n\n{caption}\n\nNobody expected a result."
    assert kinds(text) == ["caption", "caption"]


def test_links_below_a_heading_are_marked_up_to_the_text() -> None:
    text = (
        "The talks went on.\n\n"
        "Related stories\n\nMissile launch puts talks in doubt\n\nWhat we know of the missiles\n\n"
        "Officials in the capital said that nobody expected a quick result of the talks.\n"
    )
    assert kinds(text) == ["related"] * 3


def test_a_heading_that_only_sounds_like_links_is_kept() -> None:
    assert kinds("Latest news\n\nOfficials in the capital said that nobody expected a quick result of the talks.") == []


def document(folder: Path, text: str) -> Document:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    ((entry,), _) = walk(folder, max_bytes=100_000)
    return load(folder, entry, today=date(2024, 6, 30)).documents[0]


BODY = "\n\nOfficials in the capital said that nobody expected a quick result of the talks.\n"


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Talks go on in the capital" + BODY, "Talks go on in the capital"),
        ("Talks go on: who gains?" + BODY, "Talks go on: who gains?"),
        ("“Talks will go on”" + BODY, "“Talks will go on”"),
        ('"Talks will go on," says Kim' + BODY, '"Talks will go on," says Kim'),
        ("Talks go on in the capital\n\nBy Jane Doe\n24 March 2021" + BODY, "Talks go on in the capital"),
        ("Talks go on in the capital\nBy Jane Doe | March 24, 2021" + BODY, "Talks go on in the capital"),
        ("24 March 2021\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("date 2021-03-24 Talks go on in the capital" + BODY, "Talks go on in the capital"),
        ("Home | World | Asia\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("Title: Talks go on\nSource: Reuters" + BODY, "Talks go on"),
        ("MERIDIAN WIRE | COMPANIES\n6 May 2021\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("Harlow Public Radio - News\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("SEOUL-TALKS/3 (UPDATE)\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("Talks go on in the capital\n\nBy Jane Doe\nSEOUL, March 24, 2021 (AP) - " + BODY.lstrip(),
         "Talks go on in the capital"),
        ("Seoul, 24 Mar 2021 (Meridian Wire)\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("RADIO HARLOW - THE MORNING\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("Press Freedom In Doubt\n\nReporters speak of new laws" + BODY, "Press Freedom In Doubt"),
        ("Press Talks Go On\n\nThe minister said on Monday that they went on." + BODY, "Press Talks Go On"),
        ("Talks go on in the capital It expects nothing.\n\nTalks go on in the capital" + BODY,
         "Talks go on in the capital"),
        ("Talks go on in the capital\n\nTalks go on in the capital" + BODY, "Talks go on in the capital"),
        ("The talks went on." + BODY, "The talks went on."),
        ("SEOUL (Reuters) - The talks went on." + BODY, None),
        ("date 2021-03-24 The talks went on in the capital, officials said ." + BODY, None),
        ("and so the talks went on" + BODY, None),
        ("The talks went on in the capital\nof the country, where nobody expected any result.\n\nMore text.", None),
        ("The talks went on, and:" + BODY, None),
        ("- a list entry" + BODY, None),
        ("2021-03-24" + BODY, None),
        ("Photo: Jane Doe" + BODY, None),
        ("By Jane Doe\n\nSEOUL (Reuters) - The talks went on.\n\nWhat happens next" + BODY, None),
        ("Leave a Comment" + BODY, None),
        ("Talks go on in the capital", None),
        ("https://example.org/talks" + BODY, None),
    ],
)  # fmt: skip
def test_a_title_is_taken_only_where_there_is_one(tmp_path: Path, top: str, title: str | None) -> None:
    assert document(tmp_path, top).title == title


@pytest.mark.parametrize(
    ("top", "source"),
    [
        ("SEOUL, March 24, 2021 (Reuters) — The talks went on.", "Reuters"),
        ("SEOUL (Reuters) - The talks went on.", "Reuters"),
        ("SEOUL, South Korea (AP) — The talks went on.", "AP"),
        ("LONDON, Jan. 5, 2021 /PRNewswire/ -- The company said so.", "PRNewswire"),
        ("Source: The Daily Paper\n\nThe talks went on.", "The Daily Paper"),
        ("Washington (CNN)The talks went on.", "CNN"),
        ("(CNN) — The talks went on.", "CNN"),
        ("The talks (all of them) — and more — went on.", None),
        ("SEOUL — The talks went on.", None),
        ("The European Union (EU) - a group of states - met.", None),
    ],
)
def test_the_source_is_named_by_the_header(tmp_path: Path, top: str, source: str | None) -> None:
    assert document(tmp_path, top + BODY).source == source


@pytest.mark.parametrize(
    ("top", "author"),
    [
        ("Author: Zoë Łaska\n\nThe talks went on.", "Zoë Łaska"),
        ("Byline: By Jane Doe\n\nThe talks went on.", "Jane Doe"),
        ("The talks in the capital went on for a third day, the ministry said.\n\nAuthor: nobody knows", None),
    ],
)
def test_the_author_is_named_by_the_header(tmp_path: Path, top: str, author: str | None) -> None:
    assert document(tmp_path, top + BODY).author == author


def test_passages_hold_the_article_alone(tmp_path: Path) -> None:
    text = (
        "Talks go on in the capital The ministry expects nothing.\n\nTalks go on in the capital\n\n"
        "By Jane Doe | March 24, 2021\n\nPhoto: Jane Doe\n\nSEOUL (Reuters) — Nobody expected a result.\n\nShare\n\n"
        "They will meet again.\n\nLeave a Comment"
    )
    passages = split(document(tmp_path, text), tokens=100, overlap=0)
    assert [passage.text for passage in passages] == [
        "The ministry expects nothing.",
        "Nobody expected a result.",
        "They will meet again.",
    ]
