"""Links to other stories: “Read also”, “Related” and the headlines under it."""

import re
from collections.abc import Iterator
from itertools import islice

from newscrawler.boilerplate.line_keys import BULLETS, LineShape
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import (
    Finding,
    Hit,
    Rule,
    any_of,
    at_lines,
    at_phrases,
    each,
    is_phrase,
    text_matches,
    trail_mentions,
)
from newscrawler.boilerplate.survey import fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import CLOSERS, count_words, ends_sentence, fold_text

_MOST_WORDS = 40
_ARROWS = ">»›→►▶⇒➡👉"
_QUOTES = "\"'“”„«»‘’([¿¡「『"
_FEWEST_HEADLINE_WORDS = 2
_FEWEST_ARROW_WORDS, _MOST_ARROW_WORDS = 4, 30
_SEPARATOR = re.compile(r"\s*[:：|–—»›>→►▶]\s*")

# Labels that no sentence begins with by chance. Origin: how outlets word it; one language a line.
_PLAIN_LABELS = PhraseBook("""
    also read | also see | click here for more | editor's picks | editors' recommendations | more ap
    more on this story
    more on this topic | people are also reading | read also | read it also
    read more about | read more from | read more on | read next | read now | read the full story
    recommended reading | recommended stories | related article | related articles | related content
    related coverage | related links | related news | related posts | related reading | related stories
    related story | related topics | see more stories | suggested reading
    more like this | you may also like | you might also like | you might be interested in
    links zum thema | lisää aiheesta | lue aiheesta lisää | schon gelesen
    das könnte dich auch interessieren | das könnte sie auch interessieren | lesen sie auch | lesen sie dazu auch
    lesen sie hier | lesen sie jetzt | lesen sie mehr | lesen sie mehr zum thema | lesen sie weiter | lies auch
    mehr zu diesem thema | mehr zum thema
    passend dazu | weitere artikel | weitere meldungen | weitere nachrichten | weitere themen | zum weiterlesen
    lesetipp | meistgelesene artikel | verwandte artikel | weiterführende links
    ailleurs sur le web | articles liés | à lire | à lire aussi | à lire également | à voir aussi | lire aussi
    lire également | lisez aussi | pour aller plus loin | sur le même sujet | sur le même thème | voir aussi
    artículos relacionados | le puede interesar | lea también | lee también | leer también | más información
    más noticias | más sobre este tema | noticias relacionadas | también te puede interesar | te puede interesar
    approfondisci | articoli correlati | leggi anche | potrebbe interessarti | ti potrebbe interessare | ver también
    artigos relacionados | leia mais | leia também | notícias relacionadas | saiba mais | veja também
    bekijk ook | gerelateerde artikelen | lees meer | lees ook | lees verder
    les mer | les mer om | les også | læs mere | læs mere om | læs også | relaterte saker | se også
    katso myös | läs även | läs mer | läs mer om | läs också | lue myös | se även
    lesa meira | lestu meira | sjá einnig | tengdar fréttir
    čtěte i | čtěte také | čtěte více | mohlo by vás zajímat | přečtěte si | přečtěte si také | související články
    czytaj także | czytaj też | czytaj więcej | przeczytaj także | przeczytaj też | zobacz także | zobacz też
    citește și | olvassa el | skaitykite taip pat | susiję straipsniai | taip pat skaitykite | διαβάστε επίσης
    материалы по теме | новости по теме | по теме | смотрите также | читайте ещё | читайте также | читать также
    дивіться також | за темою | матеріали за темою | новини за темою | читайте також | читайте ще
    δείτε επίσης | διαβάστε ακόμα | διαβάστε περισσότερα | σχετικά άρθρα
    כתבות נוספות | עוד בנושא | קראו גם | קראו עוד
    इसे भी पढ़ें | यह भी पढ़ें | ये भी पढ़ें
    bunları da okuyun | haberin devamı | ilgili haberler | ilginizi çekebilir | öne çıkan haberler | sıradaki haber
    artikel terkait | baca juga | baca selengkapnya | berita terkait | lihat juga | simak juga | tonton juga
    bài viết liên quan | có thể bạn quan tâm | mời xem thêm | tin liên quan | xem thêm | đọc thêm
    اقرأ المزيد | اقرأ أيضا | اقرأ أيضاً | أخبار ذات صلة | شاهد أيضا | قراءة المزيد | مواضيع ذات صلة
    あわせて読みたい | おすすめ記事 | こちらもおすすめ | 関連エントリ | 関連リンク | 関連情報
    この記事を読んだ人は | 次に読む | 関連ニュース | 関連記事
    관련 기사 | 관련 뉴스 | 관련기사 | 많이 본 뉴스 | 추천 기사 | 延伸閱讀 | 更多新聞 | 相关新闻 | 相关阅读 | 相關新聞
    연관 기사 | 연관기사
""")
# Headings of lists of other stories; believed only where they are the whole line. Origin: how outlets word it.
_LISTS = PhraseBook("""
    editors' choice | latest stories | more stories | most commented | most popular | most read | most shared
    most viewed | most watched | now trending | popular | popular now | popular stories | recommended
    recommended for you | top stories | trending | trending now | what others are reading
    am meisten gelesen | auch interessant | empfehlungen der redaktion | meist gelesen | meistgelesen
    meistkommentiert | neueste artikel | top themen | unsere empfehlungen
    à ne pas manquer | les articles les plus lus | les plus lus | les plus partagés | nos recommandations
    lo más compartido | lo más leído | lo más visto | más leídas | más leídos | recomendados | te recomendamos
    consigliati per te | i più letti | le più lette | più letti | più visti
    as mais lidas | mais lidas | mais lidos | recomendadas | últimas notícias
    lees meer nieuws | meest bekeken | meest gelezen | net binnen
    mest delt | mest läst | mest lästa | mest lest | mest læst | mest læste | mest sett | senaste nytt | siste nytt
    luetuimmat | mest lesið | nýjast | suosituimmat | uusimmat
    doporučujeme | najczęściej czytane | najnowsze | nejčtenější | nejnovější | polecane | popularne
    cele mai citite | legolvasottabb | populiariausi | skaitomiausi
    актуальне | выбор редакции | лента новостей | найпопулярніше | популярное | самое читаемое | сейчас читают
    останні новини | читають зараз
    en çok okunan haberler | en çok okunanlar | son haberler | δημοφιλή | τα πιο δημοφιλή | הכי נקראות | הנקראות ביותר
    الأكثر تداولا | الأكثر قراءة | الأكثر مشاهدة | پربازدیدترین ها | پربیننده ترین | ट्रेंडिंग | सबसे ज्यादा पढ़ी गईं
    berita populer | paling banyak dibaca | terkini | terpopuler | tin mới | xem nhiều | đọc nhiều | đọc nhiều nhất
    ข่าวยอดนิยม | ข่าวล่าสุด | おすすめの記事 | よく読まれている記事 | アクセスランキング | ランキング | 人気記事
    가장 많이 본 뉴스 | 실시간 인기기사 | 인기 기사 | 推荐阅读 | 热门推荐 | 热门新闻 | 熱門新聞 | 點閱排行
    오늘의 추천
""")
# Labels that a sentence can begin with: only alone, or with a colon after them, or where the line is a link.
_LABELS = PhraseBook("""
    continue reading | find out more | further reading | gallery
    in pictures | learn more | more | more details | more here | more news
    read | read here | read more | read more here | read this | related | see also | see more | video
    watch | watch also | watch more | watch now | watch this | what to read next
    lesen | mehr | mehr erfahren | mehr lesen | weiterlesen | zum thema
    aussi | bildstrecke | en savoir plus | lire | lire la suite | lire plus | vidéo | voir
    guarda | lea | lea más | lee más | leer más | leggi | leggi di più | relacionado | sigue leyendo | ver más
    czytaj | čtěte | läs | lees | leia | les | læs | læs her | skaitykite | tengt efni | více | zie ook
    baca | devamı | lihat | oku | simak | докладніше | ещё | подробнее | читайте | читать далее
    xem | المزيد | 관련 | 더 보기 | 더보기 | 更多 | 続きを読む | 関連
    auch interessant | auch spannend | don't miss | fleiri fréttir | fler nyheter | flere saker | meer over
    mehr aus | mehr dazu | mehr nachrichten | mehr von | meistgelesen | mer om | mest lesið | more from
    more stories | most read | must read | ook interessant | top stories | trending now
""")
_LINKED = 0.5
# Below this a text is too short to tell its end; longer headings may be sentences of the story.
_FEWEST_BLOCKS = 4
_MOST_HEADING_WORDS = 12
_MOST_LABEL_WORDS = 4
_ALL_LINK = 0.9


def _is_pointer(block: Block) -> Hit | None:
    """A line that begins with a label and goes on to name another story."""
    text = block.text.lstrip(BULLETS)
    folded = fold_start(text)
    plain = _PLAIN_LABELS.prefix_of(folded)
    phrase = plain or _LABELS.prefix_of(folded)
    if phrase is None or count_words(text) > _MOST_WORDS or (block.is_heading_element and not plain):
        return None
    head, rest = _split_label(text)
    if folded == phrase or (head == phrase and (plain or _could_be_headline(rest))):
        return Hit(f"the label “{phrase}”")
    if block.link_share >= (_ALL_LINK if ends_sentence(text) and not plain else _LINKED):
        return Hit(f"begins with “{phrase}”, {block.link_share:.0%} of it a link")
    if plain and not ends_sentence(text):
        return Hit(f"begins with “{phrase}”, no sentence")
    return None


def _is_arrow_line(block: Block) -> Hit | None:
    return Hit("an arrow and a headline") if block.kind == "paragraph" else None


def _has_arrow(text: str) -> bool:
    """``> Ferry stops for the winter``: an arrow and a headline, between the paragraphs."""
    if text[:1] not in _ARROWS or "«" in text or _ends(text):
        return False
    headline = text.lstrip(_ARROWS + " ")
    is_headline = headline[:1].isalpha() and not headline[:1].islower()
    return is_headline and _FEWEST_ARROW_WORDS <= count_words(headline) <= _MOST_ARROW_WORDS


def _ends(text: str) -> bool:
    return text.endswith((":", "：")) or ends_sentence(text)


def _split_label(text: str) -> tuple[str, str]:
    """What stands before the first separator, folded, and what stands behind it; "" and "" without one."""
    found = _SEPARATOR.search(text, 0, 80)
    return (fold_text(text[: found.start()]), text[found.end() :]) if found else ("", "")


def _could_be_headline(text: str) -> bool:
    """Words, not data: "Video: 4K with no crop" is a line of the story, "Video: Ferry stops for winter" is none."""
    return text.lstrip(_QUOTES)[:1].isalpha() and count_words(text) >= _FEWEST_HEADLINE_WORDS


def _find_bare_headlines(article: Article) -> Iterator[Finding]:
    """Headlines that are nothing but links, right after a label such as “Related stories”."""
    blocks, reached = article.blocks, 0
    for label in _labels_alone(article, _PLAIN_LABELS, _LABELS, _LISTS):
        for index in range(max(label + 1, reached), len(blocks)):
            if not _is_bare_link(blocks[index]):
                break
            yield index, "a link and nothing else, after a label"
            reached = index + 1


def _is_bare_link(block: Block) -> bool:
    if block.link_share < _ALL_LINK or block.kind in {"table", "quote", "caption"}:
        return False
    return 3 <= count_words(block.text) <= _MOST_WORDS and (not ends_sentence(block.text) or _asks(block.text))


def _asks(text: str) -> bool:
    """A headline may end so: "Will the ferry stop for the winter?"."""
    return text.rstrip(CLOSERS)[-1:] in "?!？！؟"


def _labels_alone(article: Article, *books: PhraseBook) -> list[int]:
    """The blocks that are nothing but a label, in the page's order."""
    survey, blocks = survey_of(article), article.blocks
    if survey.places.keys().isdisjoint(books):
        return []
    begun = sorted(set(survey.at(books)))
    return [index for index in begun if any(_label_of(blocks[index]) in book for book in books)]


def _label_of(block: Block) -> str:
    return fold_start(block.text.strip(BULLETS))


def _find_lines_after_label(article: Article) -> Iterator[Finding]:
    """At the end of a text without markup: the headlines under “Related stories”, up to the next sentence."""
    blocks, reached = article.blocks, 0
    for label in _labels_alone(article, _PLAIN_LABELS, _LISTS):
        for index in range(max(label + 1, reached), len(blocks) if not blocks[label].trail else 0):
            if not _is_headline(blocks[index]) and not (index == label + 1 and _is_question(blocks[index])):
                break
            yield index, f"a headline under “{_label_of(blocks[label])}”"
            reached = index + 1


def _is_headline(block: Block) -> bool:
    return 3 <= count_words(block.text) <= 25 and not ends_sentence(block.text)


def _is_question(block: Block) -> bool:
    return 3 <= count_words(block.text) <= _MOST_HEADING_WORDS and _asks(block.text)


def _find_last_label(article: Article) -> Iterator[Finding]:
    """A heading at the very end, or a label with its colon: what stood under it was not story, nor is it.

    A heading after a heading is an entry of a list.
    """
    told = (index for index in reversed(range(len(article.blocks))) if article.blocks[index].kind != "caption")
    indices = list(islice(told, _FEWEST_BLOCKS))
    if len(indices) < _FEWEST_BLOCKS:
        return
    index = indices[0]
    last, before = article.blocks[index], article.blocks[indices[1]]
    words = count_words(last.text)
    if last.is_heading_element and not before.is_heading_element and words <= _MOST_HEADING_WORDS:
        yield index, "a heading with nothing under it"
    elif last.kind == "paragraph" and last.text[-1:] in ":：" and words <= _MOST_LABEL_WORDS:
        yield index, "a label with nothing under it"


_find_pointers = each(
    at_phrases(_is_pointer, _PLAIN_LABELS, _LABELS),
    is_phrase(_LISTS),
    at_lines(_is_arrow_line, LineShape(_has_arrow, words=tuple(_ARROWS))),
    text_matches(
        r"(?:follow|more)\b.{3,120}\bhttps?://\S+(?:\s\w{1,5}\shttps?://\S+)?\.?",
        "points to an address",
        words=("://",),
    ),
    trail_mentions("related", "readalso", "read-also", "readmore", "recommended", "recommendations", "mostread"),
)

RELATED = Rule(
    "related",
    any_of(_find_pointers, _find_bare_headlines, _find_lines_after_label, _find_last_label),
    "links to other stories: “Read also: …”, “Related” and the headlines under it",
)
