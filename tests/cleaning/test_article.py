from dataclasses import replace

from newscrawler.cleaning.article import LONGEST_BODY, LONGEST_TITLE, clean_article
from newscrawler.model.article import Article, Author, Image, LiveUpdate
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outlet import Outlet

OUTLET = Outlet(id="xx_example", name="Elbkurier")
STORY = "The bridge over the Harwick reopened on Monday after eight months of repairs."


def article_of(*blocks: Block, **fields: object) -> Article:
    return replace(Article(url="https://news.example/1", outlet="xx_example", blocks=blocks), **fields)


def paragraph(text: str) -> Block:
    return Block(kind="paragraph", text=text)


def test_a_tidy_article_comes_back_equal() -> None:
    article = article_of(paragraph(STORY), title="Bridge reopens", keywords=("bridge",), authors=(Author("Anna Lind"),))
    assert clean_article(article, OUTLET) == article


def test_every_text_is_tidied() -> None:
    article = article_of(
        paragraph("The\u00a0bridge\x00 reopened."),
        title="Bridge &amp; ferry | Elbkurier",
        titles={"og": "Bridge\u200b", "page": "\x00"},
        standfirst=" After\nmonths ",
        byline="By\u00a0Anna",
        section="Har\u00adbour",
        breadcrumbs=("Home ", ""),
        images=(Image(caption="The \x1b[1mbridge"), Image()),
        live_updates=(LiveUpdate("Now ", "It\u202e opens"), LiveUpdate(None, " ")),
        removed=(RemovedBlock(paragraph("Menu\x00"), "reader", "why"),),
    )
    clean = clean_article(article, OUTLET)
    assert clean.body == "The bridge reopened."
    assert clean.title == "Bridge & ferry"
    assert clean.titles == {"og": "Bridge"}
    assert clean.standfirst == "After months"
    assert clean.byline == "By Anna"
    assert clean.section == "Harbour"
    assert clean.breadcrumbs == ("Home",)
    assert clean.images == (Image(caption="The bridge"),)
    assert clean.live_updates == (LiveUpdate("Now", "It opens"),)
    assert clean.removed == (RemovedBlock(paragraph("Menu"), "reader", "why"),)


def test_empty_blocks_go_and_lists_keep_their_lines() -> None:
    listed = Block(kind="list", text=" one \n two ")
    clean = clean_article(article_of(paragraph(" \u200b "), listed, paragraph(STORY)), OUTLET)
    assert [block.text for block in clean.blocks] == ["one\ntwo", STORY]


def test_a_standfirst_loses_the_byline_at_its_end() -> None:
    def standfirst_of(text: str) -> str | None:
        return clean_article(article_of(standfirst=text, authors=(Author("Anna Lind"),)), OUTLET).standfirst

    assert standfirst_of("The ferry is to close. By Anna Lind.") == "The ferry is to close."
    assert standfirst_of("Die Fähre soll bleiben. Von Anna Lind") == "Die Fähre soll bleiben."
    assert standfirst_of("The ferry was saved by Anna Lind.") == "The ferry was saved by Anna Lind."
    assert standfirst_of("The ferry is to close. By Midsummer.") == "The ferry is to close. By Midsummer."


def test_the_name_of_a_section_alone_is_no_standfirst() -> None:
    clean = clean_article(article_of(standfirst="| Harwick News", provenance={"standfirst": "meta"}), OUTLET)
    assert (clean.standfirst, clean.provenance) == (None, {})
    kept = clean_article(article_of(standfirst="Harwick waits", provenance={"standfirst": "meta"}), OUTLET)
    assert kept.provenance == {"standfirst": "meta"}


def test_names_and_keywords_stand_once() -> None:
    article = article_of(
        keywords=("Bridge", "bridge", "Harbour ", ""),
        authors=(Author("Anna Lind"), Author("ANNA LIND", email="anna@elbkurier.example"), Author(" ")),
        links=("https://a.example/", "https://a.example/"),
    )
    clean = clean_article(article, OUTLET)
    assert clean.keywords == ("Bridge", "Harbour")
    assert clean.authors == (Author("Anna Lind", email="anna@elbkurier.example"),)
    assert clean.links == ("https://a.example/",)


def test_a_title_of_five_megabytes_is_cut() -> None:
    clean = clean_article(article_of(title="word " * 1_000_000), OUTLET)
    assert clean.title is not None
    assert len(clean.title) <= LONGEST_TITLE


def test_a_body_without_end_is_cut_and_the_cut_is_told() -> None:
    huge = [paragraph("word " * 19_000) for _ in range(30)]
    clean = clean_article(article_of(*huge), OUTLET)
    assert sum(len(block.text) for block in clean.blocks) <= LONGEST_BODY
    assert clean.warnings == ("body_cut",)


def test_cleaning_twice_changes_nothing_more() -> None:
    once = clean_article(article_of(paragraph("a\x00 b"), title="A title | Elbkurier"), OUTLET)
    assert clean_article(once, OUTLET) == once
