"""Django's cache in Redis; while Redis does not answer, in the memory of the process.

Logging in counts attempts in the cache (allauth/core/internal/ratelimit.py), so a dead cache may neither stop it nor
leave it uncounted: each process then counts for itself.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

REST = 5
"""Seconds for which Redis is not asked again after it failed, so that a request waits for it once."""
OPERATIONS = ("add", "clear", "delete", "delete_many", "get", "get_many", "has_key", "incr", "set", "set_many", "touch")


def _or_memory(name: str) -> Callable[..., Any]:
    def operation(self: "RedisOrMemory", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.rests_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                self.rests_until = time.monotonic() + REST
                logger.warning("Redis does not answer; this process counts and caches by itself: %s", error)
        return getattr(self.memory, name)(*args, **kwargs)

    return operation


class RedisOrMemory(RedisCache):
    """Redis, or while it is down the memory of this process."""

    def __init__(self, server: str, params: dict[str, Any]):
        super().__init__(server, params)
        self.rests_until = 0.0
        self.memory = LocMemCache("while-redis-is-down", {"OPTIONS": {"MAX_ENTRIES": 5000}})


for _name in OPERATIONS:
    setattr(RedisOrMemory, _name, _or_memory(_name))
