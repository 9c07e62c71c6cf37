"""Where the story is in the text of a whole page: between its menus, where the prose is."""

from collections.abc import Sequence

from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence, fold_text, is_sentence, unspaced_share

# So many lines that are no prose, and so large a share of all, are menus: the dump is of the whole page.
_MENU_LINES = 30
_MENU_SHARE = 0.6
_PROSE_WORDS = 10
_MOST_WORDS = 60  # that one line counts for: a notice on privacy is one long line
_LEAST_KNOWN = 2
_SHORT_WORD = 3  # letters: articles and prepositions are in every text
_COST = 8  # words of prose that a line of a menu within the story must be outweighed by


def find_story_span(blocks: Sequence[Block]) -> range | None:
    """Indices from the first paragraph of the story to its last; None where the text has no menus around it.

    It is the stretch of lines of which the words of prose outweigh the other lines most.
    """
    weights = [_weigh(block.text) for block in blocks]
    menus = weights.count(-_COST)
    if menus < _MENU_LINES or menus < _MENU_SHARE * len(blocks):
        return None
    best, best_span = 0, None
    total, start = 0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0, index
        total += weight
        if total > best:
            best, best_span = total, range(start, index + 1)
    return best_span


def _weigh(text: str) -> int:
    """Words of prose; below 0 for a line that is no sentence, as those of menus; 0 for a short sentence."""
    if not ends_sentence(text):
        return min(count_words(text), _MOST_WORDS) if is_sentence(text, min_words=_PROSE_WORDS) else -_COST
    words = count_words(text)
    return min(words, _MOST_WORDS) if words >= _PROSE_WORDS else 0


def says_as_story(text: str, story: frozenset[str]) -> bool:
    """Do half of the line's words occur in the story, and two of them at least? ``story``: its ``stems``."""
    own = stems(text)
    known = len(own & story)
    return known >= _LEAST_KNOWN and 2 * known >= len(own)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that mean something, as inflection leaves them: five letters, two of Hangul.

    Of scripts without spaces each two neighbouring letters.
    """
    found: set[str] = set()
    for word in fold_text(text).split():
        if unspaced_share(word) > 0.5:
            found.update(word[index : index + 2] for index in range(len(word) - 1))
        elif "가" <= word[0] <= "힣":
            found.add(word[:2])
        elif len(word) > _SHORT_WORD and not word.isdigit():
            found.add(word[:5])
    return frozenset(found)
