"""Who wrote it: people with role, e-mail and page; the wire agency; the byline as printed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction.element_text import parts_of, text_of
from newscrawler.extraction.json_ld import LinkedData
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_byline import names_before_date, tidy_byline, without_dates
from newscrawler.extraction.stated_people import MOST_AUTHORS, copyright_holders, stated_in_json_ld, stated_in_meta
from newscrawler.model.article import Author
from newscrawler.name_words import BYLINE_WORDS, PHOTO_WORDS, PLACE_WORDS, SOFT_BYLINE_WORDS
from newscrawler.names import email_in, fold_name, is_agency, is_newsroom, is_nobody, split_byline
from newscrawler.words import collapse_spaces, is_sentence

_BYLINE_CLASS = re.compile(
    r"byline|author|autor|auteur|writer|reporter|redact(?:or|eur)|journalist|verfasser|credit-name|contributor|person-link",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|popular|sidebar|footer|social|share|bio\b|avatar|image|photo|caption|follow|newsletter"
    r"|card|quote|most-?read|widget|authority|disqus",
    re.IGNORECASE,
)
# Folders of addresses under which outlets keep the pages of those who write for them.
PROFILE_FOLDERS = (
    "auteur", "author", "autor", "columnist", "contributor", "editors/", "forfatter", "journalist", "reporter",
    "schrijver", "signataire", "staff/", "writer",
)  # fmt: skip
_PROFILE = re.compile("/(?:" + "|".join(PROFILE_FOLDERS) + ")")
_BYLINE_TAGS = (
    "a", "address", "cite", "div", "em", "h1", "h3", "h4", "h5", "h6", "header", "li", "p", "section", "span",
    "strong", "td", "ul",
)  # fmt: skip
_MOST_BYLINES = 12
_LONGEST_BYLINE = 250
_MOST_ACCOUNT_WORDS = 6
_LEAST_BIOGRAPHY_WORDS = 8
NEWSROOM_ROLE = "newsroom"


@dataclass(frozen=True, slots=True)
class Byline:
    """The people, the agency and the printed byline; ``source`` is where the people were found."""

    authors: tuple[Author, ...] = ()
    agency: str | None = None
    byline: str | None = None
    source: str | None = None


def read_people(
    elements: PageElements, head: PageHead, data: LinkedData, site_names: Iterable[str], listed: tuple[str, ...]
) -> Byline:
    """The people that the first source with any names: JSON-LD, meta, the page's byline, the listing.

    Where nobody is named, an account that the page states as its author ("Salzburg Desk") is the one author, with the
    role ``newsroom``. Agencies are never authors.

    Args:
        elements: the page's, noted.
        head: its meta elements and headings.
        data: its JSON-LD.
        site_names: names of the outlet, so that its own account is not taken for a person.
        listed: names that the feed or sitemap gave.
    """
    sites = tuple(name for name in site_names if name)
    holders = copyright_holders(head)
    marked = _marked_texts(elements.tree, head)
    accounts: list[Author] = []
    holder: Byline | None = None
    agency, accounts_source = None, None
    # asked one after the other, each only where those before it named nobody
    sources: tuple[tuple[str, Callable[[], list[Author]]], ...] = (
        ("json_ld", lambda: stated_in_json_ld(data)),
        ("meta", lambda: stated_in_meta(head, holders)),
        ("page", lambda: _named_in_print((*marked, *_spoken_texts(head)))),
        ("feed", lambda: [Author(name) for text in listed for name in split_byline(text)]),
    )
    for source, found in sources:
        people = []
        for author in found():
            known_agency = is_agency(author.name)
            agency = agency or known_agency
            if known_agency is None and not _is_account(author, sites):
                people.append(author)
            elif known_agency is None and not accounts and source != "feed" and not is_nobody(author.name):
                accounts, accounts_source = [Author(author.name, role=NEWSROOM_ROLE)], source
        if people and holder is None and all(fold_name(author.name) in holders for author in people):
            # the owner of the page's copyright wrote it only if it names nobody else
            holder = Byline(_each_once(people, None), agency, _matching_byline(marked, people), source)
            continue
        if people:
            people = _completed(people, marked)
            byline = _matching_byline(marked, people) or _matching_byline(_spoken_texts(head), people)
            return Byline(_each_once(people, byline), agency or _agency_in(byline), byline, source)
    if holder is not None:
        return holder
    known = (agency or "", *(account.name for account in accounts))
    byline = next((tidy for text in marked if (tidy := tidy_byline(text)) and _names_account(tidy, known)), None)
    if agency:
        return Byline((), agency, byline)
    return Byline(tuple(accounts), None, byline, accounts_source)


def _completed(people: list[Author], marked: tuple[str, ...]) -> list[Author]:
    """The people, those known by surname alone with the full name that the page prints: "Doe" of "By Jane Doe"."""
    if all(" " in author.name and not author.name.islower() for author in people):
        return people
    printed = [
        name
        for text in marked[:3]
        for name in split_byline(text)
        if 1 < len(name.split()) < 5 and name.split()[0].lower() not in PLACE_WORDS
    ]
    return [_with_full_name(author, printed) for author in people]


def _with_full_name(author: Author, printed: list[str]) -> Author:
    if author.name.islower():
        same = next((name for name in printed if fold_name(name) == fold_name(author.name)), author.name)
        author = replace(author, name=same)
    surname = author.name.casefold()
    full = next((name for name in printed if name.casefold().endswith(" " + surname)), None)
    return replace(author, name=full) if full and " " not in author.name and len(surname) > 2 else author


def _names_account(text: str, known: Iterable[str]) -> bool:
    """Where no person is known: does it begin as bylines do, or is it the account's or agency's name and little else?

    "Search elbkurier.example" and "Jobs at Elbkurier" name the outlet too.
    """
    if BYLINE_WORDS.match(text):
        return True
    folded = fold_name(text)
    names = {fold_name(name) for name in known if name}
    if folded in names or _agency_in(text) is not None:
        return len(text.split()) <= _MOST_ACCOUNT_WORDS
    return not names and len(text.split()) == 1


def _is_account(author: Author, sites: tuple[str, ...]) -> bool:
    return is_newsroom(author.name) or any(is_newsroom(author.name, site) for site in sites)


def _marked_texts(tree: HtmlElement, head: PageHead) -> tuple[str, ...]:
    """Texts that the page marks as bylines."""
    elements = _printed_bylines(tree, head.longest_heading)[:_MOST_BYLINES]
    texts = (text for text in _joined_neighbours(elements) if 2 < len(text) < _LONGEST_BYLINE)
    return tuple(dict.fromkeys(text for text in texts if text[0] != "©" and not PHOTO_WORDS.match(text)))


def _spoken_texts(head: PageHead) -> tuple[str, ...]:
    """Lines under the headline that begin like a byline."""
    heading = head.longest_heading
    return tuple(_lines_like_bylines(heading)) if heading is not None else ()


def _joined_neighbours(elements: list[HtmlElement]) -> list[str]:
    """The elements' texts; elements that stand side by side, each with one line, give one text."""
    texts: list[str] = []
    holder = None
    for element in elements:
        parent, text = element.getparent(), parts_of(element)
        holders = (parent, parent.getparent()) if parent is not None else ()
        if holder is not None and holder in holders and "\n" not in text:
            texts[-1] += "" if text in texts[-1] else f"\n{text}"
        else:
            texts.append(text)
            holder = parent if parent is None or len(parent) > 1 else parent.getparent()
    return texts


def _lines_like_bylines(heading: HtmlElement) -> Iterator[str]:
    """Short texts behind the headline that begin with a byline word: "by: Jane Doe, Dec 17"."""
    following = _following_texts(heading)
    texts = [collapse_spaces(str(text)) for text in following] if isinstance(following, list) else []
    for place, text in enumerate(texts):
        found = BYLINE_WORDS.match(text + " ") or SOFT_BYLINE_WORDS.match(text + " A" if " " not in text else text)
        if len(text) < 120 and found and not text.lower().startswith("from"):
            rest = text[found.end() :].strip() or (texts[place + 1] if place + 1 < len(texts) else "")
            if rest and len(rest) < 120:
                yield f"{text}\n{rest}" if rest not in text else text


_following_texts = etree.XPath(
    "following::text()[normalize-space()][not(parent::script or parent::style)][position() <= 20]"
)


def _each_once(people: list[Author], byline: str | None) -> tuple[Author, ...]:
    kept: dict[str, Author] = {}
    for author in people[:MOST_AUTHORS]:
        kept.setdefault(fold_name(author.name), author)
    authors = tuple(kept.values())
    email = email_in(byline or "")
    if email and len(authors) == 1 and authors[0].email is None:
        one = authors[0]
        return (Author(one.name, one.role, email, one.url),)
    return authors


def _printed_bylines(tree: HtmlElement, heading: HtmlElement | None) -> list[HtmlElement]:
    """Elements that say that they are a byline: those behind the headline first, in the page's order."""
    before: list[HtmlElement] = []
    behind: list[HtmlElement] = []
    found = before
    for element in tree.iter(*_BYLINE_TAGS):
        if element is heading:
            found = behind
        elif _says_byline(element) and len(found) < _MOST_BYLINES and not _is_elsewhere(element):
            found.append(element)
    return behind + before


def _says_byline(element: HtmlElement) -> bool:
    names = element.get("class")
    if names is None:
        return element.tag == "a" and (element.get("rel") == "author" or _leads_to_profile(element))
    if _is_byline_class(names):
        return True
    says = element.get("itemprop") == "author" or (
        element.tag == "a" and (element.get("rel") == "author" or _leads_to_profile(element))
    )
    return says and not _ELSEWHERE.search(names[:300])


@lru_cache(maxsize=8192)
def _is_byline_class(names: str) -> bool:
    return len(names) < 300 and bool(_BYLINE_CLASS.search(names)) and not _ELSEWHERE.search(names)


def _leads_to_profile(element: HtmlElement) -> bool:
    """A link to somebody's page: its address ends in the name that it shows."""
    address = (element.get("href") or "").lower()
    if not _PROFILE.search(address):
        return False
    words = fold_name(text_of(element, 80)).split()
    return 1 < len(words) < 5 and words[-1] in address and words[0][:1].isalpha()


def _is_elsewhere(element: HtmlElement) -> bool:
    for depth, holder in enumerate(element.iterancestors()):
        if depth > 7 or holder.tag in ("body", "main", "article"):
            return False
        if holder.tag in ("footer", "nav", "aside", "figure", "figcaption", "blockquote"):
            return True
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if len(names) < 200 and _ELSEWHERE.search(names):
            return True
    return False


def _named_in_print(printed: tuple[str, ...]) -> list[Author]:
    """The people of the first printed byline that has any; single words are not enough for a name here."""
    for text in printed:
        if len(text) > 100 and "\n" not in text and not BYLINE_WORDS.match(text):
            continue
        if names := [
            name for name in split_byline(without_dates(names_before_date(text))) if " " in name or not name.isascii()
        ]:
            email = email_in(text) if len(names) == 1 else None
            return [Author(name, email=email) for name in names]
    return []


def _matching_byline(printed: tuple[str, ...], people: list[Author]) -> str | None:
    """The printed text that holds most of the names, the shortest such; the box about the author is none."""
    wanted = {fold_name(author.name) for author in people}
    bylines = (text for text in printed if not any(map(_is_biography, text.split("\n"))))
    ranked = [(sum(name in fold_name(text) for name in wanted), -len(text), text) for text in bylines]
    best = max(ranked, default=(0, 0, ""))
    if not best[0]:
        return None
    head = names_before_date(best[2])
    return tidy_byline(head if all(name not in fold_name(best[2][len(head) :]) for name in wanted) else best[2])


def _is_biography(line: str) -> bool:
    """A sentence that does not begin as bylines do; "N.Y." and "p.m." end none."""
    last = line.rsplit(maxsplit=1)[-1].strip(".!?") if line else ""
    ends = len(last) > 3 or not last.isascii()
    return ends and is_sentence(line, _LEAST_BIOGRAPHY_WORDS) and not BYLINE_WORDS.match(line)


def _agency_in(byline: str | None) -> str | None:
    return next(
        (known for part in re.split(r"[,;/|()\[\]]| und | and ", byline or "") if (known := is_agency(part))), None
    )
