"""The articles that a run stored and nobody had stored before: when they were published, and what they say."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from newscrawler.model.article import Article
from newscrawler.words import count_words

MAX_TIMES = 5000  # publication times that are kept, as many as a run may store articles
FOUND_LATE = timedelta(days=2)  # an article of a day that began so long ago appeared before the last run
FAST_CLOCK = timedelta(minutes=5)  # of an outlet or a machine: so much later than now is now


class NewArticles:
    """The publication times of a run's new articles."""

    def __init__(self) -> None:
        self._times: list[datetime] = []
        self.untimed = 0
        self.number = 0

    def note(self, article: Article) -> None:
        """Note one more; one whose page tells the day alone was published at no time that is known."""
        self.number += 1
        if article.published_at is None or article.published_precision == "day":
            self.untimed += not _is_found_late(article)
        elif len(self._times) < MAX_TIMES:
            self._times.append(article.published_at)

    def published(self, now: datetime) -> tuple[datetime, ...]:
        """When they were published, oldest first; none later than ``now``, far later ones are left out."""
        return tuple(sorted(min(at, now) for at in self._times if at <= now + FAST_CLOCK))


def _is_found_late(article: Article) -> bool:
    if article.published_at is None or article.fetched_at is None:
        return False
    return article.fetched_at - article.published_at > FOUND_LATE


def described(article: Article) -> Iterator[tuple[str, int]]:
    """What a new article adds to the statistics of its run's fields: each one's name with a number."""
    yield "described/articles", 1
    if article.published_at is not None:
        yield "described/published", 1
    if article.authors or article.byline:
        yield "described/authors", 1
    if article.main_image is not None:
        yield "described/image", 1
    yield "described/words", sum(count_words(block.text) for block in article.blocks if block.kind != "caption")
