import logging

from newscrawler.extensions.log_lines import ArticleLogFormatter
from newscrawler.model.article import Article
from newscrawler.model.block import Block

ARTICLE = Article(url="https://a.example/1", outlet="xx_a", blocks=(Block("paragraph", "A very long story. " * 500),))


def text_of(result: dict[str, object]) -> str:
    return str(result["msg"]) % result["args"]


def test_a_refused_article_is_one_short_line() -> None:
    result = ArticleLogFormatter().dropped(ARTICLE, ValueError("too_short: 4 words"), None, None)
    assert text_of(result) == "https://a.example/1: not stored: too_short: 4 words"
    assert result["level"] == logging.INFO


def test_a_dict_is_named_by_its_url() -> None:
    result = ArticleLogFormatter().item_error({"url": "https://a.example/2"}, KeyError("x"), None, None)
    assert text_of(result) == "https://a.example/2: a pipeline failed: KeyError: 'x'"
    assert result["level"] == logging.ERROR


def test_an_item_without_a_url_is_named_by_its_kind() -> None:
    assert text_of(ArticleLogFormatter().scraped(object(), None, None)) == "object: stored"
