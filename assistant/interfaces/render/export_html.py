"""Answers as one HTML file that needs nothing else: no script, no request, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from assistant.blocks import blocks, paragraphs
from assistant.interfaces.render.export_common import bibliography, described, remarks
from assistant.interfaces.render.lines import answer_parts, copies_of, dated, is_spoken, one_line, where
from assistant.types import Answer, Citation, Sentence

# The policy forbids every request, whatever a browser extension or a later edit may add.
HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.05rem/1.55 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff }}
h1 {{ font-size: 1.3rem }} h2 {{ font-size: 1rem; margin-top: 2rem }}
sup a, li a {{ text-decoration: none; color: #05548c }}
blockquote {{ margin: .2rem 0 .4rem; padding-left: .8rem; border-left: 3px solid #c9c9c9 }}
.place, .remark {{ font: .85rem/1.5 system-ui, sans-serif; color: #555 }}
.undated {{ color: #8a5a00 }}
table {{ border-collapse: collapse }} th, td {{ text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
  border-bottom: 1px solid #c9c9c9 }}
:target {{ background: #fff3c4 }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e6e6e6; background: #161616 }} sup a, li a {{ color: #7cc0f0 }}
  .place, .remark {{ color: #a9a9a9 }} .undated {{ color: #e0b050 }} :target {{ background: #4a4012 }} }}
</style>
</head>
<body>
"""


def page(answers: Sequence[Answer]) -> str:
    """The page, answers in the order given, and a bibliography at its end."""
    title = one_line(answers[0].question) if answers else "No answers"
    parts = [HEAD.format(title=escape(title))]
    for number, (answer, said) in enumerate(zip(answers, remarks(answers), strict=True), 1):
        parts.extend(_article(answer, f"{number}-", said))
    parts.extend(_listed("Sources", bibliography(answers)))
    return "\n".join([*parts, "</body>", "</html>", ""])


def _article(answer: Answer, prefix: str, said: Sequence[str]) -> Iterator[str]:
    yield "<article>"
    yield f"<h1>{_text(answer.question)}</h1>"
    yield from _blocks(answer.sentences, prefix)
    yield from _listed("Nearest articles", map(described, answer.nearest))
    yield from _listed("Articles", map(described, answer.listed))
    yield from (f'<p class="remark">{_text(remark)}</p>' for remark in said)
    if answer.citations:
        yield "<ol>"
        yield from (_citation(citation, prefix, answer) for citation in answer.citations)
        yield "</ol>"
    yield "</article>"


def _blocks(sentences: Sequence[Sentence], prefix: str) -> Iterator[str]:
    """Paragraphs, headings, lists and tables."""

    def cell(places: Iterable[int]) -> str:
        return " ".join(_cited(sentences[at], prefix) for at in places)

    if not sentences:
        yield "<p></p>"
    for block in blocks(sentences):
        if block.kind == "list":
            yield "<ul>\n" + "\n".join(f"<li>{''.join(map(cell, row))}</li>" for row in block.rows) + "\n</ul>"
        elif block.kind == "table":
            names, *rows = block.rows
            head = "".join(f"<th>{cell(one)}</th>" for one in names)
            body = "".join(f"\n<tr>{''.join(f'<td>{cell(one)}</td>' for one in row)}</tr>" for row in rows)
            yield f"<table>\n<tr>{head}</tr>{body}\n</table>"
        else:
            tag = "h2" if block.kind == "heading" else "p"
            for paragraph in paragraphs(sentences, block):
                yield f"<{tag}>{cell(paragraph)}</{tag}>"


def _cited(sentence: Sentence, prefix: str) -> str:
    marks = (f'<sup><a href="#c{prefix}{n}" id="r{prefix}{n}">[{n}]</a></sup>' for n in sentence.citations)
    return _marked(sentence) + "".join(marks)


def _marked(sentence: Sentence) -> str:
    before, words, after = map(escape, answer_parts(sentence))
    return f"{before}<strong>{words}</strong>{after}" if words else before


def _citation(citation: Citation, prefix: str, answer: Answer) -> str:
    title = f"{_text(citation.title)}, " if citation.title else ""
    kind = ' class="undated"' if citation.date.day is None else ""
    place = f"{title}{_text(citation.path)}, {_text(where(citation))}, <span{kind}>{_text(dated(citation.date))}</span>"
    back = f'<a href="#r{prefix}{citation.number}">↑</a>'
    number = citation.number
    quote = "" if is_spoken(citation, answer) else f"<blockquote>{_text(citation.quote)}</blockquote>"
    lead = f'<li id="c{prefix}{number}" value="{number}">{quote}'
    copies = "".join(f"<br>{escape(line)}" for line in copies_of(citation))
    return f'{lead}<span class="place">{place} {back}{copies}</span></li>'


def _listed(title: str, articles: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [f"<li>{_text(', '.join(filter(None, parts)))}</li>" for parts in articles]
    if lines:
        yield from (f"<h2>{title}</h2>\n<ul>", *lines, "</ul>")


def _text(text: str) -> str:
    return escape(one_line(text))
