"""Which other sites' pages may call: those of the configuration, and of the widget tokens that there are now."""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp


class Cors(CORSMiddleware):
    """Starlette's, for `fixed` and for `origins`, asked at each request: a token that was just made works at once."""

    def __init__(self, app: ASGIApp, fixed: Collection[str], origins: Callable[[], Collection[str]]) -> None:
        super().__init__(
            app,
            allow_origins=[origin.rstrip("/") for origin in fixed],
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["*"],  # for those origins: OpenAI's clients send x-stainless-* headers of their own
            expose_headers=["x-request-id", "retry-after"],
        )
        self._origins = origins

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether a page of `origin` may read what is answered."""
        return super().is_allowed_origin(origin) or origin in self._origins()
