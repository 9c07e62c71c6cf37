"""Lines that name the agency a story came from; the agency is kept as a field of the article."""

import re

from newscrawler.agency_names import AGENCIES
from newscrawler.boilerplate.line_keys import LineShape
from newscrawler.boilerplate.phrases import PhraseBook, WordTable
from newscrawler.boilerplate.rule import Hit, Rule, at_lines, each, starts_with
from newscrawler.boilerplate.survey import fold_start
from newscrawler.model.block import Block
from newscrawler.names import is_agency
from newscrawler.words import count_words, ends_sentence

_AROUND = " \t()[]{}（）【】/|–—-.:;*·"
_PARTS = re.compile(r"[/,|;+&]|\s(?:und|and|et|y|e|og|och|i|и)\s")
# What stands before an agency's name at the end of a story. Origin: how outlets word it; one language a line.
_SOURCES = WordTable("""
    additional reporting by | agencies | source | sources | with agency inputs | with files from | with inputs from
    mit agenturmaterial | mit informationen von | with information from | with material from | with reporting by
    avec | con información de | fonte | fuente | mit material der | mit material von | quelle | quellen
    bron | bronnen | com informações de | con informazioni di | heimild | källa | kilde | kilder | lähde | zdroj
    kaynak | nguồn | sumber | šaltinis | theo | źródło | джерело | источник | по материалам | المصدر | 출처 | 出典
""")
_PROVIDED = PhraseBook("""
    this article was produced with the assistance of | this report was created with | this story was provided by
    diese meldung wurde automatisch | dieser beitrag wurde automatisch
    this story was reported by the associated press
    diese nachricht wurde | dieser artikel wurde von der dpa | hinweis: diese meldung | © dpa-infocom
""")
_LONGEST_NOTE = 120
_MOST_WORDS, _MOST_SPACES = 8, 16
_WORD = re.compile(r"\w+")
_FIRST_WORDS = frozenset(name.partition(" ")[0] for name in AGENCIES)
_PIECE_INITIALS = re.compile(r"[a-zäöü]{1,4}")


def agency_in_note(text: str) -> str | None:
    """The agency that a note names, by its usual name: ``"(dpa/jk)"`` and ``"Quelle: dpa"`` give dpa's."""
    bare = _without_source(text).strip(_AROUND)
    for part in _PARTS.split(bare):
        if agency := is_agency(part.strip(_AROUND)):
            return agency
    return None


def _without_source(text: str) -> str:
    head, colon, rest = text.partition(":")
    if colon and fold_start(head) in _SOURCES:
        return rest
    phrase = _SOURCES.prefix_of(fold_start(text))
    return " ".join(text.split()[len(phrase.split()) :]) if phrase else text


def _is_note(block: Block) -> Hit | None:
    if block.kind in {"table", "caption"} or block.is_heading_element:
        return None
    return Hit(f"names the agency {_agency_alone(block.text)} and nothing else")


def _agency_alone(text: str) -> str | None:
    """The agency that the text names, as it stands there, and names nothing else."""
    if text.count(" ") > _MOST_SPACES or (text.isascii() and _FIRST_WORDS.isdisjoint(_WORD.findall(text.lower()))):
        return None
    if count_words(text) > _MOST_WORDS:
        return None
    bare = _without_source(text).strip(_AROUND)
    parts = [part.strip(_AROUND) for part in _PARTS.split(bare)]
    agencies = [part for part in parts if is_agency(part) and part != "Aa"]  # "Aa" sets the size of letters
    others = [part for part in parts if part and part not in agencies]
    if not agencies or ends_sentence(text.rstrip(".")) or not all(map(_PIECE_INITIALS.fullmatch, others)):
        return None
    return agencies[0]


AGENCY_NOTE = Rule(
    "agency_note",
    each(at_lines(_is_note, LineShape(_agency_alone, max_length=_LONGEST_NOTE)), starts_with(_PROVIDED, max_words=45)),
    "lines that only name the agency: “(dpa)”, “Source: AFP”, “dpa/jk”; kept as the article's agency",
)
