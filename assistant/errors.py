"""Every error a user can meet, in one tree. A message is one line and names the command or setting that fixes it.

AssistantError                     exit 1
├── SettingsError                  exit 2   a setting, flag or key that is wrong
├── CorpusError                    exit 4   the folder of documents is missing, empty or unreadable
├── CorpusIndexError               exit 5   the index cannot be used
│   ├── IndexMissing               exit 5   nothing indexed yet
│   ├── IndexLocked                exit 5   another process is writing
│   ├── RemovalsRefused            exit 5   more files are gone than a run removes unasked
│   ├── IndexIncompatible          exit 5   other embedder, chunking or format
│   └── IndexDamaged               exit 5   cannot be opened or fails its check
├── ModelError                     exit 6
│   ├── ModelUnreachable           exit 6   no connection, or a deadline passed
│   ├── ModelAuthError             exit 6   wrong or missing key
│   ├── ModelNotFound              exit 6   the endpoint does not know the model
│   ├── ModelLimited               exit 6   rate limit or quota
│   ├── ModelContextOverflow       exit 6   the prompt does not fit
│   ├── ModelRefused               exit 6   content filter or refusal
│   └── ModelProtocolError         exit 6   the endpoint does not speak the protocol
└── EvaluationError                exit 2   a gold set or baseline that cannot be read
"""

from __future__ import annotations

import re
from enum import IntEnum

# Users and passwords in URLs, and what looks like a key. Quotes never pass this: an article may speak of passwords.
_USER = re.compile(
    r"(?<=://)(?:[^\s/?#@:\"']{0,200}+:(?!\d{1,5}+(?:[/?#\s]|$))[^\s@]{0,500}+@(?>(?:[^\s/?#@\"']{0,500}+@){0,20})"
    r"|(?>(?:[^\s/?#@\"']{0,500}+@){1,20}))"
)
_NAMED = (
    r"(?:x-)?(?:api|access|secret|private|auth|client)?[-_ ]?"
    r"(?:key|token|secret|password|passwd|authorization|credential)"
    r"[\"']?\s{0,9}+[:=]\s{0,9}+[\"']?(?:(?:bearer|basic|digest)\s{1,9}+)?"
)
_SECRET = re.compile(
    rf"(?i)(?<![a-z0-9])(?:bearer\s{{1,9}}+|{_NAMED})[^\s\"',;&<>]{{4,}}+"
    r"|(?<![a-z0-9])basic\s{1,9}+(?=[a-z]{0,500}+[0-9+/=])[a-z0-9+/=_-]{8,}+"
    r"|(?<![a-z0-9])[spr]k-[\w.~+-]{8,}+"
    r"|\b(?:gh[opsu]_|hf_|xox[a-z]-|AIza|AKIA|eyJ)[\w.-]{12,}+"
)


def masked(text: str, *secrets: str | None) -> str:
    """`text` without these secrets, users and passwords in URLs, and whatever else looks like a key."""
    for secret in secrets:
        if secret and len(secret) > 3:
            text = text.replace(secret, "***")
    return _SECRET.sub("***", _USER.sub("", text))


class ExitCode(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_IN_CORPUS = 3
    CORPUS = 4
    INDEX = 5
    MODEL = 6
    INCOMPLETE = 7
    GATE = 8
    NOTHING_NEW = 9
    INTERRUPTED = 130


class AssistantError(Exception):
    """Base of all errors meant for the user; ``str(error)`` is one line, without keys and passwords."""

    exit_code: ExitCode = ExitCode.FAILURE

    def __init__(self, message: str = "") -> None:
        super().__init__(masked(message))


class SettingsError(AssistantError):
    exit_code = ExitCode.USAGE


class CorpusError(AssistantError):
    exit_code = ExitCode.CORPUS


class CorpusIndexError(AssistantError):
    exit_code = ExitCode.INDEX


class IndexMissing(CorpusIndexError):
    pass


class IndexLocked(CorpusIndexError):
    pass


class RemovalsRefused(CorpusIndexError):
    pass


class IndexIncompatible(CorpusIndexError):
    pass


class IndexDamaged(CorpusIndexError):
    pass


class ModelError(AssistantError):
    exit_code = ExitCode.MODEL
    code = "model_failed"  # of the notice that tells of it where quotes answer instead; stable for programs


class ModelUnreachable(ModelError):
    code = "model_unreachable"


class ModelAuthError(ModelError):
    code = "model_auth"


class ModelNotFound(ModelError):
    code = "model_unknown"


class ModelLimited(ModelError):
    code = "model_limited"


class ModelContextOverflow(ModelError):
    code = "model_context"


class ModelRefused(ModelError):
    code = "model_refused"


class ModelProtocolError(ModelError):
    pass


# Codes of the faults of an endpoint, and of those that a user has to mend in the settings.
MODEL_FAULTS = frozenset({ModelError.code, *(kind.code for kind in ModelError.__subclasses__())})
MISCONFIGURED = frozenset({ModelAuthError.code, ModelNotFound.code})


class EvaluationError(AssistantError):
    exit_code = ExitCode.USAGE
