"""What `assistant follow` tells of planted news: made-up stories with developments, copies and nothing new.

python -m bench.developments [STORIES.json …]    # the files of tests/following where none is named
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.app import Assistant
from assistant.following.developments import Told, developments
from assistant.settings import Settings
from tests.following.planted import NEW, OLD, Story, article

_STORIES = Path(__file__).resolve().parent.parent / "tests" / "following"


def main(files: Sequence[Path]) -> None:
    """Print what was told of each file's stories, and what was not or wrongly."""
    for file in files:
        print(f"{file.name}: {_told([_story(row) for row in json.loads(file.read_text(encoding='utf-8'))])}")


def _told(stories: list[Story]) -> str:
    planted = told = right = pieces = false = copies = 0
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "archive"
        _write(stories, corpus)
        with Assistant.open(settings=Settings(corpus=corpus, mode="quotes")) as opened:
            new = [each.path for each in opened.documents() if each.date.day == NEW]
            for story in stories:
                found = _by_file(developments(opened, story.asked, new, {"as_of": NEW}))
                wanted = {f"{story.key}-{at}.txt": kind for at, (kind, _, _) in enumerate(story.later, 1)}
                wanted = {path: kind for path, kind in wanted.items() if kind not in ("copy", "nothing")}
                planted += len(wanted)
                told += sum(path in found for path in wanted)
                right += sum(kind in found.get(path, ()) for path, kind in wanted.items())
                pieces += sum(map(len, found.values()))
                false += sum(len(kinds) for path, kinds in found.items() if path not in wanted)
                copied = {f"{story.key}-{at}.txt" for at, (kind, _, _) in enumerate(story.later, 1) if kind == "copy"}
                copies += len(copied & found.keys())
                for path in sorted({**wanted, **found}):
                    if wanted.get(path) not in found.get(path, ()):
                        print(f"  {path}: {wanted.get(path, 'no news')}, told as {found.get(path, 'nothing')}")
    return (
        f"{planted} planted: {told} told, {right} as what they are; {false} of {pieces} pieces told are no news, "
        f"{copies} of them copies"
    )


def _story(row: dict[str, object]) -> Story:
    later = row["later"]
    assert isinstance(later, list)
    texts = tuple((each["kind"], each["source"], tuple(each["text"])) for each in later)
    old = row["old"]
    assert isinstance(old, list)
    return Story(str(row["key"]), str(row["asked"]), str(row["title"]), tuple(map(str, old)), texts)


def _write(stories: list[Story], folder: Path) -> None:
    folder.mkdir()
    for story in stories:
        (folder / f"{story.key}.txt").write_text(article(story, OLD, "Morning Bulletin", story.old), encoding="utf-8")
        for number, (kind, source, paragraphs) in enumerate(story.later, 1):
            title = story.title if kind == "copy" else f"{story.title}: later {number}"
            text = article(story, NEW, source, paragraphs or story.old, title)
            (folder / f"{story.key}-{number}.txt").write_text(text, encoding="utf-8")


def _by_file(told: Told) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in told.developments:
        found.setdefault(each.citation.path, []).append(each.kind)
    return found


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]] or sorted(_STORIES.glob("stories*.json")))
