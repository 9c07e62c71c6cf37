"""What became of a URL that did not become an article."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    """The closed list of reasons; a new one is added here and nowhere else."""

    # what the page is
    NOT_AN_ARTICLE = "not_an_article"
    LIST_PAGE = "list_page"
    SOFT_404 = "soft_404"
    CONSENT_WALL = "consent_wall"
    CHALLENGE_PAGE = "challenge_page"
    PAYWALL = "paywall"
    TOO_SHORT = "too_short"
    NO_TITLE = "no_title"
    NO_BODY = "no_body"
    NOT_HTML = "not_html"
    # what happened on the way
    BLOCKED_BY_ROBOTS = "blocked_by_robots"
    REFUSED_ADDRESS = "refused_address"
    HTTP_STATUS = "http_status"
    TIMEOUT = "timeout"
    CONNECTION_FAILED = "connection_failed"
    TOO_LARGE = "too_large"
    INCOMPLETE = "incomplete"
    REDIRECT_LOOP = "redirect_loop"
    LISTING_FAILED = "listing_failed"
    # what went wrong here
    EXTRACTION_GAVE_UP = "extraction_gave_up"
    EXTRACTION_FAILED = "extraction_failed"
    INVALID_ITEM = "invalid_item"
    NOT_STORED = "not_stored"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One URL that did not become an article: why, when, how often tried.

    Attributes:
        message: the reason in words, at most 500 characters.
        attempts: how many runs ended this way for this URL, filled in by the store.
        run: id of the run that saw it last.
    """

    outlet: str
    url: str
    kind: OutcomeKind
    message: str
    at: datetime
    attempts: int = 1
    run: str | None = None
