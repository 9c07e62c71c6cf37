"""What a page shows beside its text, by which articles and other pages are told apart."""

from dataclasses import dataclass
from typing import Literal

from newscrawler.model.light_pickle import light_pickle

Declared = Literal["article", "list", "object", "product"]
LedTo = Literal["error page", "home page", "section"]


@light_pickle
@dataclass(frozen=True, slots=True)
class PageSigns:
    """Signs of one page; what is only looked for on a page with hardly any story is empty on others.

    Attributes:
        headings: what the page itself calls itself: its title element, then its h1 elements. Never the feed's title.
        declared: ``article`` where schema.org data or a time of publication say that it is one; ``list`` where they
            say that it is a collection, a profile or results of a search, ``object`` where Open Graph alone calls it an
            article, as some publishing systems do of all their pages; ``product`` where it is something to buy.
        led_to: what the address that answered is, where it is not the one that was asked for.
        paragraphs: paragraphs of the story.
        teasers: those of them right under a headline that is a link, or right before a link that begins as others do.
        is_bare: is there hardly any story? Only then are the rest looked for.
        lines: the first texts of the page that are no links.
        headline_links: links whose texts are long enough for headlines.
        asks_password: is there a field for a password?
        unseen: what only a browser without scripts shows, and what a script shows in a box of its own.
        gate: the mark of a check for robots, in words.
    """

    headings: tuple[str, ...] = ()
    declared: Declared | None = None
    led_to: LedTo | None = None
    paragraphs: int = 0
    teasers: int = 0
    is_bare: bool = False
    lines: tuple[str, ...] = ()
    headline_links: int = 0
    asks_password: bool = False
    unseen: tuple[str, ...] = ()
    gate: str | None = None
