from dataclasses import replace

import pytest

from newscrawler.cleaning.completeness import completeness
from newscrawler.model.article import Article, LiveUpdate
from newscrawler.model.block import Block, BlockKind
from newscrawler.model.outcome import OutcomeKind

STORY = "The bridge over the Harwick reopened on Monday after eight months of repairs."


def article_of(*texts: str, title: str | None = "Bridge reopens", **fields: object) -> Article:
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
    return replace(Article(url="https://news.example/1", outlet="xx_example", title=title, blocks=blocks), **fields)


def kind_of(article: Article) -> OutcomeKind | None:
    refusal = completeness(article)
    assert refusal is None or refusal.message
    return refusal.kind if refusal else None


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Two people were hurt in Lanfort tonight.",
        "橋が八カ月ぶりに再び開通した。",
        "다리가 여덟 달 만에 월요일 아침 다시 개통했다.",
        "นายกเทศมนตรีเปิดสะพานเมื่อวันจันทร์",
    ],
)
def test_a_title_and_one_paragraph_are_an_article(text: str) -> None:
    assert kind_of(article_of(text)) is None


def test_many_short_lines_are_an_article() -> None:
    assert kind_of(article_of(*["Harwick 2, Lanfort 1"] * 20)) is None


def test_a_live_blog_may_have_its_text_in_its_updates() -> None:
    assert kind_of(article_of(live_updates=(LiveUpdate("10:14", STORY),))) is None


def test_a_paragraph_before_the_paywall_is_enough() -> None:
    assert kind_of(article_of(STORY, free_access=False)) is None


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        (article_of(), OutcomeKind.NO_BODY),
        (article_of(title=None), OutcomeKind.NO_BODY),
        (article_of(STORY, title=None), OutcomeKind.NO_TITLE),
        (article_of(STORY, title=""), OutcomeKind.NO_TITLE),
        (article_of("Watch the video"), OutcomeKind.TOO_SHORT),
        (article_of("橋が開通"), OutcomeKind.TOO_SHORT),
        (article_of(free_access=False, paywall_signal="isAccessibleForFree"), OutcomeKind.PAYWALL),
        (article_of("Subscribe now", free_access=False), OutcomeKind.PAYWALL),
    ],
)
def test_what_is_missing_is_named(article: Article, kind: OutcomeKind) -> None:
    assert kind_of(article) == kind


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Page not found | Elbkurier",
        "Seite nicht gefunden",
        "Erreur 404 - Elbkurier",
        "ページが見つかりません",
        "Error 404",
    ],
)
def test_an_error_page_is_told_apart(title: str) -> None:
    assert kind_of(article_of("The page you are looking for may have moved, or never was.", title=title)) == (
        OutcomeKind.SOFT_404
    )


@pytest.mark.parametrize(
    "text",
    [
        "The page you requested does not exist.",
        "Sorry, the page you are looking for could not be found.",
        "We're sorry, this page is no longer available.",
        "The requested URL /2026/bridge was not found on this server.",
        "Die von Ihnen gewünschte Seite existiert leider nicht.",
        "Diese Seite wurde leider nicht gefunden.",
        "La page que vous recherchez n'existe pas ou n'existe plus.",
        "La página que busca no existe o ha cambiado de dirección.",
        "La pagina richiesta non è stata trovata su questo sito.",
        "De pagina die u zoekt bestaat niet of niet meer.",
        "Siden du leter etter finnes ikke på dette nettstedet.",
        "Страница, которую вы ищете, не найдена на этом сайте.",
        "申し訳ございません。お探しのページは見つかりませんでした。",
        "죄송합니다. 요청하신 페이지를 찾을 수 없습니다.",
    ],
)
def test_an_error_page_is_told_by_its_only_paragraph_where_the_title_is_the_feeds(text: str) -> None:
    assert kind_of(article_of(text)) == OutcomeKind.SOFT_404


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Page not found: how links die", "Half of all links in court rulings lead nowhere, a study in Harwick found."),
        ("How links die", "The page you requested does not exist: so begin a million visits. " + STORY * 6),
        ("The lost page", "The page of the Harwick chronicle that describes the fire was not found in the archive."),
        ("The lost page", "The page was not found among the papers that the library bought from the estate in May."),
        (
            "A page boy",
            "This page from the palace says that the crown does not exist and never did, at least not here.",
        ),
        ("Seite gesucht", "Auf dieser Seite der Brücke wurde am Montag nichts gefunden, teilte die Polizei mit."),
    ],
)
def test_a_story_about_a_missing_page_is_one(title: str, text: str) -> None:
    assert kind_of(article_of(text, title=title)) is None


@pytest.mark.parametrize("text", ["Six words end in full stop.", "Nine words and no full stop at the end", "Read"])
def test_a_body_below_the_least_is_too_short_whatever_the_title_and_standfirst(text: str) -> None:
    story = article_of(text, title=STORY, standfirst=STORY)
    assert kind_of(story) == OutcomeKind.TOO_SHORT


@pytest.mark.parametrize(
    "title", ["Just a moment...", "Attention Required! | Cloudflare", "Access Denied", "Доступ запрещен"]
)
def test_a_check_for_robots_is_told_apart(title: str) -> None:
    text = "Please complete the security check to access this website with your browser."
    assert kind_of(article_of(text, title=title)) == OutcomeKind.CHALLENGE_PAGE


def test_a_challenge_is_seen_by_its_text_where_the_title_is_the_host() -> None:
    text = "Verifying you are human. This may take a few seconds."
    assert kind_of(article_of(text, title="www.elbkurier.example")) == OutcomeKind.CHALLENGE_PAGE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Before you continue to Elbkurier",
            "We use cookies and data to deliver our services and measure who reads us.",
        ),
        (
            "Mit Werbung weiterlesen",
            "Wir und unsere Partner verarbeiten personenbezogene Daten, um Anzeigen zu zeigen.",
        ),
        ("Elbkurier", "Nous utilisons des cookies. Vous pouvez accepter ou refuser à tout moment leur emploi ici."),
    ],
)
def test_a_consent_wall_is_told_apart(title: str, text: str) -> None:
    assert kind_of(article_of(text, title=title)) == OutcomeKind.CONSENT_WALL


def test_a_list_of_links_is_no_article() -> None:
    blocks = tuple(
        Block(kind=kind, text=f"Harbour fees rise again, part {number}", link_share=1.0)
        for number in range(10)
        for kind in ("heading",)
    )
    assert kind_of(replace(article_of(), blocks=blocks)) == OutcomeKind.LIST_PAGE


def test_an_article_with_many_links_under_it_is_one() -> None:
    links = tuple(Block(kind="list", text=f"Harbour fees, part {number}", link_share=1.0) for number in range(10))
    story = article_of(*[STORY] * 6)
    assert kind_of(replace(story, blocks=story.blocks + links)) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404 people still missing after the flood", STORY),
        ("Page not found: how a small library on the island lost ten thousand books to the sea", STORY),
        ("Access denied to the pier for reporters, union says in a letter to the harbour office", STORY),
        ("Just a moment of rest for the ferry crews of Harwick", STORY),
        ("Cookies are back", "The court ruled that we use cookies too freely. " + STORY * 20),
        ("Your privacy and the harbour cameras", STORY),
    ],
)
def test_a_story_about_such_pages_is_one(title: str, text: str) -> None:
    assert kind_of(article_of(text, title=title)) is None


def test_captions_alone_are_no_body() -> None:
    kind: BlockKind = "caption"
    assert kind_of(replace(article_of(), blocks=(Block(kind=kind, text=STORY),))) == OutcomeKind.NO_BODY
