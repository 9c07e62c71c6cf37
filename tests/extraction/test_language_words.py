"""The language of a text by its script and smallest words: clear cases only."""

from itertools import combinations

import pytest

from newscrawler.extraction.language import unstated_language
from newscrawler.extraction.language_words import _FUNCTION_WORDS, language_of_script, language_of_words
from newscrawler.extraction.parse import parse_page

SENTENCES = {
    "cs": "Nová lávka přes řeku se otevře až na jaře, protože ještě nejsou všechny díly a město je musí objednat.",
    "de": "Die neue Brücke über den Fluss ist nach drei Jahren Bauzeit wieder offen und wird auch nachts beleuchtet.",
    "en": "The new bridge over the river has opened after three years of work and it will be lit at night.",
    "es": "El nuevo puente sobre el río se abrió después de tres años de obras y también será iluminado por la noche.",
    "fr": "Le nouveau pont sur la rivière est ouvert après trois ans de travaux et sera éclairé pendant la nuit.",
    "it": "Il nuovo ponte sul fiume è aperto dopo tre anni di lavori e sarà illuminato anche di notte per i ciclisti.",
    "nl": "De nieuwe brug over de rivier is na drie jaar werk weer open en wordt ook in de nacht verlicht.",
    "pl": "Nowy most na rzece jest już otwarty, ale światła nie będzie, bo miasto nie ma na to pieniędzy.",
    "pt": "A nova ponte sobre o rio foi aberta após três anos de obras e será iluminada também durante a noite.",
    "ru": "Новый мост через реку открыли после трёх лет работ, и теперь его будут освещать ночью, как и старый.",
    "sv": "Den nya bron över floden är öppen efter tre år och ska också vara upplyst på natten.",
    "tr": "Nehrin üzerindeki yeni köprü üç yıl sonra açıldı ve gece için de bir ışık olarak kullanılacak.",
    "uk": "Новий міст через річку відкрили після трьох років робіт, і тепер його будуть освітлювати також уночі.",
}
SCRIPTS = {
    "el": "Η νέα γέφυρα του ποταμού άνοιξε",
    "he": "הגשר החדש מעל הנהר נפתח",
    "hy": "Գետի վրայի նոր կամուրջը բացվեց",
    "ja": "川にかかる新しい橋が開通",
    "ka": "მდინარეზე ახალი ხიდი გაიხსნა",
    "km": "ស្ពានថ្មីឆ្លងទន្លេបានបើក",
    "ko": "강 위의 새 다리가 열렸다",
    "lo": "ຂົວໃໝ່ຂ້າມແມ່ນ້ຳເປີດແລ້ວ",
    "my": "မြစ်ကူးတံတားသစ် ဖွင့်လှစ်",
    "th": "สะพานใหม่ข้ามแม่น้ำเปิดแล้ว",
    "zh": "跨河新桥今日通车",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_function_words_tell_the_language(language: str) -> None:
    assert language_of_words(SENTENCES[language]) == language


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_script_of_one_language_tells_it(language: str) -> None:
    letters = "".join(filter(str.isalpha, SCRIPTS[language]))
    assert language_of_script(letters) == language
    assert language_of_script(letters + "NATO") == language


@pytest.mark.parametrize(
    "text",
    [
        "Marie von der Leyen, Max van de Berg",  # names
        "Breaking news: NATO, WHO, FIFA",
        "og det er som den ikke har et fra",  # Danish and Norwegian alike
        "Kungl. Vetenskapsakademien",
        "",
    ],
)
def test_what_is_not_clear_is_left_open(text: str) -> None:
    assert language_of_words(text) is None


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_alphabets_of_many_languages_tell_nothing(sentence: str) -> None:
    assert language_of_script("".join(filter(str.isalpha, sentence))) is None


def test_chinese_that_quotes_japanese_stays_chinese() -> None:
    assert language_of_script("台北新開的咖啡店名叫の森吸引許多人") == "zh"


def test_no_two_languages_have_the_same_words() -> None:
    words = {language: frozenset(listed.split()) for language, listed in _FUNCTION_WORDS.items()}
    assert not [pair for pair in combinations(words, 2) if words[pair[0]] <= words[pair[1]]]


def test_a_root_that_the_parser_drops_is_read() -> None:
    markup = '<p>Warnung</p><!DOCTYPE html><html class="no-js" lang="de-AT"><body><p>Kurz</p></body></html>'
    assert unstated_language("Kurz", markup, parse_page(markup)) == ("de", "page")
    told = '<body><p data-lang="de">The <code>&lt;html lang="de"&gt;</code> tag.</p></body>'
    assert unstated_language("Short", told, parse_page(told)) == (None, None)


def test_a_short_title_leaves_it_to_the_text() -> None:
    markup = f"<body><h1>Come together</h1><p>{SENTENCES['de']}</p></body>"
    assert unstated_language("Come together", markup, parse_page(markup)) == ("de", "text")
