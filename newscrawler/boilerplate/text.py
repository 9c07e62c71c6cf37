"""An article from plain text: what a naive crawler left of a page, without any markup."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, starmap

from newscrawler.boilerplate.markdown import begins_block, is_markdown, read_markdown
from newscrawler.boilerplate.rule import find_among
from newscrawler.boilerplate.story_span import find_story_span, says_as_story, stems
from newscrawler.boilerplate.strip import RULES, is_protected, strip_boilerplate
from newscrawler.boilerplate.text_lines import NumberedLine, bullet_length, read_lines
from newscrawler.model.article import Article, Image
from newscrawler.model.block import NAVIGATION_RULE, Block, RemovedBlock
from newscrawler.model.outlet import BoilerplateRules, Outlet
from newscrawler.words import count_words, ends_sentence, has_letters, is_sentence, unspaced_share

TEXT_OUTLET = Outlet(id="text", name="")
_LEAST_TITLE_WORDS = 2
_MOST_TITLE_WORDS = 40
_MOST_TITLE_LETTERS = 120  # in scripts of which each letter counts as a word
# A title stands above the story; further down a short line is a sub-heading.
_TITLE_LINES = 25
# Behind the last paragraph so many lines may be the story's byline, its notes, the box about the author.
_LINES_AFTER = 12
# So many lines of fewer words above a longer one are a menu.
_MENU_LINES = 3
_MENU_WORDS = 4


def clean_text(text: str, *, outlet: Outlet = TEXT_OUTLET, url: str = "") -> Article:
    """The article in a plain text dump: one block a line, the title chosen, every rule applied.

    Paragraphs that are wrapped at a fixed width are joined. Markdown is read as such: headings, lists and quotes become
    blocks of their kind, pictures stand among ``images``, addresses and emphasis are no text.

    Of a dump of the whole page, menus and all, the story is the lines that are mostly prose. ``removed`` has an entry
    for each line that was taken out, in order; what stands above the title, by no rule taken and no sentence, or around
    the story of a whole page, is the page's navigation. Nothing is guessed: without a line that can be a title
    ``title`` is None, and no date is taken from the page's clock. Empty text gives an article without blocks.
    """
    blocks, images, title_index = _read_blocks(text)
    whole = Article(url=url, outlet=outlet.id, outlet_name=outlet.name or None, blocks=blocks, images=images)
    span = find_story_span(blocks)
    if title_index is None:
        title_index = _find_title(whole, outlet) if span is None else _find_title_above(whole, outlet, span)
    article = whole
    if title_index is not None:
        title = blocks[title_index].text
        rest = blocks[:title_index] + blocks[title_index + 1 :]
        article = replace(whole, title=title, titles={"text": title}, blocks=rest)
    if span is not None:
        begin = span.start if title_index is None else min(title_index, span.start)
        article = _without_menus(article, range(begin, span.stop + _LINES_AFTER), outlet.boilerplate)
    article = strip_boilerplate(article, outlet)
    if span is not None:
        article = _without_menus(article, span, outlet.boilerplate, keep_sentences=True)
    elif title_index is not None:
        article = _without_lines_above(article, title_index, outlet.boilerplate)
    return replace(article, blocks=tuple(_with_whole_lists(article.blocks)))


def _read_blocks(text: str) -> tuple[tuple[Block, ...], tuple[Image, ...], int | None]:
    """Blocks, pictures, and the index of the block that the text itself calls its title."""
    if not is_markdown(text):
        return tuple(starmap(_plain_block, enumerate(read_lines(text)))), (), None
    lines = [read_markdown(line, f"line {number}") for number, line in read_lines(text, begins_block)]
    blocks = [line for line in lines if line.block]
    title_index = next((index for index, line in enumerate(blocks) if line.is_title), None)
    images = tuple(image for line in lines for image in line.images)
    placed = (replace(line.block, position=index) for index, line in enumerate(blocks) if line.block)
    return tuple(placed), images, title_index


def _plain_block(position: int, line: NumberedLine) -> Block:
    number, text = line
    bullet = bullet_length(text)
    return Block("list" if bullet else "paragraph", text[bullet:], place=f"line {number}", position=position)


def _without_lines_above(article: Article, title_position: int, wishes: BoilerplateRules) -> Article:
    """The article without what is left above its title: sentences stay, and what the outlet's file keeps."""
    above = [
        block
        for block in article.blocks
        if (block.position or 0) < title_position and not ends_sentence(block.text) and not is_protected(block, wishes)
    ]
    return _without(article, above, "above the title, no sentence")


def _without_menus(
    article: Article, story: range, wishes: BoilerplateRules, *, keep_sentences: bool = False
) -> Article:
    """The article without the lines around its story, but what the outlet's file keeps.

    ``keep_sentences``: those above the story stay, for what stood above them is gone: a standfirst, a short lead.
    """
    around = [
        block
        for block in article.blocks
        if block.position not in story
        and not is_protected(block, wishes)
        and not (keep_sentences and (block.position or 0) < story.start and ends_sentence(block.text))
    ]
    return _without(article, around, "outside the lines that are mostly prose")


def _without(article: Article, blocks: Sequence[Block], evidence: str) -> Article:
    """The article without these blocks, which are the page's navigation."""
    if not blocks:
        return article
    gone = [RemovedBlock(block, NAVIGATION_RULE, evidence) for block in blocks]
    removed = sorted((*article.removed, *gone), key=lambda entry: entry.block.position or 0)
    lost = {block.position for block in blocks}
    kept = tuple(block for block in article.blocks if block.position not in lost)
    return replace(article, blocks=kept, removed=tuple(removed))


def _with_whole_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; entries of a list that stand together are one, as they are on a page."""
    for is_list, run in groupby(blocks, lambda block: block.kind == "list"):
        entries = list(run)
        if is_list:
            links = tuple(dict.fromkeys(link for entry in entries for link in entry.links))
            yield replace(entries[0], text="\n".join(entry.text for entry in entries), links=links)
        else:
            yield from entries


def _find_title(article: Article, outlet: Outlet) -> int | None:
    """Index of the first line before the story that no rule takes and that is no sentence; not one of a menu."""
    top = range(min(_TITLE_LINES, len(article.blocks)))
    rules = (rule for rule in RULES if rule.name not in outlet.boilerplate.off)
    taken = {index for rule in rules for index, _ in find_among(rule.find, article, top)}
    first_short: int | None = None
    menu_lines = 0
    for index in _lines_above_story(article.blocks[: len(top)], taken):
        text = article.blocks[index].text
        could_be = _could_be_title(text)
        if could_be and count_words(text) >= _MENU_WORDS:
            return index if menu_lines >= _MENU_LINES or first_short is None else first_short
        menu_lines += count_words(text) < _MENU_WORDS
        first_short = index if could_be and first_short is None else first_short
    return first_short


def _find_title_above(article: Article, outlet: Outlet, span: range) -> int | None:
    """Index of the first line near above the story that could be its title and has words of it; no line of a menu."""
    near = range(max(0, span.start - _TITLE_LINES), span.start)
    rules = (rule for rule in RULES if rule.name not in outlet.boilerplate.off)
    taken = {index for rule in rules for index, _ in find_among(rule.find, article, near)}
    story = stems(" ".join(article.blocks[index].text for index in span))
    for index in near:
        text = article.blocks[index].text
        could_be = index not in taken and count_words(text) >= _MENU_WORDS and _could_be_title(text)
        if could_be and says_as_story(text, story):
            return index
    return None


def _lines_above_story(blocks: Sequence[Block], taken: Iterable[int]) -> Iterator[int]:
    gone = set(taken)
    for index, block in enumerate(blocks):
        if index in gone:
            continue
        if is_sentence(block.text, min_words=12):
            return
        yield index


def _could_be_title(text: str) -> bool:
    most = _MOST_TITLE_LETTERS if unspaced_share(text) > 0.5 else _MOST_TITLE_WORDS
    if not has_letters(text) or not _LEAST_TITLE_WORDS <= count_words(text) <= most:
        return False
    return not ends_sentence(text) or text[-1] in "?!？！\"'”’»」"
