"""The list of an article's topics."""

from newscrawler.boilerplate.line_keys import LineShape
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import Hit, Rule, at_lines, at_phrases, each, is_phrase, trail_mentions
from newscrawler.boilerplate.survey import fold_start
from newscrawler.model.block import Block
from newscrawler.words import ends_sentence, fold_text

# Origin: how outlets word it; one language a line.
_LABELS = PhraseBook("""
    categories | category | filed in | filed under | in this article | keywords | tagged | tags | topics
    kategorie | mehr zu den themen | schlagworte | schlagwörter | stichwörter | themen | topics in this article
    archivado en | argomenti | etiquetas | mots clés | mots-clés | sujets | tags associés | temas | thèmes
    aiheet | assuntos | ämnen | emner | nøgleord | onderwerpen | stikord | taggar | tópicos | trefwoorden
    efnisorð | raktažodžiai | štítky | tagi | tematy | temos | témata | žymos | рубрики | теги | теми | темы
    ετικέτες | תגיות | टैग | टैग्स
    chủ đề | etiketler | konular | tag | topik | từ khóa | الكلمات المفتاحية | وسوم | キーワード | タグ | 标签
    태그 | 標籤
""")


def _is_tags_line(block: Block) -> Hit | None:
    text = block.text
    head, colon, rest = text.partition(":")
    if not colon:
        head, colon, rest = text.partition("：")
    if len(text) > 300 or len(head) > 40 or "\n" in text or not rest.strip() or ends_sentence(text):
        return None
    return Hit(f"the label “{head.strip()}”") if fold_text(head) in _LABELS else None


def _is_hashtags(text: str) -> bool:
    words = text.split()
    return bool(words) and all(word.startswith(("#", "＃")) for word in words) and bool(fold_start(text))


_HASHTAGS = LineShape(_is_hashtags, words=("#", "＃"), max_length=299)

TAGS_LINE = Rule(
    "tags_line",
    each(
        is_phrase(_LABELS),
        at_phrases(_is_tags_line, _LABELS),
        at_lines(lambda _: Hit("hashtags and nothing else"), _HASHTAGS),
        trail_mentions("tags", "tag-list", "taglist", "keywords", max_words=40),
    ),
    "topics and hashtags",
)
