"""Commands that look at the evidence: /sources /open /why /verify /search /timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rich.text import Text

from assistant.answering.checking.recheck import read_again, recheck
from assistant.answering.question.shown import asked_for, filter_line
from assistant.errors import SettingsError
from assistant.interfaces.render.console import stdout
from assistant.interfaces.render.kept.recheck import recheck_lines
from assistant.interfaces.render.lines import (
    Hanging,
    clean,
    hit_lines,
    listed_lines,
    nearest_lines,
    notice_line,
    one_line,
    print_lines,
    source_lines,
    support_line,
)
from assistant.interfaces.render.listing import table_lines
from assistant.interfaces.render.pager import open_in_editor, open_in_pager
from assistant.interfaces.repl.command import Command
from assistant.interfaces.repl.session import Session
from assistant.types import Answer, Query

_LISTS = ("all", "undated", "suspect")


def _sources(session: Session, argument: str) -> None:
    if not argument:
        last = session.last
        lines = [*source_lines(last, session.document), *nearest_lines(last), *listed_lines(last, whole=True)]
        session.show(lines or [Text("the last answer has no sources; /sources all lists the files")])
        return
    if argument not in _LISTS:
        raise SettingsError(f"/sources takes {', '.join(_LISTS)}; alone it lists the sources of the last answer")
    documents = session.documents
    if argument == "undated":
        documents = [document for document in documents if document.date.day is None]
    elif argument == "suspect":
        documents = [document for document in documents if document.problems]
    out = stdout(wide=True)
    passages = session.assistant.index.passage_counts()
    session.show(table_lines(documents, passages, width=out.width if out.is_terminal else None), wide=True)


def _open(session: Session, argument: str) -> None:
    words = [word for word in argument.split() if word != "--editor"]
    citation = session.citation(words[0] if words else "1")
    document = session.document(citation.path)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        raise SettingsError(f"{citation.path} was reindexed since this answer; /verify checks its quotes")
    if "--editor" in argument.split():
        from assistant.corpus.walk import locate

        with session.lend_terminal():
            open_in_editor(locate(session.settings.corpus, citation.path), document, citation)
    else:
        with session.lend_terminal():
            open_in_pager(session.out, document, citation)


def _why(session: Session, argument: str) -> None:
    answer = session.last
    if argument == "prompt":
        session.show(_prompt(session, answer))
    elif argument:
        raise SettingsError("/why explains the last answer; /why prompt shows what the model was sent")
    else:
        session.show(_reasons(answer))


def _why_that_day(query: Query) -> str:
    if query.as_of_explicit:
        return ""
    return " (the newest article)" if query.closed else " (today)"


def _reasons(answer: Answer) -> Iterator[Text]:
    query = answer.query
    yield Text("Understood", "bold")
    yield _pair("searched", query.search_text)
    yield _pair("asked as of", f"{query.as_of}{_why_that_day(query)}")
    yield _pair("filters", filter_line(query, answer.scope).removeprefix("searching articles ") or "none")
    if asked := ", ".join(asked_for(query.asked)):
        yield _pair("asked for", asked)
    if query.understood:
        yield _pair("from words", ", ".join(f"“{phrase}”" for phrase in query.understood))
    yield Text("Passages", "bold")
    for rank, hit in enumerate(answer.hits, 1):
        yield from hit_lines(rank, hit, query.search_text)
    if not answer.hits:
        yield Text("  none")
    yield Text("Answer", "bold")
    yield _pair("status", answer.status.replace("_", " "))
    yield _pair("written by", answer.model or "no model: quotes")
    if answer.usage.requests:
        usage = answer.usage
        tokens = f"{_count(usage.prompt_tokens)} tokens sent, {_count(usage.completion_tokens)} received"
        yield _pair("requests", f"{usage.requests}, {tokens} (/why prompt shows the prompt)")
    if support := support_line(answer):
        yield _pair("support", support)
    stages = [f"{name.replace('_', ' ')} {1_000 * value:.0f} ms" for name, value in answer.timings.items()]
    if stages:
        yield _pair("time", ", ".join(stages))
    yield from map(notice_line, answer.notices)


def _prompt(session: Session, answer: Answer) -> Iterator[Text]:
    if session.settings.writer == "quotes":
        raise SettingsError("no model is set, so no prompt is sent; /model NAME sets one")
    from assistant.answering.writing.prompting import build_prompt

    settings = session.settings
    room = settings.context_window - settings.reply_tokens
    prompt = build_prompt(answer.query, answer.hits, session.history[:-1], room=room)
    for message in prompt.messages:
        yield Text(f"[{message.role}]", "bold")
        yield from (Text(line) for line in clean(message.content).split("\n"))
    yield Text(f"{prompt.tokens} tokens, {len(prompt.labels)} passages", "dim")


def _verify(session: Session, argument: str) -> None:  # noqa: ARG001
    settings = session.settings
    if not session.last.citations:
        raise SettingsError("the last answer cites nothing")
    paths = [each.path for each in session.last.citations]
    files = read_again(
        settings.corpus, paths, today=date.today(), max_bytes=settings.max_file_bytes, fields=settings.fields
    )
    print_lines(session.out, recheck_lines(recheck(session.last.citations, files)))


def _search(session: Session, argument: str) -> None:
    _needs(argument, "/search WORDS")
    hits = session.assistant.search(argument, **session.narrowed.options())
    lines = [line for rank, hit in enumerate(hits, 1) for line in hit_lines(rank, hit, argument)]
    session.show(lines or [Text("nothing found")])


def _timeline(session: Session, argument: str) -> None:
    _needs(argument, "/timeline TOPIC")
    from assistant.interfaces.render.lines import timeline_lines

    rows = session.assistant.timeline(argument, **session.narrowed.options())
    session.show(timeline_lines(rows) if rows else [Text("the corpus has no dated events on that")])


def _who(session: Session, argument: str) -> None:
    _needs(argument, "/who NAME")
    from assistant.following.people import who
    from assistant.interfaces.render.kept.people import who_lines

    session.show(who_lines(who(session.assistant, argument, session.narrowed.options())))


def _needs(argument: str, usage: str) -> None:
    if not argument:
        raise SettingsError(f"usage: {usage}")


def _pair(name: str, value: str) -> Text:
    line = Hanging(f"  {name:<12}")
    line.stylize("dim")
    line.append(one_line(value))
    line.hang = 14
    return line


def _count(tokens: int | None) -> str:
    return "an unknown number of" if tokens is None else f"{tokens:,}"


def _numbers(session: Session, typed: str) -> Iterable[str]:  # noqa: ARG001
    return [*session.openable, "--editor"]


COMMANDS = (
    Command(
        "sources", "[all|undated|suspect]", "Quote the last answer's sources; list the corpus.", "Evidence", _sources,
        lambda _session, _typed: _LISTS,
    ),
    Command("open", "N [--editor]", "Show source or article N in its file.", "Evidence", _open, _numbers),
    Command(
        "why", "[prompt]", "Show what was understood and found, scores, times, tokens.", "Evidence", _why,
        lambda _session, _typed: ("prompt",),
    ),
    Command("verify", "", "Check the quotes against the files as they are now.", "Evidence", _verify),
    Command("search", "WORDS", "List passages with their scores.", "Evidence", _search),
    Command("timeline", "TOPIC", "List events in date order.", "Evidence", _timeline),
    Command("who", "NAME", "Say who somebody is, with roles and days.", "Evidence", _who),
)  # fmt: skip
