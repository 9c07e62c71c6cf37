"""Which URLs of a run have not ended yet, and what waits for their ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_LISTING = "listing "  # keys of URLs have no space


@dataclass(eq=False, slots=True)
class _Wait:
    """Something to be done when so many URLs have ended; ``is_void``: one of them was left to the next run."""

    then: Callable[[], None]
    left: int = 0
    is_void: bool = False


class UrlAccount:
    """The URLs of one run, each by its ``url_key``. How each one ended is counted by whoever ends it.

    A listing's state may be written when all its links have ended: until then a crash must not hide one of them.
    Listings without which another one is not read whole are waited for, too, by their ``listing_key``.
    """

    def __init__(self) -> None:
        self._open: dict[str, list[_Wait]] = {}
        self._left_over: set[str] = set()

    @property
    def open(self) -> int:
        """How many URLs of articles have begun and not ended."""
        return sum(not is_listing_key(key) for key in self._open)

    def is_open(self, key: str) -> bool:
        """Whether it has begun and not ended."""
        return key in self._open

    def begin(self, key: str) -> None:
        """Note a URL that was found."""
        self._open.setdefault(key, [])

    def end(self, key: str) -> bool:
        """Note that it ended, in whatever way; False: it had not begun, or ended before."""
        return self._close(key, is_void=False)

    def leave_over(self, key: str) -> bool:
        """As ``end``, for a URL that the next run must find again: who waits for it waits in vain."""
        self._left_over.add(key)
        return self._close(key, is_void=True)

    def when_ended(self, keys: Iterable[str], then: Callable[[], None]) -> None:
        """Call ``then`` once all these have ended, perhaps at once; never if one of them is left over."""
        wait = _Wait(then)
        for key in keys:
            wait.is_void = wait.is_void or key in self._left_over
            if key in self._open:
                self._open[key].append(wait)
                wait.left += 1
        if not wait.left and not wait.is_void:
            then()

    def _close(self, key: str, *, is_void: bool) -> bool:
        waits = self._open.pop(key, None)
        for wait in waits or ():
            wait.left -= 1
            wait.is_void = wait.is_void or is_void
            if not wait.left and not wait.is_void:
                wait.then()
        return waits is not None


def listing_key(url: str) -> str:
    """What stands for a listing among the keys."""
    return f"{_LISTING}{url}"


def is_listing_key(key: str) -> bool:
    """Whether a key stands for a listing."""
    return key.startswith(_LISTING)
