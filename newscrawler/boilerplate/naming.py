"""Names for what the body reader left out: an advertisement label is one, whoever saw first that it is no story."""

from collections.abc import Iterable, Mapping, Sequence

from newscrawler.boilerplate.rule import Rule, find_among
from newscrawler.boilerplate.survey import survey_of
from newscrawler.model.article import Article, change_article
from newscrawler.model.block import READER_RULES, RemovedBlock
from newscrawler.model.page_layout import LEARNED_CONTAINER

# What the layout left out goes by a rule's name, too: so it would have gone before the layout was known.
_UNNAMED = READER_RULES | {LEARNED_CONTAINER}
MOST_NAMED = 60  # blocks of one page: what surrounds a story is short, and a thousand comments need no names


def name_removed(article: Article, rules: Iterable[Rule]) -> Article:
    """The article with a rule's name, and its evidence before the reader's, on removed blocks that a rule knows.

    The rules see the page as it was, what was kept and what was left out, in its order. Nothing is taken or given back.
    """
    unnamed = [i for i, gone in enumerate(article.removed) if gone.rule in _UNNAMED and gone.block.position is not None]
    if not unnamed or any(block.position is None for block in article.blocks):
        return article
    there = [(block, -1) for block in article.blocks] + [(article.removed[i].block, i) for i in unnamed[:MOST_NAMED]]
    there.sort(key=lambda one: one[0].position or 0)
    whole = change_article(article, blocks=tuple([block for block, _ in there]))
    numbers = [number for _, number in there]
    names = _find_names(whole, numbers, rules)
    named = change_article(article, removed=_with_names(article.removed, names)) if names else article
    survey_of.keep(named, survey_of(whole).part([index for index, number in enumerate(numbers) if number < 0]))
    return named


def _find_names(whole: Article, numbers: Sequence[int], rules: Iterable[Rule]) -> dict[int, tuple[str, str]]:
    """Number in ``removed`` -> rule and evidence; ``numbers`` says where each block of the page stands there, or -1."""
    asked = frozenset(index for index, number in enumerate(numbers) if number >= 0)
    names: dict[int, tuple[str, str]] = {}
    for rule in rules:
        before = len(names)
        for index, evidence in find_among(rule.find, whole, asked):
            if numbers[index] >= 0:
                names.setdefault(numbers[index], (rule.name, evidence))
        if len(names) > before:  # the first rule that knows a block names it
            asked = frozenset(index for index in asked if numbers[index] not in names)
            if not asked:
                break
    return names


def _with_names(removed: Sequence[RemovedBlock], names: Mapping[int, tuple[str, str]]) -> tuple[RemovedBlock, ...]:
    named = list(removed)
    for number, (rule, evidence) in names.items():
        gone = named[number]
        named[number] = RemovedBlock(gone.block, rule, "; ".join(filter(None, (evidence, gone.evidence))))
    return tuple(named)
