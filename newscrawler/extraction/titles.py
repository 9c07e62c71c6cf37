"""The title: which of the page's own wordings is the headline, and what each source calls it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.json_ld import LinkedData, types_of
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.shown_titles import CREDIBLE, choose_heading
from newscrawler.words import collapse_spaces, fold_title

# Votes of a source for its wording. Measured on the development pages: the shown headline and the two statements for
# machines are right about equally often; two that agree beat a third.
_WEIGHTS = {"page": 0.0, "json_ld": 1.05, "og": 1.0, "itemprop": 0.6, "title": 0.5, "twitter": 0.3, "feed": 0.6}
# Votes of an h1 that is else `CREDIBLE`: an h2 shows what others state; script, Open Graph and title element agree.
_DISPUTED = 0.9
_OUTVOTED = 2.0
_SHOWN = 2.0  # more votes for a stated wording that an h2 shows
_LONGEST = 600  # longer texts are no title, whatever the page calls them
_MOST_LOWER_HEADINGS = 40
_LEAST_HEADING = 12  # characters
_SEPARATOR = re.compile(r" (?:[|\-–—·•»«:›]{1,2} |\| ?)|\| ?")  # in a text of single spaces
_SEPARATING_SIGN = re.compile("[|\\-–—·•»«:›]")  # in every match of the other
_DOMAIN = re.compile(
    r"[\w.-]+\.(?:com|net|org|de|at|ch|tv|fr|it|es|uk|no|dk|se|fi|ca|au|in|jp|kr|info|news)", re.IGNORECASE
)
_LONGEST_SITE = 60
_MOST_SITE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Title:
    """The headline, where it was found, and every source's own wording.

    Attributes:
        text: the headline, or None.
        sources: keys of `titles`, ``title`` for the title element, ``itemprop``, ``twitter``: where the headline comes
            from, and then those that say the same.
        titles: ``page`` (h1), ``og``, ``json_ld``, ``feed``: as each has it.
        heading: the h1 that is most likely the headline, or None.
    """

    text: str | None
    sources: tuple[str, ...]
    titles: Mapping[str, str]
    heading: HtmlElement | None = None


def choose_title(
    elements: PageElements, head: PageHead, data: LinkedData, site_names: Iterable[str], feed_title: str | None
) -> Title:
    """The wording that most sources agree on, shown headline first; names of the site at its ends are taken off."""
    stated = _stated_titles(elements, head, data, feed_title)
    sites = _folded_sites(site_names, stated)
    bare = {text: _without_site(text, sites) for text in set(stated.values())}
    known = {source: bare[text] for source, text in stated.items() if bare[text]}
    for source in _broken_off(known):
        del known[source]
    page_title, weight, heading = choose_heading(head, known, sites)
    page_title = _without_topic(_without_site(page_title[:_LONGEST], sites), known)
    if known and fold_title(page_title).replace(" ", "") in sites:  # a logo is no wording of the headline
        page_title, heading = "", None
    candidates = {"page": page_title, **known} if page_title else known
    titles: dict[str, str] = {
        source: candidates[source] for source in ("page", "og", "json_ld", "feed") if source in candidates
    }
    if not candidates:
        return Title(None, (), titles, heading)
    folded = {source: fold_title(text) for source, text in candidates.items()}
    winner = _vote(candidates, folded, _weigh(folded, weight, elements, data))
    agreeing = (source for source in candidates if source != winner and folded[source] == folded[winner])
    return Title(_with_colon(candidates[winner], known), (winner, *agreeing), titles, heading)


def _stated_titles(elements: PageElements, head: PageHead, data: LinkedData, feed_title: str | None) -> dict[str, str]:
    """Source -> what it states, the shown headline aside."""
    stated = {
        "json_ld": data.text("headline") or data.text("name"),
        "og": head.first("og:title"),
        "itemprop": head.first("headline") or (None if data.articles else _itemprop_headline(elements)),
        "twitter": head.first("twitter:title"),
        "title": head.title,
        "feed": feed_title,
    }
    return {source: text[:_LONGEST] for source, text in stated.items() if text}


def _itemprop_headline(elements: PageElements) -> str | None:
    """The headline that the page's microdata marks."""
    for heading in elements.tagged("h1", "h2"):
        if heading.get("itemprop") == "headline":
            return text_of(heading, 500) or heading.get("content")
    return None


def _folded_sites(names: Iterable[str], stated: Mapping[str, str]) -> set[str]:
    """The names without spaces; no name is what some pages state as their site's: the headline once more."""
    titles = {fold_title(text) for text in stated.values()}
    folded = (name for text in names if (name := fold_title(text)))
    return {name.replace(" ", "") for name in folded if name not in titles or name.count(" ") < _MOST_SITE_WORDS}


def _broken_off(known: Mapping[str, str]) -> list[str]:
    """The sources whose wording ends where another has a quotation mark: the page forgot to escape it."""
    if not any('"' in text for text in known.values()):
        return []
    return [
        source
        for source, text in known.items()
        if len(text) > 12
        and any(other.startswith(text) and other[len(text) :].lstrip()[:1] == '"' for other in known.values())
    ]


def _weigh(folded: Mapping[str, str], weight: float, elements: PageElements, data: LinkedData) -> dict[str, float]:
    """Source -> votes, where the h1 has ``weight``."""
    weights = {**_WEIGHTS, "page": weight}
    page = folded.get("page", "")
    others = {folded[source] for source in ("og", "json_ld") if source in folded} - {page}
    if len(set(folded.values())) == 1 or (weight >= CREDIBLE and not others):
        return weights
    shown, with_topic = _lower_headings(elements)
    if weight >= CREDIBLE:
        shown.discard(page)
    is_shown = [source for source in folded if source != "page" and folded[source] in shown]
    if weight < CREDIBLE and not is_shown and folded.get("og") in with_topic:
        is_shown = [source for source in folded if folded[source] == folded["og"]]  # what readers share
    if weight < CREDIBLE or not {"og", "json_ld"}.isdisjoint(is_shown):
        weights |= {source: weights[source] + _SHOWN for source in is_shown}
        weights["page"] = min(weight, _DISPUTED)
    elif _is_news(data) and page != folded.get("og") == folded.get("json_ld") == folded.get("title"):
        weights["page"] = _OUTVOTED
    return weights


def _is_news(data: LinkedData) -> bool:
    return bool(data.articles) and any(name.endswith("newsarticle") for name in types_of(data.articles[0]))


def _with_colon(title: str, known: Mapping[str, str]) -> str:
    """The title with the colon between topic and headline, where the page parts them by elements alone."""
    for source in ("og", "json_ld"):
        stated = known.get(source, "")
        if ":" in stated and ":" not in title and stated.replace(":", "", 1) == title:
            return stated
    return title


def _lower_headings(elements: PageElements) -> tuple[set[str], set[str]]:
    """Folded texts of the h2 elements, without and with a topic line inside: where the h1 is a crumb, one is it."""
    texts: set[str] = set()
    with_topic: set[str] = set()
    for element in elements.tagged("h2")[:_MOST_LOWER_HEADINGS]:
        full = text_of(element, 400)
        parts = [text for child in element.iterchildren("span", "div", "a", "p") if (text := text_of(child, 400))]
        longest = max(parts, key=len, default="")
        texts.add(fold_title(longest if len(longest) * 2 > len(full) else full))
        with_topic.add(fold_title(full))
    return {text for text in texts if len(text) > _LEAST_HEADING}, with_topic - texts


def _vote(candidates: Mapping[str, str], folded: Mapping[str, str], weights: Mapping[str, float]) -> str:
    """The source whose wording has the most votes; sources that agree vote together."""
    first = next(iter(candidates))
    if first not in ("title", "twitter") and len(set(folded.values())) == 1:
        return first
    pieces = {
        source: _wordings(candidates[source])
        for source in ("title", "og", "twitter")
        if source in candidates and _cuts_in(candidates[source])
    }
    best, best_votes = first, -1.0
    for source, wording in folded.items():
        if not wording:
            continue
        votes = sum(
            weights[other]
            for other, text in folded.items()
            if text == wording or (other != source and wording in pieces.get(other, ()))
        )
        if source in ("title", "twitter") and len(candidates) > 1:
            votes -= 0.2
        if weights["page"] == CREDIBLE and source in ("og", "json_ld") and _sets_topic_before(wording, folded["page"]):
            votes += CREDIBLE
        if votes > best_votes + 1e-9:
            best, best_votes = source, votes
    return best


def _sets_topic_before(wording: str, headline: str) -> bool:
    return " " in headline and wording.endswith(" " + headline)


def _wordings(text: str) -> set[str]:
    """The folded text without one, two ... of its last or first parts: "Headline - Section - Site"."""
    cuts = _cuts_in(text)
    ends = [text[: found.start()] for found in cuts]
    starts = [text[found.end() :] for found in cuts]
    parts = _SEPARATOR.split(text)
    return {fold_title(part) for part in (*ends, *starts, *parts)} - {""}


def _cuts_in(text: str) -> list[re.Match[str]]:
    return list(_SEPARATOR.finditer(text)) if _SEPARATING_SIGN.search(text) else []


def _without_site(text: str, sites: set[str]) -> str:
    """The title without the site's name at its end or beginning."""
    text = collapse_spaces(text)
    for _ in range(3):
        cuts = _cuts_in(text)
        if not cuts:
            return _without_joined_site(text, sites) if ":" in text else text
        last, first = cuts[-1], cuts[0]
        if _is_site(text[last.end() :], sites) and text[: last.start()].strip():
            text = text[: last.start()].strip()
        elif _is_site(text[: first.start()], sites) and text[first.end() :].strip():
            text = text[first.end() :].strip()
        else:
            break
    return text


def _without_joined_site(text: str, sites: set[str]) -> str:
    """The title without ":Site" at its end, as Japanese blogs write it."""
    before, colon, last = text.rpartition(":")
    return before.strip() if colon and len(before) > 12 and _is_site(last, sites) else text


def _without_topic(text: str, known: Mapping[str, str]) -> str:
    """The h1 without the few words before the headline that other sources do not have: "Blog: Headline"."""
    folded = fold_title(text)
    for source in ("og", "json_ld", "itemprop"):
        other = fold_title(known.get(source, ""))
        if other.count(" ") > 2 and folded.endswith(" " + other) and folded.count(" ") - other.count(" ") < 6:
            return known[source]
    return text


def _is_site(part: str, sites: set[str]) -> bool:
    if len(part) > _LONGEST_SITE:
        return False
    folded = fold_title(part).replace(" ", "")
    if not folded:
        return False
    return _DOMAIN.fullmatch(part.strip()) is not None or any(_names_site(folded, site) for site in sites)


def _names_site(folded: str, site: str) -> bool:
    """The name itself, with a few words more ("Elbkurier Online") or less."""
    return (
        folded == site
        or (len(site) > 3 and site in folded and len(folded) < len(site) + 14)
        or (len(folded) > 3 and site.startswith(folded))
    )
