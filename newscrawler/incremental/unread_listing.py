"""Why a listing could not be read, short enough to be compared with others."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UnreadListing:
    """One listing that gave nothing.

    Attributes:
        words: why: ``HTTP 403``, ``no answer in time``, ``robots.txt answers 503``.
        is_of_host: that is so of its whole host, whatever is asked there.
        is_put_off: it was not asked, and the outlet is not to blame: another crawl has its host.
        told: the same with what is this listing's own, its numbers and addresses; "": nothing is.
    """

    words: str
    is_of_host: bool = False
    is_put_off: bool = False
    told: str = field(default="", compare=False)
