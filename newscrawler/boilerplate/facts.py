"""What removed lines say about the article: authors, agency, captions with their credit."""

import re
from collections.abc import Iterable
from dataclasses import replace

from newscrawler.boilerplate.agency_credit import credited_agency
from newscrawler.boilerplate.credit import halve_doubled, split_credit
from newscrawler.boilerplate.rules.agency_note import agency_in_note
from newscrawler.boilerplate.survey import could_open
from newscrawler.model.article import Article, Author, Image, change_article
from newscrawler.model.block import RemovedBlock
from newscrawler.name_spelling import restore_case
from newscrawler.names import email_in, is_agency, is_newsroom, split_byline
from newscrawler.words import collapse_spaces, fold_text

_LONGEST_BYLINE = 300
_NAMING_RULES = frozenset({"agency_note", "copyright_note"})  # of whose lines an agency is read
# Who has the copyright: "© 2026 The Associated Press. All rights reserved."
_OWNER = re.compile(r"(?:copyright|©|\(c\)|[\s,])*(?:(?:19|20)\d\d)?[\s,]*([^.,;:|]+)", re.IGNORECASE)
_LONGEST_OWNER = 120
_LONGEST_STANDFIRST = 5_000
_MOST_BYLINES = 50  # each is held against each name: more are a list of people, not those who wrote the story


def take_up_facts(article: Article, removed: tuple[RemovedBlock, ...], outlet_name: str) -> Article:
    """The article with what its removed lines say, where the page did not say it better.

    Names come from ``byline`` lines if no person is known so far; an e-mail address goes to the author whose name it
    holds, or beside whose name it stands where that is no name in Latin letters, and to nobody otherwise. Each caption
    stands once among ``images``, apart from its credit.
    """
    bylines = [entry.block.text for entry in removed if entry.rule == "byline"][:_MOST_BYLINES]
    if bylines:
        article = _take_up_byline(article, bylines, outlet_name)
    if article.agency is None:
        article = _take_up_agency(article, removed)
    if article.agency is None and (agency := credited_agency(article.blocks)):
        article = change_article(article, agency=agency, provenance={**article.provenance, "agency": "text"})
    captions = [entry.block.text for entry in removed if entry.rule == "caption"]
    return _without_repeated_standfirst(_take_up_captions(article, captions))


def _without_repeated_standfirst(article: Article) -> Article:
    """Descriptions for machines often are the first paragraph, or its beginning: then the article has no standfirst."""
    lead = next((block.text for block in article.blocks if block.kind == "paragraph"), "")
    standfirst = fold_text((article.standfirst or "").rstrip(" .…[]")[:_LONGEST_STANDFIRST])
    if (
        not standfirst
        or not could_open(lead, standfirst[0])
        or not fold_text(lead[:_LONGEST_STANDFIRST]).startswith(standfirst)
    ):
        return article
    provenance = {name: source for name, source in article.provenance.items() if name != "standfirst"}
    return change_article(article, standfirst=None, provenance=provenance)


def _take_up_byline(article: Article, bylines: list[str], outlet_name: str) -> Article:
    people = tuple(author for author in article.authors if not is_newsroom(author.name, outlet_name))
    spoken = [name for line in bylines for name in split_byline(line)]
    names = [name for name in spoken if not is_agency(name) and not is_newsroom(name, outlet_name)]
    byline = next((line for line in bylines if split_byline(line)), None)
    if not people and names:
        people = tuple(Author(name=restore_case(name)) for name in dict.fromkeys(names))
        article = change_article(article, provenance={**article.provenance, "authors": "boilerplate"})
    agency = article.agency or next((agency for name in spoken if (agency := is_agency(name))), None)
    people = _with_emails(people or article.authors, bylines)
    kept_byline = article.byline or (collapse_spaces(byline)[:_LONGEST_BYLINE] if byline else None)
    return change_article(article, authors=people, byline=kept_byline, agency=agency)


def _with_emails(authors: tuple[Author, ...], lines: list[str]) -> tuple[Author, ...]:
    for line in lines:
        address = email_in(line)
        if address:
            owners = [author for author in authors if _belongs_to(address, author.name) or _signs(line, author.name)]
            if len(owners) == 1 and owners[0].email is None:
                authors = tuple(replace(author, email=address) if author is owners[0] else author for author in authors)
    return authors


def _belongs_to(address: str, name: str) -> bool:
    """Is the local part made of the name: "anna.lind@", "alind@", "lind@"? "min.ahn@" is not Park Min-seo's."""
    pieces = [piece for piece in re.split(r"[^a-z]+", fold_text(address.partition("@")[0])) if piece]
    parts = fold_text(name).split()
    if len(pieces) > 1:
        initials = {part[0] for part in parts}
        return all(piece in parts or piece in initials for piece in pieces) and any(piece in parts for piece in pieces)
    return any(piece == part or (len(part) > 3 and part in piece) for piece in pieces for part in parts)


def _signs(line: str, name: str) -> bool:
    """Is it one person's line, and the name in letters of which no address is made: "서하진 기자 hajin@..."?"""
    return not fold_text(name).isascii() and tuple(split_byline(line)) == (name,)


def _take_up_agency(article: Article, removed: tuple[RemovedBlock, ...]) -> Article:
    # What the reader left out names the story's source beside its paragraphs; in a picture, the picture's.
    named = [entry for entry in article.removed if entry.rule in _NAMING_RULES]
    holders = {block.trail[:-1] for block in article.blocks if block.kind == "paragraph"} if named else set()
    beside = (entry for entry in named if entry.block.trail[:-1] in holders)
    agency = next((agency for entry in (*removed, *beside) if (agency := _agency_named_in(entry))), None)
    if agency is None:
        return article
    return change_article(article, agency=agency, provenance={**article.provenance, "agency": "page"})


def _agency_named_in(removed: RemovedBlock) -> str | None:
    if removed.rule == "agency_note":
        return agency_in_note(removed.block.text)
    if removed.rule == "copyright_note" and (owner := _OWNER.match(removed.block.text[:_LONGEST_OWNER])):
        return is_agency(owner[1].strip())
    return None


def _take_up_captions(article: Article, lines: list[str]) -> Article:
    images = [_with_credit_apart(image) for image in article.images]
    by_caption = {
        _key(text): place
        for place, image in enumerate(images if lines else ())
        for text in (image.alt, image.caption)
        if text
    }
    for line in lines:
        caption, credit = split_credit(halve_doubled(line))
        place = by_caption.get(fold_text(caption))
        if place is None:
            by_caption[fold_text(caption)] = len(images)
            images.append(Image(caption=caption, credit=credit))
        else:
            known = images[place]
            images[place] = replace(known, caption=known.caption or caption, credit=known.credit or credit)
    main_image = _with_credit_apart(article.main_image) if article.main_image else None
    unique = tuple(_each_once(images))
    if unique == article.images and main_image == article.main_image:
        return article
    return change_article(article, images=unique, main_image=main_image)


def _key(text: str) -> str:
    return fold_text(split_credit(text)[0])


def _with_credit_apart(image: Image) -> Image:
    if not image.caption or image.credit:
        return image
    caption, credit = split_credit(image.caption)
    return replace(image, caption=caption or None, credit=credit) if credit else image


def _each_once(images: Iterable[Image]) -> Iterable[Image]:
    seen: set[tuple[str | None, str]] = set()
    for image in images:
        key = (image.url, fold_text(image.caption or ""))
        if key not in seen:
            seen.add(key)
            yield image
