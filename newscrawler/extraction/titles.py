"""The title: which of the page's own wordings is the headline, and what each source calls it."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.invisible import drop_unseen
from newscrawler.extraction.json_ld import LinkedData
from newscrawler.extraction.page_head import PageHead
from newscrawler.words import collapse_spaces, fold_text

# Votes of a source for its wording. Measured on the development pages: the shown headline and the two statements for
# machines are right about equally often; two that agree beat a third.
_WEIGHTS = {"page": 0.0, "json_ld": 1.05, "og": 1.0, "itemprop": 0.6, "title": 0.5, "twitter": 0.3, "feed": 0.6}
_LONGEST = 600  # longer texts are no title, whatever the page calls them
_CREDIBLE = 3.0  # an h1 in its place that shares words with the rest
# Class words of h1 elements, or of what holds them, that are no headline.
_NO_HEADLINE = re.compile(
    r"logo|bread-?(?:crumb|bar)|crumb|seo-?title|site-?(?:title|name|header)|nav(?:bar|igation)?\b|masthead|menu|brand"
    r"|visually-?hidden|sr-only|screen-reader|whitespace-nowrap|footer|cookie|consent|newsletter|related|teaser|swiper|modal",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"kicker|topline|overline|roofline|dachzeile|spitzmarke|supertitle|suptitle|eyebrow|label|category", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:›]{1,2}\s+|\s*\|\s*|\s+::\s+")


@dataclass(frozen=True, slots=True)
class Title:
    """The headline, where it was found, and every source's own wording.

    Attributes:
        text: the headline, or None.
        source: key of `titles`, ``title`` for the title element.
        titles: ``page`` (h1), ``og``, ``json_ld``, ``feed``: as each has it.
    """

    text: str | None
    source: str | None
    titles: Mapping[str, str]


def choose_title(
    tree: HtmlElement, head: PageHead, data: LinkedData, site_names: Iterable[str], feed_title: str | None
) -> Title:
    """The wording that most sources agree on, shown headline first; names of the site at its ends are taken off."""
    sites = {fold_text(name).replace(" ", "") for name in site_names} - {""}
    stated = {
        "json_ld": data.text("headline") or data.text("name"),
        "og": head.first("og:title"),
        "itemprop": head.first("headline") or _itemprop_headline(tree, data),
        "twitter": head.first("twitter:title"),
        "title": head.title,
        "feed": feed_title,
    }
    known = {source: _without_site(text[:_LONGEST], sites) for source, text in stated.items() if text}
    known = {source: text for source, text in known.items() if text}
    page_title, weight = _shown_headline(head, list(known.values()))
    page_title = _without_topic(_without_site((page_title or "")[:_LONGEST], sites), known)
    candidates = {"page": page_title, **known} if page_title else known
    titles: dict[str, str] = {
        source: candidates[source] for source in ("page", "og", "json_ld", "feed") if source in candidates
    }
    weights = {**_WEIGHTS, "page": weight}
    if weight < _CREDIBLE:
        shown = _lower_headings(tree)
        weights |= {source: weights[source] + 2 for source, text in known.items() if fold_text(text) in shown}
    winner = _vote(candidates, weights)
    return Title(_with_colon(candidates[winner], known) if winner else None, winner, titles)


def _with_colon(title: str, known: Mapping[str, str]) -> str:
    """The title with the colon between topic and headline, where the page parts them by elements alone."""
    for source in ("og", "json_ld"):
        stated = known.get(source, "")
        if ":" in stated and ":" not in title and stated.replace(":", "", 1) == title:
            return stated
    return title


def _lower_headings(tree: HtmlElement) -> set[str]:
    """Folded texts of the h2 elements, a topic line inside left out: where the h1 is a crumb, the headline is an h2."""
    texts: set[str] = set()
    for element in itertools.islice(tree.iter("h2"), 40):
        full = text_of(element, 400)
        parts = [text for child in element.iterchildren("span", "div", "a", "p") if (text := text_of(child, 400))]
        longest = max(parts, key=len, default="")
        texts.add(fold_text(longest if len(longest) * 2 > len(full) else full))
    return {text for text in texts if len(text) > 12}


def _itemprop_headline(tree: HtmlElement, data: LinkedData) -> str | None:
    """The microdata headline, looked for only where no script states one."""
    if data.articles:
        return None
    found = tree.find(".//*[@itemprop='headline']")
    return text_of(found, 500) or found.get("content") if found is not None else None


def _vote(candidates: Mapping[str, str], weights: Mapping[str, float]) -> str | None:
    """The source whose wording has the most votes; sources that agree vote together."""
    if not candidates:
        return None
    folded = {source: fold_text(text) for source, text in candidates.items()}
    pieces = {source: _wordings(candidates[source]) for source in ("title", "og", "twitter") if source in candidates}
    best, best_votes = None, -1.0
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
        # the h1 without the topic that all others set before it
        if weights["page"] == _CREDIBLE and source in ("og", "json_ld") and wording.endswith(" " + folded["page"]):
            votes += _CREDIBLE
        if votes > best_votes + 1e-9:
            best, best_votes = source, votes
    return best


def _wordings(text: str) -> set[str]:
    """The folded text without one, two ... of its last or first parts: "Headline - Section - Site"."""
    parts = _SEPARATOR.split(text)
    ends = [text[: found.start()] for found in _SEPARATOR.finditer(text)]
    starts = [text[found.end() :] for found in _SEPARATOR.finditer(text)]
    return {fold_text(part) for part in (*ends, *starts, *(part for part in parts if part))} - {""}


def _without_site(text: str, sites: set[str]) -> str:
    """The title without the site's name at its end or beginning."""
    text = collapse_spaces(text)
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(text))
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        if _is_site(text[last.end() :], sites) and text[: last.start()].strip():
            text = text[: last.start()].strip()
        elif _is_site(text[: first.start()], sites) and text[first.end() :].strip():
            text = text[first.end() :].strip()
        else:
            break
    return text


def _without_topic(text: str, known: Mapping[str, str]) -> str:
    """The h1 without the few words before the headline that other sources do not have: "Blog: Headline"."""
    folded = fold_text(text)
    for source in ("og", "json_ld", "itemprop"):
        other = fold_text(known.get(source, ""))
        extra = len(folded.split()) - len(other.split())
        if other.count(" ") > 2 and 0 < extra < 6 and folded.endswith(" " + other):
            return known[source]
    return text


def _is_site(part: str, sites: set[str]) -> bool:
    folded = fold_text(part).replace(" ", "")
    if not folded or len(part) > 60:
        return False
    if re.search(
        r"^[\w.-]+\.(?:com|net|org|de|at|ch|tv|fr|it|es|uk|no|dk|se|fi|ca|au|in|jp|kr|info|news)$", part.strip().lower()
    ):
        return True
    return any(
        folded == site
        or (len(site) > 3 and (site in folded and len(folded) < len(site) + 14))
        or (len(folded) > 3 and site.startswith(folded))
        for site in sites
    )


def _shown_headline(head: PageHead, others: list[str]) -> tuple[str | None, float]:
    """The h1 that is the headline, and its weight; one that no other source knows anything of weighs less."""
    words = [set(fold_text(other).split()) for other in others]
    best: tuple[float, bool, str] | None = None
    for place, (text, element) in enumerate(head.headings):
        full = _joined_text(element) or text
        doubtful = _is_no_headline(element)
        for variant in dict.fromkeys((full, _without_kicker(element) or full)):
            own = set(fold_text(variant).split())
            if not own:
                continue
            likeness = max((len(own & other) / len(own | other) for other in words), default=0.5 if place == 0 else 0.3)
            score = likeness - 0.01 * place + (0.05 if variant != full and not others else 0.0)
            if best is None or (not doubtful, score) > (not best[1], best[0] + 1e-9):
                best = (score, doubtful, variant)
    if best is None:
        return None, 0.0
    likeness, doubtful, text = best
    if doubtful:
        return text, 0.6
    return text, _CREDIBLE if likeness >= 0.2 else 0.9 if likeness > 0.05 or not others else 0.5


def _is_no_headline(element: HtmlElement) -> bool:
    for depth, holder in enumerate((element, *element.iterancestors())):
        if depth > 3:
            return False
        if holder.tag in ("nav", "footer", "aside", "li"):
            return True
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if depth < 2 and len(names) < 400 and _NO_HEADLINE.search(names):
            return True
    return False


def _without_kicker(element: HtmlElement) -> str | None:
    """The heading's text without a topic line inside it."""
    for child in element.iterdescendants("span", "div", "small", "strong", "a", "p"):
        if _KICKER.search(child.get("class") or ""):
            kicker, full = text_of(child, 300), text_of(element, 1000)
            if kicker and full.startswith(kicker) and len(full) > len(kicker) + 8:
                return full[len(kicker) :].strip(" :|–-")
    return None


def _joined_text(element: HtmlElement) -> str:
    """The heading's text with a space between two of its elements that would run together: "Topic:Headline"."""
    parts: list[str] = []
    for part in element.itertext():
        if parts and parts[-1][-1:].strip() and part[:1].strip() and _runs_together(parts[-1], part):
            parts.append(" ")
        parts.append(part)
    return collapse_spaces(drop_unseen("".join(parts)))[:1000]


def _runs_together(left: str, right: str) -> bool:
    return (left[-1].islower() or left[-1] in ":.!?”»") and (right[0].isupper() or right[0] in '„“«"')
