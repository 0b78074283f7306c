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

from enum import IntEnum


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
    """Base of all errors meant for the user; ``str(error)`` is one line."""

    exit_code: ExitCode = ExitCode.FAILURE


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
