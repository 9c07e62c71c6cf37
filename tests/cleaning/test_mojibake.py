import json
from pathlib import Path

import pytest

from newscrawler.cleaning.mojibake import mend_mojibake
from newscrawler.cleaning.text import mend_characters

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
TEXTS = [
    "Die Fähre fährt für 3 € über die Elbe – „schön“, sagte er.",
    "O prefeito não irá à cidade; são três razões.",
    "Þórður ætlaði að sjá áhöfnina.",
    "Thủ tướng Việt Nam đã phát biểu ở Hà Nội.",
    "Паром снова пойдёт в понедельник.",
    "Η γέφυρα άνοιξε ξανά.",
    "渡轮恢复航行",
    "フェリーは月曜日に再開",
    "한강에 다리가 열렸다",
    "الجسر مفتوح",
    "הגשר נפתח",
    "Příliš žluťoučký kůň úpěl.",
    "It’s “quoted” — yes…",
    "Ferry sails — again",
]
LOOK_ALIKES = [
    "The sign 'Ã©' is what 'é' looks like when UTF-8 is read as Latin-1.",
    "Curly quotes turned into â€œ and â€ in old exports.",
    "Write â€™ and you will see an apostrophe.",
    "SÃ£o Paulo is how São Paulo looked in the old system.",
    "PÃO DE AÇÚCAR",
    "“NÃO”, disse ele; IRMÃS…",
    "MAÇÃ®",
    "Âme sœur – l’ÂGE",
    "Ở ĐÂU—",
    "Eyjafjallajökull: ÁÐUR, ÞÓRÐUR…",
    "КПРФ™ «В“» Ю.В.—",
    "Ã",
    "â€",
]


def misread(text: str, encoding: str) -> str:
    """The UTF-8 of ``text`` read as another set; bytes that this does not know become control characters."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf_8_that_was_read_as_latin_is_mended_once_or_twice_misread(text: str, encoding: str) -> None:
    assert mend_characters(misread(text, encoding)) == text
    assert mend_characters(misread(misread(text, encoding), encoding)) == text


@pytest.mark.parametrize(
    "text", ["“Hello”", "He said “Hello”.", "“Hello” “you”, he said", "Say “Hello” to it – or not"]
)
def test_closing_quotes_that_lost_their_last_byte_are_mended(text: str) -> None:
    assert mend_mojibake(misread(text, "cp1252").replace("\x9d", "")) == text


def test_russian_that_was_read_as_windows_1251_is_mended() -> None:
    assert mend_mojibake(misread("Паром снова пойдёт", "cp1251")) == "Паром снова пойдёт"


@pytest.mark.parametrize("text", TEXTS + LOOK_ALIKES)
def test_what_is_no_mojibake_or_may_be_about_it_stays(text: str) -> None:
    assert mend_mojibake(text) == text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of articles is not beside this project")
def test_no_true_text_of_the_corpus_is_changed() -> None:
    damaged = {"4267", "4304", "4420", "4861"}  # truths that were saved with the mojibake of their pages
    for file in CORPUS.glob("*/truth.jsonl"):
        for row in map(json.loads, file.read_text(encoding="utf-8").strip("\n").split("\n")):
            if row["id"] not in damaged:
                texts = [value for value in row.values() if isinstance(value, str)]
                assert [mend_mojibake(line) for text in texts for line in text.split("\n")] == [
                    line for text in texts for line in text.split("\n")
                ], (file.parent.name, row["id"])
