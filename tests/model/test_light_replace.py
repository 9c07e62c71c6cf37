"""Changed copies are those of ``dataclasses.replace``."""

from dataclasses import dataclass, replace

import pytest

from newscrawler.model.article import Article, change_article

ARTICLE = Article(url="https://elbkurier.example/1", outlet="de_elbkurier", title="The bridge", container=("body",))


def test_a_changed_copy_is_the_one_that_dataclasses_makes() -> None:
    changed = change_article(ARTICLE, title="The ferry", taken={"byline": 1})
    assert repr(changed) == repr(replace(ARTICLE, title="The ferry", taken={"byline": 1}))
    assert (changed.container, changed.taken, ARTICLE.title) == (("body",), {"byline": 1}, "The bridge")


@dataclass(frozen=True, slots=True)
class RatedArticle(Article):
    rating: int = 0


def test_an_article_of_a_developers_own_kind_keeps_it() -> None:
    changed = change_article(RatedArticle(url=ARTICLE.url, outlet=ARTICLE.outlet, rating=5), title="The ferry")
    assert (type(changed), changed.rating, changed.title) == (RatedArticle, 5, "The ferry")


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        change_article(ARTICLE, headline="The ferry")
