"""Values that travel between processes arrive as they left."""

import pickle
from dataclasses import fields

from newscrawler.model.article import Author, Image
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.link import ArticleLink

BLOCK = Block("paragraph", "The ferry sails.", ("html", "p.text"), "p:1", 0.5, "3 words", 7, ("https://a.example/",))
VALUES = (BLOCK, RemovedBlock(BLOCK, "ad_label", "short"), Author("Anna Lind", url="x"), Image("u", alt="a"))


def test_every_field_arrives_also_those_that_are_not_compared() -> None:
    for value in (*VALUES, ArticleLink("https://a.example/1", position=3)):
        arrived = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes
        assert type(arrived) is type(value)
        for field in fields(value):
            assert getattr(arrived, field.name) == getattr(value, field.name)


def test_what_is_one_object_arrives_as_one() -> None:
    trail = ("html", "body", "div.story")
    blocks = (Block("paragraph", "a", trail), Block("paragraph", "b", trail))
    first, second = pickle.loads(pickle.dumps(blocks))  # noqa: S301 - our own bytes
    assert first.trail is second.trail
