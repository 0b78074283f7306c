"""Which articles say something: every passage that may is read, sentence by sentence, and the answer says how many.

A sentence counts as one of a model's that quotes it would: code clears it, refuses it, or gives it a chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering.checking.carried import SHOWN
from assistant.answering.checking.support import carried_share
from assistant.answering.checking.verify import Verifier
from assistant.answering.citations import Numbering, copies_notice, numbered_text
from assistant.answering.reading.reading import Candidate, candidates_of
from assistant.answering.writing_none import x
