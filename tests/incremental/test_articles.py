"""Which of a listing's links are fetched, looked at again, or end there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from newscrawler.incremental.account import UrlAccount
from newscrawler.incremental.allowance import Allowance
from newscrawler.incremental.articles import KnownArticles
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.visit import Known, Visit
from newscrawler.urls import url_key

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STEPS = (3600.0, 6 * 3600.0)


def link(name: str, modified_at: datetime | None = None) -> ArticleLink:
    return ArticleLink(f"https://a.example/{name}", "feed", modified_at=modified_at)


def visit(name: str, due_at: datetime | None) -> Visit:
    fetched = NOW - 2 * HOUR
    return Visit(name, "xx_a", link(name).url, fetched, due_at, 0, 1, None, None, None, fetched)


class FakeDatabase:
    """Articles ``fresh`` and ``due``, ``failed``, which waits, and nothing else."""

    def __init__(self) -> None:
        visits = {"fresh": visit("fresh", NOW + HOUR), "due": visit("due", NOW - HOUR), "other": visit("other", NOW)}
        self.known = {
            link(name).url: Known(name, link(name).url, "xx_a", one.checked_at, one) for name, one in visits.items()
        }
        self.due_visits = [visits["due"], visits["other"]]
        self.asked: list[int] = []
        self.articles = SimpleNamespace(look_up=self.look_up_articles, listed_links=self.listed_links)
        self.outcomes = SimpleNamespace(look_up=self.look_up_outcomes)
        self.visits = SimpleNamespace(due=self.due)

    async def look_up_articles(self, urls: list[str]) -> dict[str, Known]:
        self.asked.append(len(urls))
        return {url: self.known[url] for url in urls if url in self.known}

    async def look_up_outcomes(self, urls: list[str]) -> dict[str, Outcome]:
        url = link("failed").url
        return {url: Outcome("xx_a", url, OutcomeKind.TOO_SHORT, "3 words", NOW)} if url in urls else {}

    async def listed_links(self, _: list[str]) -> dict[str, ArticleLink]:
        return {"due": replace(link("due"), authors=("Ada Lund",))}

    async def due(self, _outlet: str, _now: datetime, limit: int) -> list[Visit]:
        return self.due_visits[:limit]


class Run:
    """The articles of one run, what is counted and what is told."""

    def __init__(self, budget: int = 9, steps: tuple[float, ...] = STEPS) -> None:
        self.account, self.counted, self.told = UrlAccount(), [], []
        self.database = FakeDatabase()
        allowance = Allowance(self.account, steps, budget, self.counted.append, self.told.append, lambda: NOW)
        self.articles = KnownArticles(allowance)

    def begin(self, *links: ArticleLink) -> list[ArticleLink]:
        for each in links:
            self.account.begin(url_key(each.url))
            self.articles.note_listed(each)
        return list(links)


async def test_one_question_tells_what_is_new_known_due_and_waiting() -> None:
    run = Run()
    names = ("new", "fresh", "due", "failed")
    choice = await run.articles.choose(run.begin(*map(link, names)), run.database)
    assert [each.url for each in choice.fetch] == [link("new").url]
    assert [revisit.visit.article for revisit in choice.again] == ["due"]
    assert choice.again[0].told.authors == ("Ada Lund",)
    assert (choice.first_met, run.database.asked) == (1, [4])
    assert sorted(run.counted) == ["discovery/known", "discovery/waiting"]
    assert [run.account.is_open(url_key(link(name).url)) for name in names] == [True, False, True, False]


async def test_a_newer_date_of_the_listing_brings_a_look_forward() -> None:
    run = Run()
    choice = await run.articles.choose(run.begin(link("fresh", NOW)), run.database)
    assert [revisit.visit.article for revisit in choice.again] == ["fresh"]
    assert run.articles.listed_at(link("fresh")) == NOW


async def test_beyond_the_budget_a_link_is_left_to_the_next_run_and_it_is_told_once() -> None:
    run, voided = Run(budget=1), []
    links = run.begin(link("due"), link("other"), link("fresh", NOW))
    run.account.when_ended([url_key(links[1].url)], lambda: voided.append(1))
    choice = await run.articles.choose(links, run.database)
    assert [revisit.visit.article for revisit in choice.again] == ["due"]
    assert run.counted == ["discovery/over_budget"] * 2
    assert (len(run.told), voided) == (1, [])
    assert list(run.articles.left_due()) == []


async def test_what_is_due_and_was_not_named_is_counted_as_that_and_once() -> None:
    run = Run()
    await run.articles.load_due(run.database, "xx_a")
    await run.articles.choose(run.begin(link("due")), run.database)
    assert [revisit.visit.article for revisit in run.articles.left_due()] == ["other"]
    assert run.counted == ["revisit/due"]
    assert list(run.articles.left_due()) == []
    assert run.account.is_open(url_key(link("other").url))


async def test_a_date_of_a_further_listing_brings_back_an_article_whose_link_has_ended() -> None:
    run = Run()
    await run.articles.choose(run.begin(link("fresh")), run.database)
    newer = link("fresh", NOW)
    assert run.articles.note_listed(newer)
    choice = await run.articles.choose_again([newer], run.database)
    assert [revisit.visit.article for revisit in choice.again] == ["fresh"]
    assert run.counted == ["discovery/known", "revisit/due"]
    assert (await run.articles.choose_again([newer], run.database)).again == ()


@pytest.mark.parametrize(("budget", "steps"), [(0, STEPS), (9, ())])
async def test_without_a_budget_or_steps_what_is_stored_is_known(budget: int, steps: tuple[float, ...]) -> None:
    run = Run(budget, steps)
    choice = await run.articles.choose(run.begin(link("due"), link("fresh", NOW)), run.database)
    assert (choice.again, run.counted) == ((), ["discovery/known"] * 2)


async def test_what_this_run_saved_is_not_looked_at_again() -> None:
    run = Run()
    await run.articles.load_due(run.database, "xx_a")
    run.articles.note_saved("other")
    run.articles.note_saved("due")
    choice = await run.articles.choose(run.begin(link("due")), run.database)
    assert (choice.again, list(run.articles.left_due())) == ((), [])
