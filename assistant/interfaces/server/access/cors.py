"""Which other sites' pages may call: those of the configuration, and of the widget tokens that there are now."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp


class Cors(CORSMiddleware):
    """Starlette's, and `origins` besides, which is asked at each request: a token that was just made works at once."""

    def __init__(self, app: ASGIApp, origins: Callable[[], Collection[str]], **options: Any) -> None:
        super().__init__(app, **options)
        self._origins = origins

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether a page of `origin` may read what is answered."""
        return super().is_allowed_origin(origin) or origin in self._origins()
