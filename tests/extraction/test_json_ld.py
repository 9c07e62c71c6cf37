from newscrawler.extraction.json_ld import plain_text, read_json_ld

URL = "https://www.elbkurier.example/lokales/bruecke-48211"


def page(*blocks: str) -> bytes:
    return ("<html>" + "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)).encode()


def test_the_node_that_is_about_this_page_goes_first() -> None:
    data = read_json_ld(
        page(
            '[{"@type": "NewsArticle", "headline": "Andere", "url": "https://www.elbkurier.example/andere"},'
            f'{{"@type": "NewsArticle", "headline": "Brücke", "url": "{URL}"}}]'
        ),
        URL,
    )
    assert data.text("headline") == "Brücke"


def test_graphs_and_main_entities_are_followed_but_lists_of_other_articles_are_not() -> None:
    data = read_json_ld(
        page(
            '{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Brücke"}}]}',
            '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Andere"}]}',
        ),
        URL,
    )
    assert [node.get("headline") for node in data.articles] == ["Brücke", None]


def test_a_reference_is_resolved() -> None:
    data = read_json_ld(
        page(
            '{"@graph": [{"@type": "Article", "author": {"@id": "#j"}}, {"@type": "X", "@id": "#j", "name": "Jana"}]}'
        ),
        URL,
    )
    assert data.resolve(data.first("author"))["name"] == "Jana"


def test_broken_json_is_read_as_far_as_it_can_be() -> None:
    for block in (
        '{"@type": "NewsArticle", "headline": "Die\nBrücke"}',
        '{"@type": "NewsArticle", "headline": "Die Brücke",}',
        '<!-- {"@type": "NewsArticle", "headline": "Die Brücke"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Die Brücke"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Die Br&uuml;cke"};',
    ):
        assert read_json_ld(page(block), URL).text("headline") == "Die Brücke", block


def test_what_cannot_be_read_is_counted_and_costs_no_other_block() -> None:
    data = read_json_ld(page("{" * 100_000, "[" * 100_000, "", '{"@type": "Article", "headline": "Brücke"}'), URL)
    assert data.text("headline") == "Brücke"
    assert data.broken == 2


def test_a_page_that_is_cut_off_in_the_script_does_not_raise() -> None:
    assert read_json_ld(b'<script type="application/ld+json">{"@type": "Art', URL).articles == ()
    assert read_json_ld(b'<script type="application/ld+json"', URL).articles == ()


def test_values_become_one_line_of_plain_text() -> None:
    assert plain_text("A &amp;amp; B<br>C\n D") == "A & B C D"
    assert plain_text([{"@value": "x"}]) == "x"
    assert plain_text({"name": {"name": 5}}) == "5"
    assert plain_text(value=True) is None
    assert plain_text([]) is None
