"""An article without what is not its story: every rule in order, each removed block with its rule and evidence."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from newscrawler.boilerplate.facts import take_up_facts
from newscrawler.boilerplate.naming import name_removed
from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.boilerplate.rules.ad_label import AD_LABEL
from newscrawler.boilerplate.rules.affiliate_note import AFFILIATE_NOTE
from newscrawler.boilerplate.rules.agency_note import AGENCY_NOTE
from newscrawler.boilerplate.rules.author_box import AUTHOR_BOX
from newscrawler.boilerplate.rules.byline import BYLINE
from newscrawler.boilerplate.rules.caption import CAPTION
from newscrawler.boilerplate.rules.comments_prompt import COMMENTS_PROMPT
from newscrawler.boilerplate.rules.cookie_text import COOKIE_TEXT
from newscrawler.boilerplate.rules.copyright_note import COPYRIGHT_NOTE
from newscrawler.boilerplate.rules.date_note import DATE_NOTE
from newscrawler.boilerplate.rules.navigation_line import NAVIGATION_LINE
from newscrawler.boilerplate.rules.newsletter import NEWSLETTER
from newscrawler.boilerplate.rules.paywall_note import PAYWALL_NOTE
from newscrawler.boilerplate.rules.photo_credit import PHOTO_CREDIT
from newscrawler.boilerplate.rules.print_only import PRINT_ONLY
from newscrawler.boilerplate.rules.reading_time import READING_TIME
from newscrawler.boilerplate.rules.related import RELATED
from newscrawler.boilerplate.rules.repeated_block import REPEATED_BLOCK
from newscrawler.boilerplate.rules.repeated_title import REPEATED_TITLE
from newscrawler.boilerplate.rules.social import SOCIAL
from newscrawler.boilerplate.rules.standards_note import STANDARDS_NOTE
from newscrawler.boilerplate.rules.stock_widget import STOCK_WIDGET
from newscrawler.boilerplate.rules.tags_line import TAGS_LINE
from newscrawler.boilerplate.rules.tool_text import TOOL_TEXT
from newscrawler.boilerplate.rules.weather_widget import WEATHER_WIDGET
from newscrawler.model.article import Article, change_article
from newscrawler.model.block import CHROME_RULE, Block, RemovedBlock
from newscrawler.model.outlet import BoilerplateRules, Outlet
from newscrawler.patterns.check import LONGEST_TEXT, reason_to_refuse

# Raised whenever a rule changes what it takes: tells which stored articles a newer version could clean better.
RULES_VERSION = 4

# The first rule that finds a block takes it; what a rule finds depends on no other rule.
RULES: tuple[Rule, ...] = (
    REPEATED_TITLE,
    WEATHER_WIDGET,
    STOCK_WIDGET,
    AD_LABEL,
    AFFILIATE_NOTE,
    CAPTION,
    BYLINE,
    AGENCY_NOTE,
    COPYRIGHT_NOTE,
    PHOTO_CREDIT,
    AUTHOR_BOX,
    SOCIAL,
    NEWSLETTER,
    PAYWALL_NOTE,
    COMMENTS_PROMPT,
    STANDARDS_NOTE,
    READING_TIME,
    DATE_NOTE,
    PRINT_ONLY,
    TOOL_TEXT,
    RELATED,
    COOKIE_TEXT,
    NAVIGATION_LINE,
    TAGS_LINE,
    REPEATED_BLOCK,
)
# The name under which an outlet's own `remove_text` patterns take a block.
OUTLET_RULE = "outlet_remove_text"
_BESIDE = 3  # blocks before or behind the story's


def strip_boilerplate(article: Article, outlet: Outlet) -> Article:
    """The article without the blocks that a rule or the outlet's file names as not story.

    Removed blocks are added to ``removed``, in the page's order, after what the reader left out (which gets the name of
    a rule that knows it, see ``name_removed``). What they say is kept: authors and byline, agency, captions with their
    credit. ``outlet.boilerplate`` is obeyed: ``off`` switches rules off, ``keep`` protects blocks and gives back what
    the reader left out, ``remove_text`` takes blocks; a pattern that is no regular expression, or that could take for
    ever, gives the warning ``outlet_pattern_invalid``. Where nothing would be left of the story, all blocks stay, with
    the warning ``rules_would_take_everything``.
    """
    wishes = outlet.boilerplate
    article = _with_wanted_back(article, wishes.keep)
    article = name_removed(article, [rule for rule in RULES if rule.name not in wishes.off])
    taken = _find_taken(article, wishes)
    searched = (_compile_pattern(pattern, anywhere=True) for pattern in wishes.keep)
    whole = (_compile_pattern(pattern, anywhere=False) for pattern in wishes.remove_text)
    if any(pattern is None for pattern in (*searched, *whole)):
        article = _with_warning(article, "outlet_pattern_invalid")
    if not taken:
        return take_up_facts(change_article(article, rules_version=RULES_VERSION), (), outlet.name)
    kept = tuple(block for index, block in enumerate(article.blocks) if index not in taken)
    if not any(block.kind != "caption" for block in kept) and any(block.kind != "caption" for block in article.blocks):
        return _with_warning(change_article(article, rules_version=RULES_VERSION), "rules_would_take_everything")
    removed = tuple(RemovedBlock(article.blocks[index], *taken[index]) for index in sorted(taken))
    links = links_left(article.links, kept, [entry.block for entry in removed])
    gone = article.removed + removed
    stripped = change_article(article, blocks=kept, removed=gone, links=links, rules_version=RULES_VERSION)
    return take_up_facts(stripped, removed, outlet.name)


def links_left(links: tuple[str, ...], kept: Iterable[Block], gone: Iterable[Block]) -> tuple[str, ...]:
    """The links without those that only blocks that went have."""
    lost = {link for block in gone for link in block.links}.difference(*(block.links for block in kept))
    return tuple(link for link in links if link not in lost) if lost else links


def _with_wanted_back(article: Article, patterns: tuple[str, ...]) -> Article:
    """The article with the blocks that the reader left out and the outlet's file wants kept, each in its place.

    Only those within the story or right beside it: a word of the pattern may stand in a teaser or comment below.
    """
    compiled = [pattern for text in patterns if (pattern := _compile_pattern(text, anywhere=True))]
    positions = [block.position for block in article.blocks if block.position is not None]
    if not compiled or not positions:
        return article
    story = range(min(positions) - _BESIDE, max(positions) + _BESIDE + 1)
    back: list[Block] = []
    removed: list[RemovedBlock] = []
    for gone in article.removed:
        text = gone.block.text[:LONGEST_TEXT]
        is_near = gone.rule != CHROME_RULE and gone.block.position in story
        if is_near and any(pattern.search(text) for pattern in compiled):
            back.append(replace(gone.block, evidence="the outlet's file keeps it"))
        else:
            removed.append(gone)
    if not back:
        return article
    blocks = sorted((*article.blocks, *back), key=lambda block: block.position or 0)
    return change_article(article, blocks=tuple(blocks), removed=tuple(removed))


def _find_taken(article: Article, wishes: BoilerplateRules) -> dict[int, tuple[str, str]]:
    """Index of each block that goes -> rule and evidence."""
    taken: dict[int, tuple[str, str]] = {}
    for index, evidence in _find_outlet_lines(article, wishes.remove_text):
        taken[index] = (OUTLET_RULE, evidence)
    for rule in RULES:
        if rule.name not in wishes.off:
            for index, evidence in rule.find(article):
                taken.setdefault(index, (rule.name, evidence))
    return {index: reason for index, reason in taken.items() if not is_protected(article.blocks[index], wishes)}


def find_spared(article: Article, wishes: BoilerplateRules) -> frozenset[int]:
    """Indices of the blocks that stay because the outlet's file switched off the rule that would take them."""
    off = [rule for rule in RULES if rule.name in wishes.off]
    return frozenset(index for rule in off for index, _ in rule.find(article))


def is_protected(block: Block, wishes: BoilerplateRules) -> bool:
    """Does the outlet's file say that the block is to be kept?"""
    patterns = (pattern for text in wishes.keep if (pattern := _compile_pattern(text, anywhere=True)))
    return any(pattern.search(block.text[:LONGEST_TEXT]) for pattern in patterns)


def _find_outlet_lines(article: Article, patterns: tuple[str, ...]) -> list[Finding]:
    compiled = [pattern for text in patterns if (pattern := _compile_pattern(text, anywhere=False))]
    return [
        (index, f"the outlet's pattern {pattern.pattern!r}"[:200])
        for index, block in enumerate(article.blocks)
        for pattern in compiled
        if len(block.text) <= LONGEST_TEXT and pattern.fullmatch(block.text)
    ]


@lru_cache(maxsize=2048)
def _compile_pattern(pattern: str, *, anywhere: bool) -> re.Pattern[str] | None:
    """The pattern, unless it is no regular expression or could take for ever; outlet files have none of these."""
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None
    return None if reason_to_refuse(pattern, anywhere=anywhere) else compiled


def _with_warning(article: Article, warning: str) -> Article:
    if warning in article.warnings:
        return article
    return change_article(article, warnings=(*article.warnings, warning))
