"""An article with tidy text in every field."""

import re
from collections.abc import Iterable
from dataclasses import replace

from newscrawler.cleaning.text import are_tidy, cut_text, tidy_label, tidy_lines, tidy_text
from newscrawler.cleaning.title import strip_site_name
from newscrawler.model.article import Article, Author, Image, LiveUpdate, change_article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outlet import Outlet
from newscrawler.words import fold_text

# Longest texts in characters and longest lists; a field that holds more is broken, hostile or no such field.
LONGEST_TITLE = 1_000
LONGEST_STANDFIRST = 5_000
LONGEST_NAME = 200
LONGEST_LABEL = 300
LONGEST_CAPTION = 3_000
LONGEST_BLOCK = 100_000
LONGEST_BODY = 2_000_000
LONGEST_REMOVED = 2_000
MOST_AUTHORS = 50
MOST_KEYWORDS = 100
MOST_IMAGES = 300
MOST_REMOVED = 3_000
_KINDS_WITH_LINES = frozenset({"list", "table"})
# Origin: summaries for machines of German, English, French, Spanish, Portuguese, Italian and Nordic outlets.
_LAST_BYLINE = re.compile(r"(?:(?<=[.!?…»”\"])\s|^)(?:Von|By|Par|Por|Di|Door|Av|Af)\s(?P<name>[^.!?]{3,60})\.?$")


def clean_article(article: Article, outlet: Outlet) -> Article:
    """The same article, tidy: no field is added, none is guessed, and blocks keep their order.

    Texts lose invisible and control characters and doubled spaces, broken encodings are mended, fields are cut at their
    longest (warning ``body_cut`` where that is the body), titles lose the outlet's name, keywords and authors stand
    once, empty blocks and images go.
    """
    names = (outlet.name, article.outlet_name, article.domain, _brand_of(article.domain))
    # most sources have the same title
    tidy_titles = {title: _tidy_title(title, names) for title in {article.title, *article.titles.values()}}
    blocks, is_cut = _tidy_blocks(article.blocks)
    standfirst = _tidy_standfirst(article.standfirst, article.authors)
    return change_article(
        article,
        outlet_name=tidy_label(article.outlet_name, longest=LONGEST_LABEL),
        title=tidy_titles[article.title],
        titles={kind: title for kind, text in article.titles.items() if (title := tidy_titles[text])},
        standfirst=standfirst,
        blocks=blocks,
        removed=_tidy_removed(article.removed),
        authors=_tidy_authors(article.authors),
        byline=tidy_label(article.byline, longest=2 * LONGEST_LABEL),
        agency=tidy_label(article.agency, longest=LONGEST_NAME),
        published_raw=tidy_label(article.published_raw, longest=LONGEST_LABEL),
        modified_raw=tidy_label(article.modified_raw, longest=LONGEST_LABEL),
        section=tidy_label(article.section, longest=LONGEST_LABEL),
        breadcrumbs=tuple(_tidy_labels(article.breadcrumbs))[:MOST_KEYWORDS],
        keywords=_each_once(_tidy_labels(article.keywords))[:MOST_KEYWORDS],
        main_image=_tidy_image(article.main_image) if article.main_image else None,
        images=_tidy_images(article.images),
        live_updates=tuple(_tidy_updates(article.live_updates)),
        links=tuple(dict.fromkeys(article.links)),
        provenance={name: where for name, where in article.provenance.items() if standfirst or name != "standfirst"},
        warnings=_with_cut(article.warnings) if is_cut else article.warnings,
    )


def _brand_of(domain: str | None) -> str | None:
    return domain.partition(".")[0] if domain else None


def _tidy_title(title: str | None, names: tuple[str | None, ...]) -> str | None:
    tidy = tidy_label(title, longest=LONGEST_TITLE)
    return strip_site_name(tidy, names) if tidy else None


def _tidy_standfirst(standfirst: str | None, authors: tuple[Author, ...]) -> str | None:
    """The standfirst without the byline at its end: "A ferry is to close. By Anna Lind."."""
    tidy = tidy_label(standfirst, longest=LONGEST_STANDFIRST)
    if tidy is None or tidy.startswith("|"):  # "| Lebanon News": nothing but the name of a section or site
        return None
    names = {fold_text(author.name) for author in authors}
    while (found := _LAST_BYLINE.search(tidy)) and fold_text(found["name"]) in names:
        tidy = tidy[: found.start()].strip()
    return tidy or None


def _tidy_blocks(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], bool]:
    """The blocks that have text, and whether something had to be cut."""
    texts = [block.text for block in blocks if block.kind not in _KINDS_WITH_LINES]
    in_lines = [block.text for block in blocks if block.kind in _KINDS_WITH_LINES]
    lengths = [len(block.text) for block in blocks]
    is_short = max(lengths, default=0) <= LONGEST_BLOCK and sum(lengths) <= LONGEST_BODY
    if is_short and are_tidy(texts) and are_tidy(in_lines, in_lines=True):
        return blocks, False
    kept: list[Block] = []
    room, is_cut = LONGEST_BODY, False
    for block in blocks:
        tidy = tidy_lines if block.kind in _KINDS_WITH_LINES else tidy_text
        text = tidy(block.text)
        limit = min(LONGEST_BLOCK, room)
        if len(text) > limit:
            is_cut = True
            text = cut_text(text, limit) if limit > 1 else ""
        room -= len(text)
        if text:
            kept.append(block if text == block.text else replace(block, text=text))
    return tuple(kept), is_cut


def _with_cut(warnings: tuple[str, ...]) -> tuple[str, ...]:
    return warnings if "body_cut" in warnings else (*warnings, "body_cut")


def _tidy_removed(removed: tuple[RemovedBlock, ...]) -> tuple[RemovedBlock, ...]:
    few = removed[:MOST_REMOVED]
    texts = [entry.block.text for entry in few]
    is_tidy = max(map(len, texts), default=0) <= LONGEST_REMOVED and are_tidy(texts, in_lines=True)
    return few if is_tidy else tuple(_tidy_each_removed(few))


def _tidy_each_removed(removed: tuple[RemovedBlock, ...]) -> Iterable[RemovedBlock]:
    for entry in removed:
        text = tidy_lines(entry.block.text, longest=LONGEST_REMOVED)
        if text:
            same = text == entry.block.text
            yield entry if same else replace(entry, block=replace(entry.block, text=text))


def _tidy_authors(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Each name once; of two with one name the first stays, with what only the other one knew."""
    known: dict[str, Author] = {}
    for author in authors:
        name = tidy_label(author.name, longest=LONGEST_NAME)
        if name is None:
            continue
        tidy = replace(author, name=name, role=tidy_label(author.role, longest=LONGEST_NAME))
        first = known.setdefault(fold_text(name) or name, tidy)
        if first is not tidy:
            known[fold_text(name) or name] = replace(
                first, role=first.role or tidy.role, email=first.email or tidy.email, url=first.url or tidy.url
            )
    return tuple(known.values())[:MOST_AUTHORS]


def _tidy_labels(labels: Iterable[str]) -> Iterable[str]:
    return (tidy for label in labels if (tidy := tidy_label(label, longest=LONGEST_LABEL)))


def _each_once(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels without those that only differ in case, accents or punctuation."""
    unique: dict[str, str] = {}
    for label in labels:
        unique.setdefault(fold_text(label) or label, label)
    return tuple(unique.values())


def _tidy_image(image: Image) -> Image:
    return replace(
        image,
        caption=tidy_label(image.caption, longest=LONGEST_CAPTION),
        credit=tidy_label(image.credit, longest=LONGEST_LABEL),
        alt=tidy_label(image.alt, longest=LONGEST_CAPTION),
    )


def _tidy_images(images: tuple[Image, ...]) -> tuple[Image, ...]:
    tidy = (_tidy_image(image) for image in images[:MOST_IMAGES])
    return tuple(image for image in tidy if image.url or image.caption or image.alt)


def _tidy_updates(updates: tuple[LiveUpdate, ...]) -> Iterable[LiveUpdate]:
    for update in updates:
        text = tidy_lines(update.text, longest=LONGEST_BLOCK)
        title = tidy_label(update.title, longest=LONGEST_TITLE)
        if text or title:
            yield replace(update, title=title, text=text)
