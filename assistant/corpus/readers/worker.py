"""Reads files in a process of its own, which is stopped when it takes too long and dies alone when memory runs out.

The process is started with the first file that needs it and ends with this one. It also keeps the parsers of heavy
formats out of this process. What is done with a text in this one runs under `clock`.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from types import FrameType
from typing import IO

from assistant.corpus.readers.fields import FieldNames
from assistant.corpus.readers.pages import ocr
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError

SECONDS = 60.0  # for one file; in this process, for one document
MEMORY = 2_000_000_000  # bytes of address space
_LENGTH = struct.Struct(">Q")


def read(path: str, raw: bytes, seconds: float, names: FieldNames) -> list[Parsed | Unread]:
    """Read a file in the process. Raises UnreadableError, also past the limits."""
    return _worker().read(path, raw, seconds, names)


class _LateError(BaseException):
    """No parser takes it for a fault of the text."""


def _late(seconds: float) -> UnreadableError:
    return UnreadableError(f"took longer than {seconds:g} s to read")


@contextlib.contextmanager
def clock(seconds: float = SECONDS) -> Iterator[None]:
    """Stop what takes longer in this process, also inside of a pattern, with an UnreadableError.

    It is the time that this thread computes, so that a busy machine costs no document. Only the main thread can be
    stopped so, and not on Windows; of two clocks the outer one goes on.
    """
    stoppable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not stoppable or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        yield
        return
    began = time.thread_time()

    def stop(_: int, __: FrameType | None) -> None:
        if time.thread_time() - began >= seconds:
            raise _LateError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, min(seconds, 1.0))  # other threads make it go faster
    try:
        yield
    except _LateError:
        raise _late(seconds) from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class Worker:
    """The process; one file at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def read(
        self,
        path: str,
        raw: bytes,
        seconds: float,
        names: FieldNames = FieldNames(),  # noqa: B008 (frozen)
    ) -> list[Parsed | Unread]:
        """Read a file. Raises UnreadableError, also if the process died; the next call starts another."""
        with self._turn:
            process = self._process = self._running() or _start()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(seconds, stop)
            timer.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                _send(process.stdin, (path, raw, names))
                reply = _receive(process.stdout)
            except (BrokenPipeError, EOFError):
                self.close()
                if late.is_set():
                    raise _late(seconds) from None
                raise UnreadableError("its reader crashed; the file may be damaged or malicious") from None
            except BaseException:
                self.close()  # an answer that nobody waits for would be taken for the next file's
                raise
            finally:
                timer.cancel()
        if isinstance(reply, str):
            raise UnreadableError(reply)
        return reply

    def close(self) -> None:
        """Stop the process; a second call does nothing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            process.wait()

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        return self._process


@lru_cache(maxsize=1)
def _worker() -> Worker:
    worker = Worker()
    atexit.register(worker.close)
    return worker


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.corpus.readers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        start_new_session=True,  # Ctrl-C is for this process
    )


def _send(pipe: IO[bytes], message: object) -> None:
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> list[Parsed | Unread] | str:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    message: list[Parsed | Unread] | str = pickle.loads(_exactly(pipe, length))  # noqa: S301 (from our own process)
    return message


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    content = pipe.read(count)
    if len(content) < count:
        raise EOFError
    return content


def _serve() -> None:
    """Answer requests on the standard streams until they close: with what was read, or with the reason it was not."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a parser prints is not an answer
    if sys.platform != "win32":
        import resource

        memory = ocr.MEMORY if ocr.installed() else MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    from assistant.corpus.readers.formats import read_here

    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            (length,) = _LENGTH.unpack(_exactly(requests, _LENGTH.size))
            path, raw, names = pickle.loads(_exactly(requests, length))  # noqa: S301 (from the process that started this one)
            reply: object
            try:
                reply = read_here(path, raw, names)
            except UnreadableError as error:
                reply = str(error)
            except MemoryError:
                reply = f"needs more than {MEMORY // 1_000_000} MB of memory to read"
            except Exception as error:  # noqa: BLE001 (a parser's fault is the file's reason, never the run's end)
                reply = f"cannot be read: {type(error).__name__}: {str(error)[:200]}"
            _send(answers, reply)


if __name__ == "__main__":
    _serve()
