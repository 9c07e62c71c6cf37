"""Stored texts compared with each other."""

from collections.abc import Callable
from typing import Any

from newscrawler.model.article import Article
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.rededupe.judging import judge_all
from newscrawler.storage.rededupe.rows import Candidates
from newscrawler.storage.stored_texts import StoredTexts
from tests.storage.test_sameness import story

Make = Callable[..., Article]


def texts(make: Make) -> dict[str, dict[str, Any]]:
    """Three articles of one story, by ``_id``; the middle one has no text, as another program may have written it."""
    made = {
        article_id(one.url): {"title": one.title, "body": one.body, "content_hash": str(number)}
        for number in (1, 2, 3)
        for one in [story(make, number)]
    }
    middle = list(made)[1]
    made[middle]["body"] = 7
    return made


def test_one_that_cannot_be_compared_costs_no_other_its_link(make_article: Make) -> None:
    documents = texts(make_article)
    first, middle, last = documents
    asked = Candidates(3, last, "3", {first: 1, middle: 2}, (first, middle))
    (judged,) = judge_all([asked], documents)
    assert judged.judgement.copy
    assert judged.judgement.copy.article == first


def test_what_cannot_be_compared_or_is_not_there_is_a_copy_of_nothing(make_article: Make) -> None:
    documents = texts(make_article)
    first, middle, last = documents
    compared = StoredTexts(documents)
    assert compared.judge(middle, [first]).copy is None
    assert compared.judge("nobody", [first]).copy is None
    assert compared.judge(last, ["nobody"]).copy is None
