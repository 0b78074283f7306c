"""What an index run reports: its progress, what it will send to a remote embedder, what it found and did."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from assistant.index.build.difference import Difference
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.columns import Counts
from assistant.index.store.generation import Generation
from assistant.index.store.repeated import Repeated
from assistant.index.store.repeated import found as furniture
from assistant.types import Skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `read` counts files, `words` documents, `embed` and `vectors` passages."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ToEmbed:
    """Passages that the vector cache lacks, and their tokens (cl100k_base, which OpenAI's embedders count in)."""

    passages: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run found and did. `timings` are seconds by stage; `embedder` is the time inside the embedder alone.

    `generation` is the live generation's name ("" after a dry run without an index). `to_embed` is what was, or in a
    dry run would be, embedded; None where that was not asked for. `fields` say for each file of records that was read
    which of their fields were taken for what. `repeated` are lines that many files of a source have; none is quoted.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    documents: int = 0
    passages: int = 0
    undated: int = 0
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.0
    generation: str = ""
    dry_run: bool = False
    timings: dict[str, float] = field(default_factory=dict)
    to_embed: ToEmbed | None = None
    fields: dict[str, str] = field(default_factory=dict)
    repeated: tuple[Repeated, ...] = ()


def report(
    found: Difference,
    live: Generation | None,
    started: float,
    *,
    to_embed: ToEmbed | None,
    dry_run: bool = False,
    timings: dict[str, float] | None = None,
    fields: dict[str, str] | None = None,
) -> BuildReport:
    """Put the report together. `started`: time.perf_counter() at the beginning of the run."""
    counts = Counts(0, 0, 0)
    repeated: list[Repeated] = []
    skipped = list(found.passed_over)
    added = [entry.path for entry in found.added]
    if live is not None:
        catalogue = Catalogue(live.catalogue)
        counts = catalogue.counts()
        skipped = catalogue.skipped()
        if not dry_run:  # a new file that could not be read is skipped, not added
            read = catalogue.files_with_documents()
            added = [path for path in added if path in read]
            repeated = furniture(catalogue.connection)
        catalogue.close()
    return BuildReport(
        added=tuple(added),
        changed=tuple(entry.path for entry in found.changed),
        renamed=tuple((old, entry.path) for old, entry in found.renamed),
        removed=found.removed,
        unchanged=found.unchanged,
        documents=counts.documents,
        passages=counts.passages,
        undated=counts.undated,
        skipped=tuple(skipped),
        seconds=time.perf_counter() - started,
        generation=live.name if live else "",
        dry_run=dry_run,
        timings=timings or {},
        to_embed=to_embed,
        fields=fields or {},
        repeated=tuple(repeated),
    )
