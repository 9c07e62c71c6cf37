"""The text of a new outlet's file: every mandatory key filled in or marked, the optional ones as comments."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date

from newscrawler.discovery.outlet_facts import TO_FILL_IN, Fact
from newscrawler.discovery.plain_text import tidy_text
from newscrawler.discovery.site_proposal import Place, Proposal
from newscrawler.operations.terminal_text import cell_width
from newscrawler.urls import is_this_machine

COMMENT_COLUMN = 48  # where comments begin that follow a value
LISTING_KEYS = ("feeds", "sitemaps", "sections")

# What a mandatory key wants, where its value does not say it.
KEY_WORDS = {
    "country": "ISO 3166-1, two capitals",
    "home": "the home page",
    "language": "ISO 639-1, two small letters",
    "name": "as the outlet calls itself",
    "timezone": "of cron, quiet, and dates that name none",
}
LISTING_WORDS = {
    "feeds": "RSS, Atom or JSON feeds",
    "sections": "pages that list articles; paged back a few pages",
    "sitemaps": "news sitemaps, or indexes of sitemaps",
}
# The optional lines of the file's end, with what they are for.
OPTIONAL_LINES = (
    (r"exclude = ['/anzeige/', '/video/']", "addresses that are no articles"),
    ('tags = ["local"]', "newscrawler crawl --tag local"),
    ("delay_seconds = 2.5", "between two requests to a host; 1 if silent"),
    ("max_pages_per_run = 500", "new articles of one run, as many second looks"),
    ("robots_sitemaps = true", "also the sitemaps that robots.txt names"),
    ('archives = ["https://x.example/{year}/{month:02}/{day:02}"]', "dated archive pages: for crawl --from"),
    ("enabled = false", "paused: crawled only by crawl ID"),
    ("[selectors]", "CSS, only where the reader finds the wrong thing"),
    ('body = "div.text"', "also title, standfirst, authors, published, ..."),
    ("[boilerplate]", "what is never story: CSS selectors"),
    ('remove = ["aside.more"]', "see: newscrawler explain URL"),
    ("[schedule]", "when it is crawled; by its own rate if silent"),
    ('every = "15m"', 'or: cron = "30 2 * * *", by its timezone'),
    ('quiet = "23:00-06:00"', "no run begins then"),
    ("[fetch]", "also proxy, verify, obey_robots"),
    ("cookies = true", "where a cookie wall is"),
    ("[expect]", "outside these bounds `status` is red"),
    ("min_articles_per_day = 5", ""),
)


def outlet_file_text(proposal: Proposal, today: date) -> str:
    """The file's text, at most 45 lines unless the site has very many listings."""
    return (
        "\n".join([*_head(proposal, today), "", *_facts(proposal), *_listings(proposal), "", *_optional(proposal)])
        + "\n"
    )


def _head(proposal: Proposal, today: date) -> Iterator[str]:
    title = _comment(proposal.name.value) or proposal.outlet_id
    yield f"# {title}: written by `newscrawler outlets new` on {today}."
    if proposal.system:
        yield f"# The site says that it runs on {_comment(proposal.system)}."
    if not (proposal.lists_articles and all(fact.value for fact in proposal.facts.values())):
        yield f"# Until every place marked {TO_FILL_IN} has a value, this outlet is not crawled."
    yield f"# Next: newscrawler preview {proposal.outlet_id}"


def _facts(proposal: Proposal) -> Iterator[str]:
    for name, fact in proposal.facts.items():
        yield _commented(f"{name:<8} = {_toml_string(fact.value)}", _fact_words(name, fact))
    if is_this_machine(proposal.facts["home"].value):
        yield _commented("delay_seconds = 0", "this machine need not be spared; 1 if silent")


def _fact_words(name: str, fact: Fact) -> str:
    if not fact.value:
        return f"{fact.note}: {KEY_WORDS[name]}"
    words = KEY_WORDS[name] if name in {"country", "language", "timezone"} else ""
    return "; ".join(filter(None, (words, fact.note)))


def _listings(proposal: Proposal) -> Iterator[str]:
    yield "# Where articles are listed: one of feeds, sitemaps and sections, or more."
    if not proposal.lists_articles:
        yield _commented('feeds    = [""]', f"{TO_FILL_IN}: {LISTING_WORDS['feeds']}, or one of these:")
    for key in LISTING_KEYS:
        places: Sequence[Place] = getattr(proposal, key)
        others = [place for of_key, place in proposal.others if of_key == key]
        yield from _list_of(key, places, others)
    if proposal.verified_on:
        yield _commented(
            f"verified_on = {proposal.verified_on.isoformat()}", "when you last saw these addresses answer"
        )


def _list_of(key: str, places: Sequence[Place], others: Sequence[Place]) -> Iterator[str]:
    mark = "" if places else "# "
    if not places and not others:
        if key != "feeds":
            yield _commented(f'# {key} = ["https://..."]', LISTING_WORDS[key])
        return
    yield f"{mark}{key} = ["
    yield from (_commented(f"{mark}    {_toml_string(place.url)},", place.note) for place in places)
    yield from (_commented(f"#   {_toml_string(place.url)},", place.note) for place in others)
    yield f"{mark}]"


def _optional(proposal: Proposal) -> Iterator[str]:
    yield "# Optional: remove the # to use one."
    if proposal.include:
        pattern, matched, seen = proposal.include
        yield _commented(f"# include = ['{pattern}']", f"addresses of articles: {matched} of the {seen} that were seen")
    else:
        yield _commented(r"# include = ['/artikel/\d+']", "addresses of articles; else all of this domain")
    yield from (_commented(f"# {line}", words) for line, words in OPTIONAL_LINES)


def _commented(line: str, words: str) -> str:
    words = _comment(words)
    space = " " * max(COMMENT_COLUMN - cell_width(line), 1)
    return f"{line}{space}# {words}" if words else line


def _comment(text: str | None) -> str:
    """Text that stays inside a comment: one line, no control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff]", "", tidy_text(text, 200) or "")


def _toml_string(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's too, but for the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
