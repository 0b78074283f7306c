"""A line that many files of a source repeat is never evidence, whatever it says; copies and forms are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index.search.index import Index
from assistant.index.store.repeated import Repeated
from tests.index.corpora import WordEmbedder, ask, index, write

PROMO = "Readers of the Courier save a third on walking holidays in spring."
SUBJECTS = "tax vote law court school river storm train bridge harbour airport tunnel".split()


def page(subject: str, *more: str, source: str = "The Courier") -> str:
    body = [
        f"The {subject} was opened on day {number} of the {subject} week, said {subject} staff." for number in (1, 2)
    ]
    return f"---\nsource: {source}\n---\n" + "\n\n".join((*body, *more)) + "\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", {f"{one}.md": page(one, PROMO) for one in SUBJECTS})


def marked(index_dir: Path) -> dict[str, list[str]]:
    with Index.open(index_dir, WordEmbedder()) as reader:
        return {
            each.path: [each.text[span.start : span.end] for span in each.boilerplate if span.kind == "repeated"]
            for each in reader.documents()
        }


def test_it_is_marked_kept_in_the_text_told_and_in_no_passage(root: Path, tmp_path: Path) -> None:
    report = index(root, tmp_path / "index")
    assert report.repeated == (Repeated(PROMO, "The Courier", 12, 12),)
    assert set(map(tuple, marked(tmp_path / "index").values())) == {(PROMO,)}
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        assert PROMO in reader.documents()[0].text
        assert all("walking" not in hit.passage.text for hit in reader.search(ask("walking holidays in spring"), 10))


def test_later_files_make_it_furniture_in_those_that_were_there(root: Path, tmp_path: Path) -> None:
    late = [root / f"{one}.md" for one in SUBJECTS[6:]]
    texts = {path.name: path.read_text() for path in late}
    for path in late:
        path.unlink()
    assert index(root, tmp_path / "index").repeated == ()
    write(root, texts)
    assert index(root, tmp_path / "index").repeated == (Repeated(PROMO, "The Courier", 12, 12),)
    assert set(map(tuple, marked(tmp_path / "index").values())) == {(PROMO,)}
    write(root, {"new.md": page("council", PROMO)})
    (root / "tax.md").unlink()
    assert index(root, tmp_path / "index").repeated == (Repeated(PROMO, "The Courier", 12, 12),)
    assert marked(tmp_path / "index")["new.md"] == [PROMO]


def test_few_files_another_source_copies_and_forms_are_left_alone(tmp_path: Path) -> None:
    said = "The council meets again on the last Thursday of the month."
    copied = page("quarry", "The quarry on the hill was sold for two million, and its owner moved away.")
    form = "This form tells what the office was asked and what it answered to that."
    root = write(
        tmp_path / "corpus",
        {
            **{f"{at}.md": page(one, *([said] if at < 7 else [])) for at, one in enumerate(SUBJECTS)},
            **{f"other{at}.md": page(one, said, source=f"Paper {at}") for at, one in enumerate(SUBJECTS)},
            **{f"copy{at}.md": copied for at in range(9)},
            **{f"form{at}.md": f"---\nsource: Office\n---\n{form}\n\nNo. {at} of {at}.\n" for at in range(12)},
        },
    )
    index(root, tmp_path / "index")
    assert not any(marked(tmp_path / "index").values())
