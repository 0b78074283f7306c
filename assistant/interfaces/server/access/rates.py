"""How often somebody may ask, counted by the `limits` package: in this process's memory, or where servers share it."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from assistant.errors import SettingsError
from assistant.interfaces.server.errors import Refusal


def rate(text: str) -> RateLimitItem:
    """Read a rate such as ``120/minute``. Raises SettingsError."""
    try:
        return parse(text)
    except ValueError:
        raise SettingsError(f"{text!r} is not a rate; write it as 120/minute") from None


class Rates:
    """Counts requests in moving windows."""

    def __init__(self, shared: MemoryStorage | None = None) -> None:
        """`shared`: where requests are counted; refusals are counted by each process."""
        self._refusals = MovingWindowRateLimiter(MemoryStorage())
        self._limiter = MovingWindowRateLimiter(shared) if shared else self._refusals

    async def allows(self, who: str, limit: RateLimitItem) -> bool:
        """Count one refusal of `who`, unless there were too many."""
        return await self._refusals.hit(limit, who)

    async def count(self, who: str, limit: RateLimitItem) -> None:
        """Count one request of `who`. Raises Refusal 429 with the seconds to wait."""
        if await self._limiter.hit(limit, who):
            return
        window = await self._limiter.get_window_stats(limit, who)
        wait = max(1, math.ceil(window.reset_time - time.time()))
        headers = {"retry-after": str(wait)}
        raise Refusal(429, "rate_limit_exceeded", f"Too many requests; try again in {wait} s.", headers=headers)
