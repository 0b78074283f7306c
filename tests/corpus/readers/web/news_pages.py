# ruff: noqa: E501 (pages are written as they are)
"""Thirty web pages in the manner of news sites: ten makes of page, each with three of ten stories.

Around each story stands what such sites put there: navigation, a cookie box, share bars, captions, related links, a
newsletter box, comments, a footer, and dates that are not the article's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Story:
    title: str
    author: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A page, and how its main text, its date and its title must be read."""

    name: str
    html: str
    main: str
    day: date
    title: str


STORIES = tuple(
    Story(title, author, tuple(text.strip().split("\n")))
    for title, author, text in (
        (
            "River port reopens after four months of dredging",
            "Marta Holm",
            """The river port of Lesno took in its first barge since November on Monday, after dredgers had cleared a channel through the silt that the autumn floods left behind.
“We were told two months, and it became four,” said harbour master Jan Kolar, who watched the barge tie up from the control tower. “But the channel is deeper than it was before the flood.”
The work cost 41 million crowns, nine million more than planned. The regional council will pay two thirds, and the state water authority the rest, according to a contract that was published in January.
Grain traders had sent their harvest by rail while the port was shut, at nearly twice the price. Two of them told the council last week that they would return to the river at once.""",
        ),
        (
            "Teachers accept pay deal, ending seven-week strike",
            "Owen Pryce",
            """Teachers in the northern district voted by a clear majority to accept a pay deal on Thursday night, which ends a strike that had kept 212 schools shut for seven weeks.
Under the deal salaries rise by 6.5 per cent this year and by 4 per cent the next. Classes in the first three years will have no more than 24 pupils, a demand that the union had put before money.
Union leader Carys Bevan said the vote was “not a victory lap”. Members had lost a month and a half of wages, she said, and many would need years to make that up.
The district must find 38 million for the deal. Its treasurer said that a swimming hall would be built later than planned, and that no post would be cut.
Lessons begin again on Monday. The lost weeks will be made up in part by a shorter summer holiday.""",
        ),
        (
            "Telescope finds water vapour on a small distant world",
            "Ines Duarte",
            """Astronomers have found water vapour in the air of a planet hardly larger than the Earth, they reported on Wednesday, in what they call the clearest sign of its kind from a world of that size.
The planet circles a dim red star 97 light years away in the constellation of the Sextant. Its year lasts eleven days, and its surface is probably too hot for any water to stay liquid.
The team watched the planet pass in front of its star nine times over two years. At each passage a little of the starlight went through the planet's air, which left the mark of water in it.
“It is a small signal, and we have tried very hard to make it go away,” said Tomas Lindqvist, who led the work. “It does not go away.”
Others were more careful. Spots on the star itself could hold water vapour too, said a physicist who took no part in the study, and only more passages could rule that out.""",
        ),
        (
            "City council votes to close old bridge to cars",
            "Pavel Dvorak",
            """The city council decided late on Tuesday to close the Old Bridge to private cars from September, after an engineer's report found cracks in three of its eleven arches.
Trams, buses and bicycles may go on using it. Lorries have been banned since the spring, when the first crack was seen by a tram driver who stopped to take a photograph of the river.
The report, of which 140 pages were made public, says that the bridge is in no danger of falling. It would have to be closed altogether within ten years, though, if traffic stayed as it is.
Shop owners on the left bank fear for their trade. Some 200 of them signed a petition, and a lawyer for them said that he would go to court.""",
        ),
        (
            "Dairy farms cut herds as feed prices climb",
            "Lotte Meijer",
            """Dairy farms have cut their herds by a tenth since the start of the year because feed has become too dear, a survey by the farmers' union found.
A tonne of soy meal costs 540 euros, up from 390 a year ago. Hay is hard to find at any price after two dry summers, the union said when it presented the survey in Zwolle.
“I sold thirty cows in March, and nobody here had to ask why,” said Gerrit Bos, whose family has farmed near the dyke since 1911. He has kept 85.
Prices in the shops have hardly moved so far. The two large dairies have contracts that run until autumn, and economists expect milk to cost about eight cents more by then.
The ministry is looking at a loan scheme. A spokeswoman would not say when it might begin.""",
        ),
        (
            "Island nation signs fishing treaty with its neighbours",
            "Sione Taufa",
            """Five island nations signed a treaty on Saturday that divides the tuna catch between them and sets up a joint patrol, ending eleven years of talks.
Each of them may sell licences for its share of 310,000 tonnes a year. What one does not use passes to the others, a rule on which the talks had nearly failed last summer.
Two patrol ships will sail under a common flag. The first, a gift from a larger neighbour, is to arrive in the new year; the second must be paid for out of the licences.
“Our fathers fished here without papers,” said the prime minister at the ceremony, held in the rain on the quay. “Our children will have fish because we wrote some.”""",
        ),
        (
            "Court overturns conviction in museum theft",
            "Elena Marchetti",
            """An appeal court on Friday overturned the conviction of a night guard who had spent six years in prison for the theft of three drawings from the museum of Ferrano.
The judges found that the police had hidden a witness's statement from the defence. A baker on his way to work had seen two men with a flat case climb into a grey van at 4.40 in the morning, an hour after the guard had gone home.
The guard, Dario Venti, now 58, wept when the decision was read out. He told reporters that he wanted to see the sea, and that he would think about damages afterwards.
The drawings have never been found. The museum offers 200,000 euros for word of them.""",
        ),
        (
            "New night train links two capitals in eleven hours",
            "Jonas Weber",
            """A night train left the northern capital for the southern one on Sunday for the first time in nineteen years, with every one of its 254 beds sold.
The journey takes eleven hours and four minutes. A bed in a cabin for four costs from 69 euros, a cabin of one's own from 189, and the company says that it does not expect to earn money before the third year.
It was not the want of passengers that had ended the old service, said the company's head, but the fees for the tracks. Both states have now agreed to halve these for trains at night.
The carriages come from three countries and were rebuilt in a hurry. Two of the showers did not work on the first night, passengers said in the morning, and the coffee was good.
A second pair of trains shall follow next summer.""",
        ),
        (
            "Measles outbreak slows after vaccination drive",
            "Amara Nwosu",
            """The number of new measles cases has fallen for the third week in a row, the health office said on Thursday, after nurses vaccinated 61,000 children in the delta.
There were 84 cases in the past seven days, against 392 in the worst week in February. Eleven children have died since the outbreak began, all of them without a vaccination.
Nurses went from house to house by boat because the roads were under water. In some villages they met distrust at first, said Dr Chidi Eze, who led the drive, until midwives whom people knew came along.
A second dose is due in four weeks. The office needs another 1.2 million dollars for it, and has half.""",
        ),
        (
            "Goalkeeper, 41, saves two penalties to win the cup",
            "Rory Flynn",
            """The oldest man on the pitch won the cup for Dunmore United on Saturday evening: goalkeeper Declan Shea, who is 41, saved two penalties after a final that had ended without a goal.
Shea had come out of retirement in August, when both of the club's keepers were hurt in one week. He was to stay for a month.
“My knees told me to go home in September,” he said with the medal round his neck. “I did not listen, and they are telling me again now.”
Athlone had been the better side for most of the two hours. They hit the bar twice, and a goal of theirs in the 88th minute was ruled out for a push that few in the ground of 23,000 had seen.
It is the first cup for Dunmore since 1974. The club will honour the team in the market square on Monday at noon.""",
        ),
    )
)
OTHERS = (
    "Minister denies role in land deal",
    "Ten things to see this weekend",
    "What the new tax means for you",
    "Markets fall for a second day",
    "Storm leaves thousands without power",
)


def _paragraphs(story: Story, tag: str = "<p>", end: str = "</p>") -> str:
    return "\n".join(f"{tag}{text}{end}" for text in story.paragraphs)


def _links(day: date) -> str:
    return "".join(
        f'<li><a href="/{day - timedelta(days=i):%Y/%m/%d}/story-{i}.html">{text}</a> <time datetime="{day - timedelta(days=i + 1)}">{day - timedelta(days=i + 1):%d %B %Y}</time></li>'
        for i, text in enumerate(OTHERS)
    )


_NAV = '<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/politics">Politics</a></li><li><a href="/business">Business</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
_COOKIES = '<div id="cookie-banner" class="cookie-consent"><p>We and our 842 partners use cookies to store and access personal data. By clicking “Accept all” you agree to this.</p><button>Accept all</button><button>Manage choices</button></div>'


def _public_radio(story: Story, day: date) -> str:
    data = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{day}T05:01:00-04:00",
        "dateModified": f"{day + timedelta(days=2)}T11:30:00-04:00",
        "publisher": {"@type": "Organization", "name": "Valley Public Radio"},
        "author": {"@type": "Person", "name": [story.author]},
    }
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{story.title} : VPR</title>
<meta property="og:title" content="{story.title}"><meta property="og:site_name" content="VPR.org">
<script type="application/ld+json">{json.dumps(data)}</script></head><body class="news">
<header><a href="#mainContent">Skip to main content</a>{_NAV}<a href="/donate">Donate</a></header>{_COOKIES}
<main><section id="main-section"><article class="story"><div class="slug-wrap"><h3 class="slug"><a href="/world">World</a></h3></div>
<div class="storytitle"><h1>{story.title}</h1></div>
<div class="story-meta"><div class="dateblock"><time datetime="{day}T05:01:00-04:00"><span class="date">{day:%B %-d, %Y}</span><span class="time">5:01 AM ET</span></time></div>
<div class="byline">By <a href="/people/1">{story.author}</a></div></div>
<div class="share-tools"><ul><li><a>Facebook</a></li><li><a>Twitter</a></li><li><a>Email</a></li></ul></div>
<div class="storytext" id="storytext"><div class="bucketwrap image large"><div class="imagewrap"><img src="a.jpg" alt=""></div>
<div class="credit-caption"><div class="caption-wrap"><div class="caption"><p>A view of the place in an earlier year. <b class="credit">{story.author}/VPR</b> <b class="hide-caption"><b>hide caption</b></b></p></div><b class="toggle-caption"><b>toggle caption</b></b></div><span class="credit">{story.author}/VPR</span></div></div>
{_paragraphs(story)}</div><div class="tags"><ul><li><a>news</a></li></ul></div></article>
<aside class="recommended"><h3>More Stories From VPR</h3><ul>{_links(day)}</ul></aside></section></main>
<footer><p>© {day.year + 1} vpr</p><ul><li><a>Terms of Use</a></li><li><a>Privacy</a></li></ul></footer></body></html>"""


def _hashed_classes(story: Story, day: date) -> str:
    blocks = "".join(
        f'<div data-component="text-block" class="sc-1a2b{i} eYzRqk"><p class="sc-9a00e533-0 hxuGS">{text}</p></div>'
        for i, text in enumerate(story.paragraphs)
    )
    state = json.dumps(
        {"props": {"page": {"lastPublished": f"{day + timedelta(days=3)}T10:00:00Z", "related": OTHERS}}}
    )
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{story.title} - North News</title><link rel="canonical" href="https://north.example/news/articles/c99q1"/>
<meta property="article:published_time" content="{day}T18:42:11.000Z"/><meta property="article:modified_time" content="{day}T19:00:00.000Z"/>
<meta property="og:site_name" content="North News"/><meta property="og:title" content="{story.title}"/></head><body><div id="__next"><div class="sc-root">
<header role="banner"><nav><a href="/">Home</a><a href="/news">News</a><a href="/sport">Sport</a></nav></header>
<main id="main-content"><article class="sc-3b6b1">
<div data-component="headline-block"><h1 class="sc-737179d2-0">{story.title}</h1></div>
<div data-component="byline-block"><span>{story.author}</span><span>Regional correspondent</span><time datetime="{day}T18:42:11.000Z">{day:%-d %B %Y}</time></div>
<figure><div data-component="image-block"><img alt="" src="x.webp"><span role="text">Getty Images</span></div><figcaption>People at the place on the day</figcaption></figure>{blocks}
<div data-component="links-block"><p>More on this story</p><ul><li><a href="/a">{OTHERS[0]}</a></li><li><a href="/b">{OTHERS[1]}</a></li></ul></div></article>
<section data-component="related"><h2>Related</h2><ul>{_links(day)}</ul></section></main>
<footer><span>Copyright © {day.year + 2} North News. The site is not responsible for the content of external sites.</span></footer></div></div>
<script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>"""


def _word_press(story: Story, day: date) -> str:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "The Lantern", "datePublished": "2009-01-01"},
            {
                "@type": "WebPage",
                "datePublished": f"{day}T09:00:00+00:00",
                "dateModified": f"{day + timedelta(days=30)}T09:00:00+00:00",
            },
            {
                "@type": "BlogPosting",
                "headline": story.title,
                "datePublished": f"{day}T09:00:00+00:00",
                "author": {"name": story.author},
            },
        ],
    }
    return f"""<!DOCTYPE html><html lang="en-US"><head><title>{story.title} | The Lantern</title><meta property="og:site_name" content="The Lantern">
<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph)}</script></head><body class="post-template-default single single-post">
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">The Lantern</a></p>{_NAV}</header>
<div id="content"><div id="primary"><main id="main"><article id="post-4411" class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{story.title}</h1><div class="entry-meta"><span class="posted-on">Posted on <time class="entry-date published" datetime="{day}T09:00:00+00:00">{day:%B %-d, %Y}</time></span> <span class="byline">by <a>{story.author}</a></span></div></header>
<div class="entry-content">{_paragraphs(story)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a>Click to share on Twitter (Opens in new window)</a></li><li><a>Click to share on Facebook (Opens in new window)</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Related</em></h3></div></div>
<footer class="entry-footer">Posted in <a>News</a> Tagged <a>region</a>, <a>council</a></footer></article>
<nav class="navigation post-navigation"><a href="/x">Previous Post: {OTHERS[2]}</a> <a href="/y">Next Post: {OTHERS[3]}</a></nav>
<div id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on “{story.title}”</h2><ol class="comment-list"><li class="comment"><div class="comment-meta"><b>reader77</b> says: <time datetime="{day + timedelta(days=1)}">next day</time></div><div class="comment-content"><p>I do not believe a word of this, and nobody asked us before it was decided anyway.</p></div></li></ol>
<div id="respond"><h3>Leave a Reply</h3><p>Your email address will not be published. Required fields are marked *</p></div></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Posts</h2><ul>{_links(day)}</ul></section><section class="widget"><h2>Archives</h2><ul><li><a href="/2019/05">May 2019</a></li></ul></section></aside></div></div></body></html>"""


def _tables_of_old(story: Story, day: date) -> str:
    return f"""<HTML><HEAD><TITLE>{story.title}</TITLE><META NAME="date" CONTENT="{day:%Y-%m-%d}"><META NAME="author" CONTENT="{story.author}"></HEAD>
<BODY BGCOLOR="#ffffff"><TABLE WIDTH=760><TR><TD COLSPAN=2><IMG SRC="logo.gif" ALT="The Post"></TD></TR><TR><TD WIDTH=140 VALIGN=top><FONT SIZE=2>
<A HREF="/">Front page</A><BR><A HREF="/nation">Nation</A><BR><A HREF="/sports">Sports</A><BR><A HREF="/classified">Classifieds</A></FONT></TD>
<TD VALIGN=top><DIV CLASS="story"><H1>{story.title}</H1><P><I>By {story.author}, Staff Writer</I></P>
{_paragraphs(story, "<P>", "</P>")}
</DIV></TD></TR><TR><TD COLSPAN=2><FONT SIZE=1>Copyright 1997-{day.year + 5} The Post Company. All rights reserved.</FONT></TD></TR></TABLE></BODY></HTML>"""


def _german(story: Story, day: date) -> str:
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{story.title} - Der Bote</title>
<meta name="date" content="{day}T06:15:00+02:00"><meta name="last-modified" content="{day + timedelta(days=1)}T09:00:00+02:00"><meta property="og:site_name" content="Der Bote">
<meta name="author" content="{story.author}"></head><body>{_COOKIES}<header class="page-header">{_NAV}</header><div class="breadcrumb"><a>Startseite</a> › <a>Ausland</a></div>
<main><article><header><span class="kicker">Ausland</span><h1>{story.title}</h1><p class="meta">Stand: {day:%d.%m.%Y}, 06:15 Uhr</p></header>
<div class="article-body">{_paragraphs(story)}</div>
<div class="teaser-box"><h3>Mehr zum Thema</h3><ul>{_links(day)}</ul></div></article></main>
<footer><a>Impressum</a> <a>Datenschutz</a> © {day.year + 1} Der Bote Verlag</footer></body></html>"""


def _microdata(story: Story, day: date) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><title>{story.title}</title><meta name="viewport" content="width=device-width"></head><body>
<div class="topbar"><span class="today">{day + timedelta(days=400):%A, %B %d, %Y}</span>{_NAV}</div>
<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{story.title}</h1>
<meta itemprop="datePublished" content="{day}T12:00:00"><meta itemprop="dateModified" content="{day + timedelta(days=8)}T12:00:00">
<div class="info">By <span itemprop="author">{story.author}</span></div>
<div itemprop="articleBody" class="article-body">{_paragraphs(story)}</div></div>
<div class="newsletter-signup"><h4>Get the morning briefing</h4><p>Sign up to our newsletter and have the best of the paper in your inbox every day.</p><input type="email"></div>
<div class="most-read"><h4>Most read</h4><ol>{_links(day)}</ol></div><div class="footer">Contact us · Terms · Privacy · © The Herald {day.year + 1}</div></body></html>"""


def _url_alone(story: Story, day: date) -> str:
    return f"""<!DOCTYPE html><html><head><title>{story.title} – Coast Weekly</title><link rel="canonical" href="https://coast.example/{day:%Y/%m/%d}/{story.title.lower().replace(" ", "-")}"></head>
<body><div class="wrapper"><header class="header">{_NAV}<form><input name="q"><button>Search</button></form></header><article class="article"><h1>{story.title}</h1>
<div class="article__author">{story.author}</div><div class="article__content">{_paragraphs(story)}</div></article>
<div class="sidebar"><h3>Latest</h3><ul>{"".join(f"<li><a>{text}</a></li>" for text in OTHERS)}</ul></div><footer>© Coast Weekly</footer></div></body></html>"""


def _printed_date(story: Story, day: date) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><title>{story.title} | Hill Tribune</title><meta property="og:site_name" content="Hill Tribune"></head><body>
<header>{_NAV}</header><main><article><h1>{story.title}</h1><p class="byline">By {story.author}</p><p class="dateline">Published: {day:%B %-d, %Y}</p>
<p class="updated">Updated: {day + timedelta(days=1):%B %-d, %Y}</p>{_paragraphs(story)}
<p class="read-more">Read more: <a href="/z">{OTHERS[4]}</a></p></article></main><aside><h2>Opinion</h2><ul>{_links(day)}</ul></aside><footer>© 2031 Hill Tribune. All rights reserved.</footer></body></html>"""


def _two_zones(story: Story, day: date) -> str:
    """The evening there is the next day in UTC."""
    data = [
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
        {
            "@context": "https://schema.org",
            "@type": ["NewsArticle"],
            "headline": story.title,
            "datePublished": f"{day + timedelta(days=1)}T03:30:00Z",
            "author": [{"@type": "Person", "name": story.author}],
            "mainEntityOfPage": "https://gazette.example/a/1",
        },
        {
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "name": OTHERS[0],
            "uploadDate": f"{day - timedelta(days=90)}",
        },
    ]
    return f"""<!doctype html><html lang="en"><head><title>{story.title} — Pacific Gazette</title><meta property="og:site_name" content="Pacific Gazette">
<meta property="article:published_time" content="{day}T20:30:00-07:00"><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div class="gdpr-modal" role="dialog"><h2>Your privacy</h2><p>This website uses cookies. You can change your settings at any time.</p></div>{_NAV}
<main><article><h1>{story.title}</h1><div class="byline-wrapper"><span>{story.author}</span> <time datetime="{day}T20:30:00-07:00">{day:%b %-d}, 8:30 p.m.</time></div>
<section class="article-content">{_paragraphs(story)}</section><div class="promo"><a>Subscribe now for unlimited access</a></div></article>
<section class="more"><h3>More from Pacific Gazette</h3><ul>{_links(day)}</ul></section></main><footer><p>Pacific Gazette Media {day.year}</p></footer></body></html>"""


def _with_table(story: Story, day: date) -> str:
    rows = "".join(f"<tr><td>{year}</td><td>{amount}</td></tr>" for year, amount in ROWS[1:])
    return f"""<!doctype html><html lang="en"><head><title>{story.title} - Data Desk</title><meta property="og:site_name" content="Data Desk">
<meta name="parsely-pub-date" content="{day}T07:00:00Z"><meta name="parsely-author" content="{story.author}"></head><body><header>{_NAV}</header>
<main><article><h1>{story.title}</h1><div class="post-content">{_paragraphs(story)}<table><thead><tr><th>{ROWS[0][0]}</th><th>{ROWS[0][1]}</th></tr></thead><tbody>{rows}</tbody></table>
<p>{SOURCE}</p></div></article><div class="related-articles"><h3>Related articles</h3><ul>{_links(day)}</ul></div></main>
<footer>Data Desk © {day.year}</footer></body></html>"""


ROWS: Rows = (("Year", "Amount in thousands"), ("2019", "412"), ("2020", "377"), ("2021", "455"))
SOURCE = "The figures come from the yearly report of the statistics office and are rounded to thousands."
MAKES: tuple[Callable[[Story, date], str], ...] = (
    _public_radio,
    _hashed_classes,
    _word_press,
    _tables_of_old,
    _german,
    _microdata,
    _url_alone,
    _printed_date,
    _two_zones,
    _with_table,
)


def pages() -> list[Page]:
    """All thirty pages, each with its own day."""
    made = []
    for number in range(30):
        make, story = MAKES[number % 10], STORIES[(number * 7 + number // 10) % 10]
        day = date(2021, 1, 11) + timedelta(days=37 * number)
        main = list(story.paragraphs)
        if make is _with_table:
            main += [" ".join(row) for row in ROWS] + [SOURCE]
        made.append(Page(f"{number:02}{make.__name__}.html", make(story, day), "\n".join(main), day, story.title))
    return made
