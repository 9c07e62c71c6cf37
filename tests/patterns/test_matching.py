from newscrawler.patterns.matching import any_found_in


def test_an_address_is_held_against_every_expression() -> None:
    assert any_found_in((r"/video/", r"/artikel/\d+"), "https://news.example/artikel/7")
    assert not any_found_in((r"/video/",), "https://news.example/artikel/7")
    assert not any_found_in((), "https://news.example/artikel/7")


def test_an_endless_address_costs_no_more_than_a_long_one() -> None:
    """Without an end to it, this expression would take days."""
    assert not any_found_in(("a+b", "a*b$"), "https://news.example/" + "a" * 2_000_000)
