# ruff: noqa: E501 (exports are written as they are)
"""Exports of chats, networks and blogs: each message or post is a document, and what was never published is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.making import tarred, zipped
from tests.corpus.readers.pieces.test_pieces import Expected, Sample, loaded

TELEGRAM = {
    "about": "Here is the data you requested.",
    "chats": {"about": "…", "list": [
        {"name": "Новости порта", "type": "public_channel", "id": 9, "messages": [
            {"id": 1, "type": "message", "date": "2022-05-01T23:50:00", "date_unixtime": "1651434600", "from": "Новости порта", "from_id": "channel9", "text": [{"type": "mention", "text": "@port"}, " закрыт до понедельника."], "text_entities": []},
            {"id": 2, "type": "message", "date": "2022-05-03T08:00:00", "from": "Новости порта", "forwarded_from": "Ида", "photo": "photos/1.jpg", "text": "Порт снова открыт."},
            {"id": 3, "type": "message", "date": "2022-05-03T09:00:00", "from": "Новости порта", "photo": "photos/2.jpg", "text": ""},
        ]},
    ]},
}  # fmt: skip
DISCORD = {
    "guild": {"id": "1", "name": "Mill watch"}, "channel": {"id": "2", "type": "GuildTextChat", "name": "general"}, "exportedAt": "2024-02-01T00:00:00+00:00",
    "messages": [
        {"id": "5", "type": "GuildMemberJoin", "timestamp": "2023-11-02T10:00:00+00:00", "content": "Joined the server.", "author": {"name": "bo"}},
        {"id": "6", "type": "Default", "timestamp": "2023-11-02T23:30:00.123+00:00", "timestampEdited": None, "content": "The mill lost its licence today.", "author": {"name": "ada.l", "nickname": "Ada"}},
        {"id": "7", "type": "Reply", "timestamp": "2023-11-05T09:00:00+00:00", "timestampEdited": "2023-11-06T09:00:00+00:00", "content": "It got it back.", "author": {"name": "bo", "nickname": None}},
    ], "messageCount": 3,
}  # fmt: skip
SLACK = zipped({
    "users.json": json.dumps([{"id": "U1", "name": "rosa", "profile": {"real_name": "Rosa Lind"}}, {"id": "U2", "name": "ben"}]),
    "channels.json": json.dumps([{"id": "C1", "name": "desk"}]),
    "desk/2021-06-07.json": json.dumps([
        {"type": "message", "subtype": "channel_join", "ts": "1623052800.000100", "user": "U2", "text": "<@U2> has joined the channel"},
        {"type": "message", "ts": "1623056400.000200", "user": "U1", "text": "<@U2> the ministry denies it, see <https://m.example/a|their note> &amp; call <!here>"},
    ]),
    "desk/2021-06-08.json": json.dumps([{"type": "message", "ts": "1623142800.000200", "user": "U2", "text": "Called. They confirm it now."}]),
})  # fmt: skip
TWEETS = "window.YTD.tweets.part0 = " + json.dumps([
    {"tweet": {"id_str": "11", "created_at": "Fri Mar 12 23:04:05 +0000 2021", "full_text": "The dam &amp; the road are closed.", "lang": "en", "retweeted": False}},
    {"tweet": {"id_str": "12", "created_at": "Sat Mar 13 08:00:00 +0000 2021", "full_text": "RT @damwatch: The dam is open again.", "lang": "en"}},
])  # fmt: skip
OUTBOX = {
    "@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection", "totalItems": 3,
    "orderedItems": [
        {"id": "https://m.example/users/rosa/statuses/1/activity", "type": "Create", "actor": "https://m.example/users/rosa", "published": "2022-11-20T10:00:00Z",
         "object": {"id": "https://m.example/users/rosa/statuses/1", "type": "Note", "summary": None, "published": "2022-11-20T10:00:00Z", "url": "https://m.example/@rosa/1", "attributedTo": "https://m.example/users/rosa", "content": "<p>Das Werk schließt am Freitag.</p><p>Mehr morgen.</p>", "contentMap": {"de": "…"}}},
        {"type": "Announce", "actor": "https://m.example/users/rosa", "published": "2022-11-21T10:00:00Z", "object": "https://x.example/1"},
        {"type": "Create", "actor": "https://m.example/users/rosa", "published": "2022-11-25T10:00:00Z", "object": {"type": "Note", "content": "<p>Es ist zu.</p>", "published": "2022-11-25T10:00:00Z"}},
    ],
}  # fmt: skip
# As Facebook writes it: each byte of the UTF-8 as a character.
POSTS = r"""[{"timestamp": 1583402400, "data": [{"post": "La pr\u00c3\u00a9fecture a ferm\u00c3\u00a9 le pont."}], "title": "Zo\u00c3\u00ab a mis \u00c3\u00a0 jour son statut."},
{"timestamp": 1583575200, "attachments": [{"data": [{"media": {"uri": "a.jpg"}}]}]}, {"timestamp": 1583748000, "data": [{"update_timestamp": 1583748000}, {"post": "Le pont est rouvert."}]}]"""
MESSENGER = r"""{"participants": [{"name": "Zo\u00c3\u00ab"}, {"name": "Bo"}], "messages": [{"sender_name": "Zo\u00c3\u00ab", "timestamp_ms": 1583402400000, "content": "Le maire d\u00c3\u00a9missionne.", "type": "Generic"},
{"sender_name": "Bo", "timestamp_ms": 1583316000000, "content": "Quoi de neuf ?", "type": "Generic"}], "title": "Zo\u00c3\u00ab et Bo", "thread_path": "inbox/x"}"""
SMS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><!--File Created By SMS Backup & Restore v10--><?xml-stylesheet type="text/xsl" href="sms.xsl"?>
<smses count="3" backup_date="1700000000000" type="full"><sms protocol="0" address="+4912345" date="1615590000000" type="1" subject="null" body="Der Richter l&#228;sst ihn gehen &#128512;" readable_date="13.03.2021 00:00:00" contact_name="Vera" />
<sms protocol="0" address="+4912345" date="1615740000000" type="2" body="Danke. Wann genau?" readable_date="14.03.2021 17:40:00" contact_name="Vera" /><sms address="+49" date="1615740000000" type="3" body="Entwurf, nie gesendet" contact_name="Vera" />
<mms date="1615826400000" msg_box="1" address="+4912345" contact_name="(Unknown)"><parts><part ct="application/smil" text="x" /><part ct="text/plain" text="Bild vom Gericht" /></parts><addrs><addr address="+4998" type="137" /></addrs></mms></smses>"""
WXR = """<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.1/"><channel><title>Talblog</title><pubDate>Fri, 01 Mar 2024 10:00:00 +0000</pubDate><wp:wxr_version>1.1</wp:wxr_version>
<wp:author><wp:author_login>uk</wp:author_login><wp:author_display_name><![CDATA[Ute Kern]]></wp:author_display_name></wp:author>
<item><title>Wehr gebrochen</title><link>https://tal.example/wehr</link><pubDate>Tue, 05 Feb 2019 08:00:00 +0000</pubDate><dc:creator>uk</dc:creator><content:encoded><![CDATA[Das Wehr brach am Montag.

[caption id="1"]<img src="a"/> Das Wehr[/caption]

Niemand wurde verletzt.[gallery ids="1,2"]]]></content:encoded><wp:post_id>1</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Über uns</title><pubDate>Wed, 02 Jan 2019 08:00:00 +0000</pubDate><content:encoded>Wir schreiben über das Tal.</content:encoded><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>Geheim</title><pubDate>Wed, 02 Jan 2019 08:00:00 +0000</pubDate><content:encoded>Nur für uns.</content:encoded><wp:status>private</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Bald</title><pubDate>Wed, 02 Jan 2030 08:00:00 +0000</pubDate><content:encoded>Kommt noch.</content:encoded><wp:status>future</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Intern</title><pubDate>Wed, 02 Jan 2019 08:00:00 +0000</pubDate><content:encoded>Mit Kennwort.</content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><wp:post_password>x</wp:post_password></item></channel></rss>"""
BLOGGER = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#'><title type='text'>Quarry notes</title><updated>2024-01-01T00:00:00Z</updated>
<entry><id>a</id><published>2010-01-01T00:00:00Z</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#settings'/><title>BLOG_NAME</title><content>Quarry notes</content></entry>
<entry><id>b</id><published>2012-06-03T20:15:00.001-07:00</published><updated>2012-06-09T20:15:00.001-07:00</updated><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><title type='text'>Blast at noon</title><content type='html'>&lt;p&gt;The quarry blasted at noon on Sunday.&lt;/p&gt;</content><link rel='alternate' href='http://q.example/2012/06/blast.html'/><author><name>Abe</name></author></entry>
<entry><id>c</id><published>2012-07-03T20:15:00.001-07:00</published><app:control><app:draft>yes</app:draft></app:control><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><title>Not yet</title><content type='html'>Nobody has read this.</content></entry>
<entry><id>d</id><published>2012-08-01T00:00:00Z</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><title>c</title><content type='html'>First!</content></entry></feed>"""
TAKEOUT = """<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><title>Quarry notes</title>
<entry><id>b</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><author><name>Abe</name></author><title>Dust again</title><content type='html'>&lt;p&gt;There was dust again on Monday.&lt;/p&gt;</content><published>2019-05-07T10:00:00Z</published><updated>2019-05-07T10:00:00Z</updated></entry>
<entry><id>c</id><blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status><title>x</title><content type='html'>Never shown.</content><published>2019-05-08T10:00:00Z</published></entry></feed>"""
GHOST = {"db": [{"meta": {"version": "5.2"}, "data": {
    "posts": [
        {"id": "1", "title": "Dock sold", "slug": "dock", "html": "<p>The dock was sold on Friday.</p><!--kg-card-begin--><p>Its buyer is unknown.</p>", "status": "published", "published_at": "2023-02-04T09:00:00.000Z", "updated_at": "2023-02-05T09:00:00.000Z", "type": "post"},
        {"id": "2", "title": "Buyer", "slug": "buyer", "html": "<p>Not checked.</p>", "status": "draft", "published_at": None},
        {"id": "3", "title": "Later", "slug": "later", "html": "<p>Soon.</p>", "status": "scheduled", "published_at": "2030-01-01T00:00:00.000Z"},
    ],
    "users": [{"id": "u", "name": "Kim Ode"}], "posts_authors": [{"post_id": "1", "author_id": "u", "sort_order": 0}], "settings": [{"key": "title", "value": "Dockside"}],
}}]}  # fmt: skip

GOOGLE_CHAT = {"messages": [
    {"creator": {"name": "Ida Holm", "email": "ida@sundby.example", "user_type": "Human"}, "created_date": "Friday, May 6, 2022 at 8:15:12 AM UTC", "text": "The bridge is shut.", "message_id": "1"},
    {"creator": {"email": "bo@sundby.example"}, "created_date": "Friday, May 13, 2022 at 7:03:11\u202fPM UTC", "text": "It is open.", "message_id": "2"},
    {"creator": {"name": "Ida Holm"}, "created_date": "Friday, May 13, 2022 at 7:04:11 PM UTC", "attached_files": [{"original_name": "a.jpg"}]},
]}  # fmt: skip
SKYPE = {"userId": "live:ida", "exportDate": "2023-01-09T10:00", "conversations": [{"id": "8:bo", "displayName": "Bo Lind", "MessageList": [
    {"id": "1", "displayName": "Bo Lind", "originalarrivaltime": "2022-05-06T08:15:12.4Z", "messagetype": "RichText", "content": "The bridge is <b>shut</b> &amp; guarded."},
    {"id": "2", "displayName": None, "from": "8:ida", "originalarrivaltime": "2022-05-13T19:03:11Z", "messagetype": "RichText", "content": "It is open."},
    {"id": "3", "originalarrivaltime": "2022-05-13T19:04:11Z", "messagetype": "Event/Call", "content": "<partlist/>"},
]}]}  # fmt: skip
SAMPLES = (
    Sample("messages.json", json.dumps(GOOGLE_CHAT), (
        Expected("2022-05-06", "The bridge is shut.", None, "Google Chat", "Ida Holm"),
        Expected("2022-05-13", "It is open.", None, "Google Chat", "bo@sundby.example"),
    )),
    Sample("skype/messages.json", json.dumps(SKYPE), (
        Expected("2022-05-06", "The bridge is shut & guarded.", None, "Bo Lind", "Bo Lind"),
        Expected("2022-05-13", "It is open.", None, "Bo Lind", "8:ida"),
    )),
    Sample("result.json", json.dumps(TELEGRAM), (
        Expected("2022-05-01", "@port закрыт до понедельника.", None, "Новости порта", "Новости порта"),
        Expected("2022-05-03", "Порт снова открыт.", None, "Новости порта", "Ида (forwarded by Новости порта)"),
    )),
    Sample("Mill watch - general [2].json", json.dumps(DISCORD), (
        Expected("2023-11-02", "The mill lost its licence today.", None, "Mill watch #general", "Ada"),
        Expected("2023-11-05", "It got it back.", None, "Mill watch #general", "bo"),
    )),
    Sample("Desk Slack export Jun 7 2021.zip", SLACK, (
        Expected("2021-06-07", "@ben the ministry denies it, see their note & call @here", None, "Slack #desk", "Rosa Lind"),
        Expected("2021-06-08", "Called. They confirm it now.", None, "Slack #desk", "ben"),
    )),
    Sample("data/tweets.js", TWEETS, (
        Expected("2021-03-12", "The dam & the road are closed.", None, "Twitter"),
        Expected("2021-03-13", "The dam is open again.", None, "Twitter", "@damwatch"),
    )),
    Sample("archive-20230101.tar.gz", tarred({"outbox.json": json.dumps(OUTBOX).encode()}, "gz"), (
        Expected("2022-11-20", "Das Werk schließt am Freitag.\n\nMehr morgen.", None, "m.example", "rosa"),
        Expected("2022-11-25", "Es ist zu.", None, "m.example", "rosa"),
    )),
    Sample("your_posts_1.json", POSTS, (
        Expected("2020-03-05", "La préfecture a fermé le pont.", None, "Facebook"),
        Expected("2020-03-09", "Le pont est rouvert.", None, "Facebook"),
    )),
    Sample("message_1.json", MESSENGER, (
        Expected("2020-03-05", "Le maire démissionne.", None, "Zoë et Bo", "Zoë"),
        Expected("2020-03-04", "Quoi de neuf ?", None, "Zoë et Bo", "Bo"),
    )),
    Sample("sms-20231114221320.xml", SMS, (
        Expected("2021-03-13", "Der Richter lässt ihn gehen 😀", None, "SMS with Vera", "Vera"),
        Expected("2021-03-14", "Danke. Wann genau?", None, "SMS with Vera", "me"),
        Expected("2021-03-15", "Bild vom Gericht", None, "SMS with +4912345", "+4998"),
    )),
    Sample("talblog.WordPress.2024-03-01.xml", WXR, (
        Expected("2019-02-05", "Das Wehr brach am Montag.\n\nNiemand wurde verletzt.", "Wehr gebrochen", "Talblog", "Ute Kern"),
        Expected("2019-01-02", "Wir schreiben über das Tal.", "Über uns", "Talblog"),
    )),
    Sample("blog-01-01-2024.xml", BLOGGER, (Expected("2012-06-03", "The quarry blasted at noon on Sunday.", "Blast at noon", "Quarry notes", "Abe"),)),
    Sample("feed.atom", TAKEOUT, (Expected("2019-05-07", "There was dust again on Monday.", "Dust again", "Quarry notes", "Abe"),)),
    Sample("dockside.ghost.2024-01-01.json", json.dumps(GHOST), (Expected("2023-02-04", "The dock was sold on Friday.\n\nIts buyer is unknown.", "Dock sold", "Dockside", "Kim Ode"),)),
)  # fmt: skip

TELEGRAM_PAGE = """<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">Sorna volunteers </div></div></div>
<div class="history"><div class="message service" id="message-1"><div class="body details">3 February 2023</div></div>
<div class="message default clearfix" id="message2"><div class="body"><div class="pull_right date details" title="03.02.2023 23:22:10 UTC+01:00">23:22</div><div class="from_name">Mira K</div><div class="text">The trucks left <strong>at six</strong>.<br>All nine.</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body"><div class="pull_right date details" title="04.02.2023 00:01:00 UTC+01:00">00:01</div><div class="text">Seven arrived.</div></div></div>
<div class="message default clearfix" id="message4"><div class="body"><div class="pull_right date details" title="04.02.2023 00:02:00 UTC+01:00">00:02</div><div class="from_name">Ilan</div><div class="media_wrap">Photo</div></div></div></div></div></body></html>"""
DISCORD_PAGE = """<html><head><title>Mill watch - general</title></head><body><div class="preamble"><div class="preamble__entry">Mill watch</div></div><div class="chatlog"><div class="chatlog__message-group"><div class="chatlog__message-container"><div class="chatlog__message">
<span class="chatlog__author" title="ada">Ada</span><span class="chatlog__timestamp" title="Friday, 5 March 2021 21:04"><a href="#">05/03/2021</a></span><div class="chatlog__content chatlog__markdown"><span>The mill lost its licence.</span></div></div></div></div></div></body></html>"""

EUROPRESSE = """<html><head><title>Europresse</title></head><body><article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Courrier d'Ellery</span></div>
<span class="DocHeader">Région, jeudi 3 mai 2018 212 mots, p. 4</span><div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le bac est en panne</p></div><div class="sm-margin-bottomNews">Anne Lebrun</div></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer"><p>Le bac s'est arrêté à midi.</p><p>Une pompe a cédé.</p></div></div></section><footer><div class="publiC-lblNodoc">news·20180503·CE·1</div></footer></article>
<article><header><span class="DocPublicationName">La Voix (site web)</span><span class="DocHeader">7 juin 2018 - 10:15 UTC +02:00 98 mots</span><div class="titreArticle"><p class="titreArticleVisu">La bibliothèque rouvre</p></div></header>
<section><div class="DocText"><p>La bibliothèque rouvre lundi.</p></div></section></article></body></html>"""
FACEBOOK_PAGE = """<html><head><title>Your posts</title></head><body><div role="main"><div class="_a6-g"><div class="_2ph_ _a6-h">Ann Lee updated her status.</div><div class="_2ph_ _a6-p"><div><div>The ferry stopped at noon.</div></div></div>
<div class="_3-94 _a6-o"><div class="_a72d">Mar 12, 2021, 2:05 PM</div></div></div><div class="_a6-g"><div class="_a6-h">Bo Ek</div><div class="_a6-p"><div>Die Fähre fährt wieder.</div></div><div class="_a6-o">4. April 2021, 09:00</div></div></div></body></html>"""
INSTAGRAM = [
    {"media": [{"uri": "1.jpg", "creation_timestamp": 1615555533, "title": "The ferry stopped at noon."}]},
    {
        "media": [{"uri": "2.jpg", "creation_timestamp": 1617526800, "title": ""}],
        "title": "It sails again.",
        "creation_timestamp": 1617526800,
    },
    {"string_map_data": {"Comment": {"value": "Since when?"}, "Time": {"timestamp": 1617613200}}},
]

PAGES = (
    Sample("europresse.html", EUROPRESSE, (
        Expected("2018-05-03", "Le bac s'est arrêté à midi.\nUne pompe a cédé.", "Le bac est en panne", "Le Courrier d'Ellery", "Anne Lebrun"),
        Expected("2018-06-07", "La bibliothèque rouvre lundi.", "La bibliothèque rouvre", "La Voix (site web)"),
    )),
    Sample("your_posts_1.html", FACEBOOK_PAGE, (
        Expected("2021-03-12", "The ferry stopped at noon."),
        Expected("2021-04-04", "Die Fähre fährt wieder.", author="Bo Ek"),
    )),
    Sample("posts_1.json", json.dumps(INSTAGRAM), (
        Expected("2021-03-12", "The ferry stopped at noon.", None, "Instagram"),
        Expected("2021-04-04", "It sails again.", None, "Instagram"),
        Expected("2021-04-05", "Since when?", None, "Instagram"),
    )),
    Sample("messages.html", TELEGRAM_PAGE, (
        Expected("2023-02-03", "The trucks left at six.\nAll nine.", None, "Sorna volunteers", "Mira K"),
        Expected("2023-02-04", "Seven arrived.", None, "Sorna volunteers", "Mira K"),
    )),
    Sample("general.html", DISCORD_PAGE, (Expected("2021-03-05", "The mill lost its licence.", None, "Mill watch", "Ada"),)),
)  # fmt: skip


@pytest.mark.parametrize("sample", [*SAMPLES, *PAGES], ids=lambda sample: sample.name)
def test_each_message_or_post_is_a_document(sample: Sample, tmp_path: Path) -> None:
    found = loaded(tmp_path, sample.name, sample.content).documents
    assert [Expected(each.date.label, each.text, each.title, each.source, each.author) for each in found] == list(
        sample.pieces
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("talblog.WordPress.2024-03-01.xml", "left out: private posts (1), scheduled posts (1), posts behind a password (1)"),
        ("blog-01-01-2024.xml", "left out: settings (1), drafts (1), comments (1)"),
        ("dockside.ghost.2024-01-01.json", "left out: draft posts (1), scheduled posts (1)"),
        ("archive-20230101.tar.gz", "left out: boosts of others' posts (1)"),
        ("your_posts_1.json", "left out: posts without words (1)"),
    ],
)  # fmt: skip
def test_what_was_never_published_is_listed_as_left_out(name: str, reason: str, tmp_path: Path) -> None:
    sample = next(each for each in SAMPLES if each.name == name)
    assert [each.reason for each in loaded(tmp_path, name, sample.content).skipped] == [reason]


def test_an_export_of_drafts_alone_says_so(tmp_path: Path) -> None:
    drafts = WXR.replace("<wp:status>publish", "<wp:status>draft")
    found = loaded(tmp_path, "x.xml", drafts)
    assert not found.documents
    assert found.skipped[0].reason.startswith("an export without anything to read (left out: drafts (3)")
