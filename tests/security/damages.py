"""Random damages to what the program keeps: in each file some bytes are changed, cut, added, or all of it is emptied.

    python -m tests.security.damages 500 [SEED]

Each damage is tried in a process of its own, on a copy. What came of it:

    right     everything reads as before
    told      one line of ours says what is wrong and names a command; an index run then mends it
    lost      a cache, a conversation or a search lacks something, and nothing is wrong; an index run mends an index
    wrong     words that no file has were shown, or the damage outlives the command that mends it
    crashed   anything else: a traceback, a signal, five minutes without an end
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import UTC, datetime
from pathlib import Path

from assistant.conversations import Conversations
from assistant.errors import AssistantError
from assistant.index.search.index import Index
from assistant.interfaces.server.access.keys import KeyFile, KeyRing
from assistant.models.replies import ReplyCache
from assistant.types import Answer, Scope, Sentence
from tests.index.corpora import WordEmbedder, article, ask, index, write

SHIPS = ("ferry", "barge", "tug", "liner", "yacht", "canoe")
_LONGEST = 300  # seconds for one damage; a busy machine takes some
_NAMED = ("`assistant", "--rebuild", "assistant index", "chmod", "remove", "delete", "data_dir", "move it away")


def made(home: Path) -> str:
    """A corpus with its index, conversations, cached replies and keys."""
    articles = {f"{ship}.txt": article(f"2021-03-{day:02}", ship) for day, ship in enumerate(SHIPS, 1)}
    corpus = write(home / "corpus", articles)
    index(corpus, corpus / ".assistant")
    with Conversations(home / "data", now=lambda: datetime(2022, 1, 1, tzinfo=UTC)) as kept:
        number = None
        for ship in SHIPS:
            number = kept.add(number, str(corpus), _answer(ship))
    cache = ReplyCache(home / "cache")
    for ship in SHIPS:
        cache.put(f"{ship:0<64}", f"The {ship} left.")
    ring, key = KeyRing().add("desk", "secret")
    KeyFile(home / "keys" / "keys.json").write(ring)
    (home / "key").write_text(key)
    return "made"


def _answer(ship: str) -> Answer:
    text = f"The {ship} was reported."
    return Answer(f"What of the {ship}?", text, (Sentence(text),), (), "answered", ask(ship), Scope(6, 6))


def damage(file: Path, chance: random.Random) -> str:
    """Damage one file; what was done to it."""
    content = bytearray(file.read_bytes())
    place = chance.randrange(len(content) + 1)
    kind = chance.choice(("changed", "zeroed", "cut", "added", "emptied", "removed"))
    match kind:
        case "changed":
            for _ in range(chance.randint(1, 30)):
                if content:
                    content[chance.randrange(len(content))] = chance.randrange(256)
        case "zeroed":
            content[place : place + 512] = bytes(len(content[place : place + 512]))
        case "cut":
            del content[place:]
        case "added":
            content[place:place] = chance.randbytes(chance.randint(1, 300))
        case "emptied":
            content.clear()
        case _:
            file.unlink()
            return kind
    file.write_bytes(content)
    return kind


def _searched(home: Path) -> str:
    """Look for every article by its own word."""
    corpus = home / "corpus"
    state = "right"
    with Index.open(corpus / ".assistant", WordEmbedder()) as opened:
        for ship in SHIPS:
            hits = opened.search(ask(ship), 3)
            for hit in hits:
                text = (corpus / hit.document.path).read_text()
                if hit.passage.text.strip() not in text or hit.document.path.removesuffix(".txt") not in SHIPS:
                    return "wrong"
            if not hits or hits[0].document.path != f"{ship}.txt":
                state = "lost"
        if len(opened.documents()) < len(SHIPS):
            state = "lost"
    return state


def _indexed(home: Path) -> str:
    try:
        state = _searched(home)
    except AssistantError as error:
        state = _told(error)
    rebuild = False
    for _ in range(2):  # what the message names: an ordinary run, else a rebuild
        try:
            index(home / "corpus", home / "corpus" / ".assistant", rebuild=rebuild)
            return state if _searched(home) == "right" else "wrong"
        except AssistantError as error:
            state = _told(error)
            rebuild = True
    return "wrong"


def _conversed(home: Path) -> str:
    try:
        with Conversations(home / "data") as kept:
            listed = kept.list(limit=-1)
            for each in listed:
                for answer in kept.answers(each.id):
                    if answer.text not in {_answer(ship).text for ship in SHIPS}:
                        return "wrong"
            return "right" if len(listed) == 1 else "lost"
    except AssistantError as error:
        return _told(error)


def _cached(home: Path) -> str:
    cache = ReplyCache(home / "cache")
    found = [cache.get(f"{ship:0<64}") for ship in SHIPS]
    if any(reply not in (None, f"The {ship} left.") for ship, reply in zip(SHIPS, found, strict=True)):
        return "wrong"
    return "lost" if None in found else "right"


def _keyed(home: Path) -> str:
    try:
        ring = KeyFile(home / "keys" / "keys.json").ring()
    except AssistantError as error:
        return _told(error)
    if ring.find(b"sk-wrong") is not None:
        return "wrong"
    return "right" if ring.find((home / "key").read_bytes()) else "lost"


def _told(error: AssistantError) -> str:
    said = str(error)
    return "told" if "\n" not in said and any(name in said for name in _NAMED) else f"crashed: unclear: {said[:300]}"


TARGETS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "catalogue": ("corpus/.assistant/generations/*/catalogue.sqlite3", _indexed),
    "vectors": ("corpus/.assistant/generations/*/*.npy", _indexed),
    "lexical": ("corpus/.assistant/generations/*/lexical/*", _indexed),
    "description": ("corpus/.assistant/generations/*/*.json", _indexed),
    "vector cache": ("corpus/.assistant/vectors.sqlite3", _indexed),
    "pointer": ("corpus/.assistant/CURRENT", _indexed),
    "conversations": ("data/*.sqlite3", _conversed),
    "reply cache": ("cache/**/*", _cached),
    "keys": ("keys/keys.json", _keyed),
}


def tried(pristine: Path, scratch: Path, name: str, seed: int) -> tuple[str, str]:
    """Damage a copy; what was done, and what came of it."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(pristine, scratch)
    pattern, use = TARGETS[name]
    chance = random.Random(f"{name} {seed}")
    file = chance.choice(sorted(each for each in scratch.glob(pattern) if each.is_file()))
    what = f"{file.relative_to(scratch)} {damage(file, chance)}"
    return what, _apart(lambda: use(scratch))


def _apart(work: Callable[[], str]) -> str:
    """Do `work` in a process of its own, which may be killed by what it reads."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        signal.alarm(_LONGEST)
        try:
            with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
                done = work()
        except BaseException as error:  # noqa: BLE001  (a panic of Rust is no Exception)
            done = f"crashed: {type(error).__name__}: {str(error)[:300]}"
        os.write(send, done.encode("utf-8", "replace"))
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as heard:
        said = heard.read().decode()
    _, status = os.waitpid(child, 0)
    return said or f"crashed: signal {os.WTERMSIG(status)}"


def run(count: int, seed: int = 1) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Try `count` damages, kind after kind; how often each came to what, and what went wrong."""
    outcomes: Counter[tuple[str, str]] = Counter()
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        pristine = Path(folder) / "pristine"
        _apart(lambda: made(pristine))
        names = list(TARGETS)
        for number in range(count):
            name = names[number % len(names)]
            what, outcome = tried(pristine, Path(folder) / "damaged", name, seed * 1_000_003 + number)
            outcomes[name, outcome.partition(":")[0]] += 1
            if outcome.partition(":")[0] in ("wrong", "crashed"):
                faults.append(f"{name} {number}: {what}: {outcome}")
    return outcomes, faults


def main() -> int:
    """Print how often each kind of file came to what."""
    given = [int(each) for each in sys.argv[1:]]
    count, seed = (*given, *(500, 1)[len(given) :])
    outcomes, faults = run(count, seed)
    columns = ("right", "told", "lost", "wrong", "crashed")
    print(f"{'':14}" + "".join(f"{each:>9}" for each in columns))
    for name in TARGETS:
        print(f"{name:14}" + "".join(f"{outcomes[name, each]:9}" for each in columns))
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
