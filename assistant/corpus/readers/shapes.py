"""Records as archives, interfaces and exports of the trade write them: which field is what in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of record. It is one that has all the fields of `marks`; `fields` are paths for each role, best first.

    For its text and its dates no other field is taken: the day of an upload is none of publication.
    """

    name: str
    marks: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]


def _shape(name: str, marks: str, **fields: str) -> Shape:
    return Shape(name, tuple(marks.split()), {role: tuple(paths.split()) for role, paths in fields.items()})


_SHAPES = (
    _shape(
        "Aleph (FollowTheMoney)",
        "schema properties",
        text="properties.bodyText properties.rawText properties.indexText properties.bodyHtml properties.description"
        " properties.summary properties.notes",
        title="properties.title properties.subject properties.name properties.fileName caption",
        date="properties.publishedAt properties.date properties.authoredAt",
        updated="properties.modifiedAt",
        author="properties.author properties.from properties.sender",
        source="properties.publisher properties.generator collection.label",
        language="properties.language",
        url="properties.sourceUrl links.ui",
    ),
    _shape(
        "Guardian",
        "webTitle webPublicationDate",
        text="fields.bodyText fields.body fields.trailText blocks.body.bodyTextSummary",
        title="fields.headline webTitle",
        date="webPublicationDate",
        updated="fields.lastModified",
        author="fields.byline",
        source="fields.publication",
        url="webUrl fields.shortUrl",
        language="fields.lang",
    ),
    _shape(
        "New York Times",
        "headline pub_date web_url",
        text="lead_paragraph abstract snippet",
        title="headline.main headline.print_headline headline",
        date="pub_date",
        author="byline.original byline",
        source="source",
        url="web_url",
    ),
    _shape(
        "DocumentCloud",
        "pages created_at",
        text="full_text text pages",
        title="title",
        date="published_at publication_date data.date",
        updated="",
        author="data.author contributor",
        source="source publisher",
        url="canonical_url published_url",
        language="language",
    ),
    _shape(
        "DocumentCloud",
        "created_at page_count",
        text="full_text text description",
        title="title",
        date="published_at publication_date data.date",
        updated="",
        source="source publisher",
        url="canonical_url",
        language="language",
    ),
    _shape(
        "Google Keep",
        "userEditedTimestampUsec",
        text="textContent listContent textContentHtml",
        title="title",
        date="createdTimestampUsec userEditedTimestampUsec",
        updated="userEditedTimestampUsec",
    ),
    _shape("GDELT", "seendate domain", text="title", title="title", date="seendate", source="domain", url="url"),
    _shape(
        "Event Registry",
        "body dateTimePub",
        text="body",
        title="title",
        date="dateTimePub dateTime",
        updated="",
        author="authors.name authors",
        source="source.title source.uri",
        url="url",
        language="lang",
    ),
    _shape(
        "NewsAPI",
        "publishedAt source description",
        text="content description",
        title="title",
        date="publishedAt",
        author="author",
        source="source.name source",
        url="url",
    ),
    _shape(
        "Reddit",
        "subreddit created_utc",
        text="selftext body",
        title="title",
        date="created_utc",
        updated="edited",
        author="author",
        source="subreddit",
        url="permalink url",
    ),
)


def shape_of(record: Mapping[str, Any]) -> Shape | None:
    """The kind of a record; None for one of no known kind."""
    return next((shape for shape in _SHAPES if all(mark in record for mark in shape.marks)), None)
