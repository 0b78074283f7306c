"""Every way in which an endpoint gives no answer, as replies of the fake server, and how the notice names it."""

from __future__ import annotations

import json
from typing import Any

from tests.fake_openai import Fault, Raw, Reply

KEY = "sk-secret"  # in the endpoint's own words, which no client of a server may see


def _odd(**delta: Any) -> Reply:
    """A reply whose one delta holds no text."""
    envelope = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "fake-model"}
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    return Reply([], before_done=[json.dumps({**envelope, "choices": [choice]})])


_CALL = {"index": 0, "id": "1", "type": "function", "function": {"name": "search", "arguments": "{}"}}
_PAGE = "<html>\n<h1>502 Bad Gateway</h1>\n" + "<p>nginx</p>\n" * 500
# Replies, the notice's code, and what it says.
SILENT: dict[str, tuple[list[Reply | Fault | Raw], str, str]] = {
    "empty": ([Reply([])], "model_silent", "its reply was empty"),
    "thinks without end": ([Reply(["<think>Which passage", " is it?"])], "model_silent", "only its reasoning"),
    "thinks elsewhere": (
        [_odd(reasoning_content="Hm.")],
        "model_failed",
        "only its reasoning",
    ),
    "calls a tool": (
        [_odd(tool_calls=[_CALL])],
        "model_failed",
        "called a tool",
    ),
    "refuses": ([_odd(refusal="I cannot.")], "model_refused", "refused: I cannot."),
    "refuses in words": ([Reply(["I'm sorry, I can't help with that."])] * 2, "model_unusable", "could be verified"),
    "ignores the format": ([Reply(["The harvest was good this year."])] * 2, "model_unusable", "could be verified"),
    "filtered": ([Reply([], "content_filter")], "content_filter", "content filter stopped"),
    "filtered request": ([Fault(400, KEY, "content_filter")], "model_refused", "content filter of"),
    "cut": ([Reply(["<think>Wh"], "length")], "cut_short", "ASSISTANT_REPLY_TOKENS"),
    "ends early": ([Reply(["Two miss"], None)], "broken_off", "before it was complete"),
    "is reset": ([Reply(["Two miss"], reset=True)], "broken_off", "before it was complete"),
    "breaks": ([Reply(["Two miss"], before_done=["{broken"])], "broken_off", "not a chat reply"),
    "is limited": ([Fault(429, KEY, headers={"retry-after": "121"})], "model_limited", "retry after 121 s"),
    "has no quota": ([Fault(429, KEY, "insufficient_quota")], "model_limited", "quota"),
    "does not fit": ([Fault(400, "maximum context length is 1")] * 2, "model_context", "context_window"),
    "is down": ([Fault(503, KEY)], "model_failed", "answered 503"),
    "bad gateway": ([Raw(_PAGE, status=502)], "model_failed", "answered 502"),
    "a page": ([Raw("<html>log in</html>")], "model_failed", "base URL"),
    "refuses the request": ([Fault(422, "logit_bias is not permitted")], "model_failed", "logit_bias"),
}
WRONG: dict[str, tuple[list[Reply | Fault | Raw], str, str]] = {
    "wrong key": ([Fault(401, KEY, "invalid_api_key")], "model_auth", "OPENAI_API_KEY"),
    "not allowed": ([Fault(403, KEY)], "model_auth", "does not allow this key"),
    "unknown model": ([Fault(404, KEY)], "model_unknown", "ASSISTANT_MODEL"),
}
EVERY = {**SILENT, **WRONG}
