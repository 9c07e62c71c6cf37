"""Menus and paths of sections that stand as plain lines: "Home | Politics | Sport", "Home > Politics > Harwick"."""

import re
from collections.abc import Iterator

from newscrawler.boilerplate.line_keys import LineShape, ask_for_shape
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import (
    Finding,
    Hit,
    Rule,
    any_of,
    at_lines,
    each,
    is_phrase,
    text_matches,
    trail_mentions,
)
from newscrawler.boilerplate.survey import fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, ends_sentence, fold_text, is_sentence

_FEWEST_PIECES = 3
_MOST_PIECE_WORDS = 4
_FEWEST_KNOWN = 2
_MOSTLY_LINKS = 0.6
_LONGEST_BREADCRUMB = 160
_MOST_BREADCRUMB_WORDS = 20
_BREADCRUMB = re.compile(r"[^.!?\n>»›]{2,40}(?:\s[>»›→]\s[^.!?\n>»›→]{2,60}){2,5}")
_SIGNS = tuple("|｜•·・¦/>»›→")
_PIECES = re.compile(r"\s*[|｜•·・¦]\s*|\s+[/>»›]\s+")
# Names of sections as menus have them. Origin: menus of outlets, one language or group a line.
_SECTIONS = PhraseBook("""
    about | about us | advertise | arts | books | business | careers | contact | contact us | culture | e-paper
    economy
    entertainment | environment | events | food | games | health | help | home | homepage | jobs | latest
    latest news
    life | lifestyle | live | local | login | markets | money | movies | music | my account | news | obituaries
    opinion
    photos | podcasts | politics | privacy policy | real estate | science | search | shop | sign in | sport | sports
    style | subscribe | tech | technology | terms of use | travel | tv | u.s. | uk | us | video | videos | weather
    world
    abo | anmelden | auto | bildung | datenschutz | digital | feuilleton | finanzen | gesellschaft | gesundheit
    impressum
    kontakt | kultur | leben | lokales | mediathek | meinung | mobilität | nachrichten | netzwelt | panorama | politik
    ratgeber | regional | reise | startseite | suche | technik | unterhaltung | welt | wetter | wirtschaft | wissen
    accueil | actualités | économie | idées | international | météo | monde | opinions | planète | politique
    à la une | régions | s'abonner | santé | sciences | société
    actualidad | ciencia | cultura | deportes | economía | españa | gente | inicio | internacional | mundo | nacional
    negocios | opinión | política | portada | salud | sociedad | suscríbete | tecnología | tendencias
    affari | cronaca | economia | esteri | motori | politica | salute | scienza | spettacoli | tecnologia
    brasil | ciência | cotidiano | educação | esporte | esportes | início | opinião | saúde | últimas notícias
    binnenland | buitenland | cultuur | economie | nieuws | regio | wetenschap
    debat | erhverv | forside | indland | nyheder | sporten | udland | vejr
    ekonomi | forsiden | hem | innenriks | inrikes | kronikk | nöje | nyheter | utenriks | utrikes | väder | økonomi
    etusivu | kotimaa | kulttuuri | mielipide | politiikka | sää | talous | ulkomaat | urheilu | viihde
    erlent | forsíða | fréttir | innlent | íþróttir | menning | viðskipti
    biznes | ekonomika | gospodarka | kraj | kultura | ogłoszenia | opinie | polityka | społeczeństwo | strona główna
    świat
    byznys | domácí | domov | názory | počasí | regiony | svět | zahraničí | zprávy
    lietuva | nuomonės | pasaulis | pradžia | sportas | verslas
    бизнес | в мире | главная | культура | мир | мнения | наука | новости | общество | политика | происшествия
    россия
    головна | економіка | новини | політика | світ | спорт | суспільство | технологии | україна | экономика
    ana sayfa | dünya | gündem | kültür sanat | magazin | sağlık | siyaset | spor | teknoloji | yaşam
    yazarlar
    αρχική | ειδήσεις | ελλάδα | κόσμος | οικονομία | πολιτική | πολιτισμός | υγεία
    בארץ | בעולם | דעות | חדשות | כלכלה | ספורט | ראשי | תרבות
    اقتصاد | الرئيسية | الصفحة الرئيسية | ثقافة | رأي | رياضة | سياسة | صحة | عالم | علوم | محليات | منوعات
    اقتصادی | جهان | خانه | سیاسی | فرهنگ | ورزشی | अंतरराष्ट्रीय | खेल | दुनिया | देश | मनोरंजन | राजनीति | होम
    beranda | bisnis | gaya hidup | hiburan | hukum | internasional | nasional | olahraga | otomotif
    chính trị | dunia | giáo dục | giải trí | kinh doanh | pháp luật | sukan | thế giới | thể thao | thời sự | utama
    trang chủ
    การเมือง | กีฬา | ข่าว | ต่างประเทศ | บันเทิง | หน้าแรก | เศรษฐกิจ
    エンタメ | スポーツ | トップ | ホーム | 国内 | 国際 | 地域 | 天気 | 政治 | 文化 | 社会 | 経済
    体育 | 兩岸 | 国际 | 國際 | 娛樂 | 娱乐 | 生活 | 社會 | 科技 | 要聞 | 財經 | 财经 | 首頁 | 首页 | 體育
    경제 | 국제 | 뉴스 | 문화 | 사회 | 세계 | 스포츠 | 연예 | 오피니언 | 전국 | 정치 | 홈
""")
# What leads on to another page. Origin: as above.
_PAGES = PhraseBook("""
    back to home | back to homepage | go back | newer posts | next article | next page | next story | older posts
    next post | previous article | previous page | previous post | previous story | return to homepage
    go to homepage
    nächste seite | nächster artikel | vorherige seite | vorheriger artikel | zur übersicht | zurück zur startseite
    article précédent | article suivant | page précédente | page suivante | retour à l'accueil
    artículo anterior | artículo siguiente | siguiente artículo | siguiente noticia | siguiente página
    noticia siguiente | página siguiente | volver a la portada
    articolo precedente | articolo successivo | pagina successiva | página anterior | próxima página | torna alla home
    forrige artikel | nästa artikel | neste side | næste artikel | volgend artikel | volgende pagina | vorig artikel
    další článek | edellinen artikkeli | następny artykuł | poprzedni artykuł | předchozí článek | seuraava artikkeli
    наступна стаття | попередня стаття | предыдущая статья | следующая новость | следующая статья
    bài tiếp theo | halaman selanjutnya | önceki haber | sonraki haber | sonraki sayfa | المقال التالي | المقال السابق
    다음 기사 | 이전 기사 | 上一篇 | 上一页 | 下一篇 | 下一頁 | 下一页 | 前のページ | 前の記事 | 次のページ | 次の記事
""")


def _labels_in(text: str) -> list[str]:
    """The short labels with signs between them that a line consists of, or none."""
    if ends_sentence(text):
        return []
    pieces = [piece for piece in _PIECES.split(text.strip(" |｜•·・¦/>»›")) if piece.strip()]
    is_menu = len(pieces) >= _FEWEST_PIECES and all(count_words(piece) <= _MOST_PIECE_WORDS for piece in pieces)
    return pieces if is_menu else []


def _is_menu(block: Block) -> Hit | None:
    """A line of short labels, some of them names of sections, or nearly all of it links."""
    if block.kind == "table":
        return None
    pieces = _labels_in(block.text)
    known = sum(fold_text(piece) in _SECTIONS for piece in pieces)
    if known >= _FEWEST_KNOWN and 2 * known >= len(pieces):
        return Hit(f"{len(pieces)} labels in a row, {known} of them names of sections")
    if known and block.link_share >= _MOSTLY_LINKS:
        return Hit(f"{len(pieces)} labels in a row, {block.link_share:.0%} of them links")
    return None


def _find_breadcrumbs(article: Article) -> Iterator[Finding]:
    """Paths of sections: above the story by their shape alone, further down where they are links.

    "Click on Products > Data Files > Import" is a line of the story.
    """
    blocks, survey = article.blocks, survey_of(article)
    paths = survey.places.get(_PATH)
    if not paths:
        return
    above = next((index for index, block in enumerate(blocks) if is_sentence(block.text)), len(blocks))
    for index in paths:
        if index < above or blocks[index].link_share >= _MOSTLY_LINKS:
            yield index, "a path of sections"


def _is_breadcrumb(text: str) -> bool:
    return "«" not in text and count_words(text) <= _MOST_BREADCRUMB_WORDS and bool(_BREADCRUMB.fullmatch(text))


_PATH = ask_for_shape(LineShape(_is_breadcrumb, words=tuple(">»›→"), max_length=_LONGEST_BREADCRUMB))


def _find_columns(article: Article) -> Iterator[Finding]:
    """Three or more neighbouring lines that are the name of a section each: a menu, one entry a line."""
    blocks = article.blocks
    begun = [index for index in sorted(survey_of(article).at((_SECTIONS,))) if _is_section(blocks[index])]
    run: list[int] = []
    for index in (*begun, -1):
        if run and index != run[-1] + 1:
            if len(run) >= _FEWEST_PIECES:
                yield from ((line, f"{len(run)} names of sections, one a line") for line in run)
            run = []
        run.append(index)


def _is_section(block: Block) -> bool:
    return len(block.text) < 40 and not block.is_heading_element and fold_start(block.text) in _SECTIONS


NAVIGATION_LINE = Rule(
    "navigation_line",
    any_of(
        each(
            at_lines(_is_menu, LineShape(_labels_in, words=_SIGNS)),
            is_phrase(_PAGES, headings=False),
            text_matches(
                r"(?:page|seite|página|pagina|sayfa|стр(?:аница|\.)|halaman|strona|sida|side|trang)"
                r"\s\d{1,3}\s?(?:/|of|von|de|di|van|av|af|z|из)\s?\d{1,3}",
                "a page's number",
                max_length=24,
                figures=True,
            ),
            text_matches(
                r"(?:[«‹<]\s?)?(?:\d{1,2}\s){2,12}(?:…\s?|\.\.\.\s?)?(?:\d{1,3}\s?)?[^\W\d]{0,12}\s?[»›>]",
                "numbers of pages",
                max_length=60,
                figures=True,
            ),
            trail_mentions("breadcrumb", "breadcrumbs", "breadcrumbtrail", "pagination", "pager", max_words=40),
        ),
        _find_breadcrumbs,
        _find_columns,
    ),
    "menus, paths of sections and numbers of pages in plain lines",
)
