"""What became of a URL that did not become an article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from newscrawler.model.link import ArticleLink

# page: it came, and is no article; way: it did not come; robots: we may not ask; listing: every run asks for it;
# here: our own doing. It decides how patiently a URL is tried again: see ``model/patience``.
Place = Literal["page", "way", "robots", "listing", "here"]


class OutcomeKind(StrEnum):
    """The closed list of reasons; a new one is added here, with what ``FACTS`` says of it, and nowhere else."""

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
    GONE = "gone"
    # what happened on the way
    BLOCKED_BY_ROBOTS = "blocked_by_robots"
    REFUSED_ADDRESS = "refused_address"
    HTTP_STATUS = "http_status"
    TIMEOUT = "timeout"
    CONNECTION_FAILED = "connection_failed"
    TOO_LARGE = "too_large"
    INCOMPLETE = "incomplete"
    REDIRECT_LOOP = "redirect_loop"
    HOST_IN_USE = "host_in_use"
    LISTING_FAILED = "listing_failed"
    # what went wrong here
    EXTRACTION_GAVE_UP = "extraction_gave_up"
    EXTRACTION_FAILED = "extraction_failed"
    INVALID_ITEM = "invalid_item"
    NOT_STORED = "not_stored"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What there is to say of a kind of outcome.

    Attributes:
        place: where it went wrong.
        meaning: what happened, in words.
        advice: what an operator does, as ``errors`` says it; ``URL`` stands for the address. After ``WHERE_MOST`` what
            he does where it is so with most pages of an outlet.
    """

    place: Place
    meaning: str
    advice: str


WHERE_MOST = "; where most: "

FACTS: Mapping[OutcomeKind, KindFacts] = {
    OutcomeKind.NOT_AN_ARTICLE: KindFacts(
        "page",
        "the address leads to another site, or to a page that is no article",
        "keep such addresses out with `exclude` in the outlet's file, or let another site's in with `include`",
    ),
    OutcomeKind.LIST_PAGE: KindFacts(
        "page",
        "a list of articles, not one",
        "keep such addresses out with `exclude`; a list that is worth reading belongs into `sections`",
    ),
    OutcomeKind.SOFT_404: KindFacts(
        "page",
        "a page that says that there is none, though its status is 200",
        "nothing, where a few: the outlet lists what it took away; where most: see with a browser whether the outlet "
        "serves them to others, and what the reader found: newscrawler explain URL",
    ),
    OutcomeKind.CONSENT_WALL: KindFacts(
        "page",
        "a page that asks for consent to cookies in the place of the article",
        "set `cookies = true` under [fetch]; many walls open for a client that keeps them",
    ),
    OutcomeKind.CHALLENGE_PAGE: KindFacts(
        "way",
        "a check for robots in the place of the article",
        "slow down (`delay_seconds`), and ask the outlet to admit the user agent; its feed may hold whole articles",
    ),
    OutcomeKind.PAYWALL: KindFacts(
        "page",
        "a paywall without a paragraph of the article before it",
        "nothing: what is not shown cannot be read",
    ),
    OutcomeKind.TOO_SHORT: KindFacts(
        "page",
        "less text than an article has",
        "see what the reader found: newscrawler explain URL",
    ),
    OutcomeKind.NO_TITLE: KindFacts(
        "page",
        "text, but no title",
        "see what the reader found: newscrawler explain URL; `title` under [selectors] names the element",
    ),
    OutcomeKind.NO_BODY: KindFacts(
        "page",
        "no text of an article",
        "see what the reader found: newscrawler explain URL; pages whose text a script fetches have none",
    ),
    OutcomeKind.NOT_HTML: KindFacts(
        "page",
        "a file, a picture, or nothing at all",
        "keep such addresses out with `exclude` in the outlet's file",
    ),
    OutcomeKind.GONE: KindFacts(
        "page",
        "an article that is stored is not at its address any more; its text is kept, and when a second run finds the "
        "same it has the status `gone`",
        "where most of an outlet's are: open one of them with a browser, for it may be the site that is broken; else "
        "nothing: what is gone says so in `status` and `gone_at`",
    ),
    OutcomeKind.BLOCKED_BY_ROBOTS: KindFacts(
        "robots",
        "the site's robots.txt asks not to fetch it, or could not be read",
        "ask the outlet; `obey_robots = false` under [fetch] only with its permission",
    ),
    OutcomeKind.REFUSED_ADDRESS: KindFacts(
        "page",
        "a private, broken or overlong address, also behind a redirect",
        "nothing: such an address is never fetched",
    ),
    OutcomeKind.HTTP_STATUS: KindFacts(
        "way",
        "an answer with an error, as its message says",
        "see the answer with the curl line; 403 and 429 on many pages: slow down (`delay_seconds`), ask the outlet",
    ),
    OutcomeKind.TIMEOUT: KindFacts(
        "way",
        "no whole answer in time",
        "nothing, where a few; else see with the curl line whether the site answers anybody",
    ),
    OutcomeKind.CONNECTION_FAILED: KindFacts(
        "way",
        "no connection: name, network, certificate, or closed by the site",
        "see with the curl line whether the site answers; a wrong certificate: `verify = false` under [fetch]",
    ),
    OutcomeKind.TOO_LARGE: KindFacts(
        "page",
        "over 10 MiB after decompression, or more elements than an article has",
        "keep such addresses out with `exclude` in the outlet's file",
    ),
    OutcomeKind.INCOMPLETE: KindFacts(
        "way",
        "the answer ended before its end, or its compression is broken",
        "nothing, where a few; else the site, or a proxy before it, cuts its answers",
    ),
    OutcomeKind.REDIRECT_LOOP: KindFacts(
        "page",
        "more than 10 redirects, or in a circle",
        "where the page needs a cookie: `cookies = true` under [fetch]",
    ),
    OutcomeKind.HOST_IN_USE: KindFacts(
        "way",
        "it is on a host that another crawl asked at that time, or that had asked to be left alone",
        "nothing: the next run asks again; where most: give outlets that share a host times of their own ([schedule])",
    ),
    OutcomeKind.LISTING_FAILED: KindFacts(
        "listing",
        "a feed, sitemap or section page could not be fetched or read; its articles are not seen",
        "see the answer with the curl line; correct or remove the address in the outlet's file",
    ),
    OutcomeKind.EXTRACTION_GAVE_UP: KindFacts(
        "here",
        "the page took too much time or memory to read",
        "nothing, where a few: such pages are broken, or made to hurt; where most: see which part takes so long: "
        "newscrawler explain URL",
    ),
    OutcomeKind.EXTRACTION_FAILED: KindFacts(
        "here",
        "code broke on the page: the reader's, or the outlet's own",
        "the traceback is in the log (NEWSCRAWLER_DATA_DIR/logs); mend it, then try again",
    ),
    OutcomeKind.INVALID_ITEM: KindFacts(
        "here",
        "a spider of an outlet's own gave something that is no article",
        "mend it, then: newscrawler reprocess --quarantine",
    ),
    OutcomeKind.NOT_STORED: KindFacts(
        "here",
        "the database refused the article, or took it neither in time nor did the spool",
        "see the reason: newscrawler errors --kind quarantine; then newscrawler reprocess --quarantine",
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One URL that did not become an article: why, when, how often tried.

    Attributes:
        message: the reason in words, at most 500 characters.
        attempts: how many runs ended this way for this URL, filled in by the store.
        run: id of the run that saw it last.
        link: what a listing said of it; None: none named it, or it was recorded when that was not kept.
    """

    outlet: str
    url: str
    kind: OutcomeKind
    message: str
    at: datetime
    attempts: int = 1
    run: str | None = None
    link: ArticleLink | None = None

    @property
    def link_or_bare(self) -> ArticleLink:
        """The link to try again."""
        return self.link or ArticleLink(self.url)
