"""The story out of a page's scripts, for pages whose markup has lost it or has only a part.

What a page delivers in its scripts without protection is as much its text as what stands in its markup
(docs/reading-policy.md).
"""

import json
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from newscrawler.extraction.metadata_lines import HeadFacts
from newscrawler.extraction.script_body import ScriptStory, is_body_lost, paragraphs_of_script
from newscrawler.extraction.script_state import read_states
from newscrawler.extraction.state_stories import ReadingBudget, StateStory, find_stories, start_of
from newscrawler.model.block import Block
from newscrawler.words import count_words, fold_text

# The data of scripts is looked at only where the markup has less than this, or where the JSON-LD says that more exists.
_SHORT_WORDS: Final = 150
_STATED_FACTOR: Final = 2.0
_PROSE_WORDS: Final = 8
_MIN_WORDS: Final = 40
_MIN_SHARED: Final = 0.5
_FIRST_LINES: Final = 3
_LEAST_LONGER: Final = 1.3  # times the characters; with fewer, a text cannot well have twice the words
_SAMPLE: Final = 30  # characters
# The data of scripts has true paragraphs: it goes before an articleBody that has hardly more words.
_LIKE_WORDS: Final = 0.7


class LostStory(NamedTuple):
    """The story's blocks, and where they were found."""

    blocks: tuple[Block, ...]
    source: Literal["json_ld", "script"]


def find_lost_story(kept: Sequence[str], kept_words: float, script: ScriptStory, facts: HeadFacts) -> LostStory | None:
    """The story as a script has it, where that is far more than what was kept; else None.

    Args:
        kept: the texts of the blocks that are story.
        kept_words: the number of their words.
        script: what the scripts have.
        facts: title and description, by which the story is known where nothing was kept.
    """
    is_longer = script.text is not None and len(script.text) > _LEAST_LONGER * sum(map(len, kept))
    stated = paragraphs_of_script(script.text) if script.text and is_longer else ()
    stated_words = sum(count_words(block.text) for block in stated)
    is_lost = is_body_lost(kept_words, stated_words)
    has_more = (script.word_count or 0) > _STATED_FACTOR * kept_words
    if is_lost or has_more or (kept_words < _SHORT_WORDS and _may_be_in_script(kept, kept_words, script.page.text)):
        found = _likeliest(script.page.text, [*kept, *(block.text for block in stated[:_FIRST_LINES])], facts)
        enough = max(_MIN_WORDS, _LIKE_WORDS * stated_words)
        if found and found[0].words >= enough and is_body_lost(kept_words, found[0].words):
            return LostStory(_blocks_of(*found), "script")
    return LostStory(stated, "json_ld") if is_lost else None


def _may_be_in_script(kept: Sequence[str], kept_words: float, page: str) -> bool:
    """Is what was kept on the page once more, as it is where a script has the story? It is cheap to look for."""
    if kept_words < _MIN_WORDS:
        return True
    longest = max(kept, key=len)
    sample = longest[len(longest) // 3 :][:_SAMPLE].split('"')[0]
    escaped = json.dumps(sample)[1:-1]
    return page.count(sample) > 1 or (escaped != sample and escaped in page)


def _likeliest(page: str, known: Sequence[str], facts: HeadFacts) -> tuple[StateStory, str] | None:
    """The story in the scripts' data that has the page's title beside it, or its text in it, and the data's name.

    None where nothing proves it to be the story.
    """
    starts = {start_of(text) for text in known if count_words(text) >= _PROSE_WORDS} - {""}
    summaries = {start_of(text) for text in (facts.description, facts.standfirst)} - {""}
    titles = {fold_text(title) for title in facts.titles} - {""}
    best: tuple[tuple[bool, int, int], StateStory, str] | None = None
    budget = ReadingBudget()
    for name, state in read_states(page):
        for story in find_stories(state, budget):
            has_title = not titles.isdisjoint(story.titles)
            shared = len(starts.intersection(start_of(text) for _, text in story.lines))
            opens = {start_of(text) for _, text in story.lines[:_FIRST_LINES]}
            if not (has_title or not summaries.isdisjoint(opens) or shared >= max(1, _MIN_SHARED * len(starts))):
                continue
            rank = (has_title, shared, story.words)
            if best is None or rank > best[0]:
                best = rank, story, name
    return best[1:] if best else None


def _blocks_of(story: StateStory, name: str) -> tuple[Block, ...]:
    place = f"data of the script {name}" if name else "data of a script"
    return tuple(
        Block(kind, text, place=place, evidence=f"{count_words(text)} words of a script's data")
        for kind, text in story.lines
    )
