"""Stored articles are looked at again when they are due, whatever has become of them meanwhile."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from changing_outlet import ChangingOutlet, Document, is_later
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

STORIES = ("same", "plain", "changed", "lost", "gone", "ailing", "moved", "merged", "forbidden")


def said(articles: dict[str, Document], names: Iterable[str]) -> list[Document]:
    """What some articles say, without what is said of them beside others."""
    of_copies = {"cluster", "copy_of", "cursor", "duplicate_of", "fingerprint", "related", "syndication", "to_compare"}
    return [{key: value for key, value in articles[name].items() if key not in of_copies} for name in names]


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet whose nine stories are stored."""
    with HTTPServer(host="127.0.0.1", port=0) as server:
        outlet = ChangingOutlet(server, mongo_uri, tmp_path)
        outlet.serve_feed(*STORIES, etag="first")
        for number, name in enumerate(STORIES):
            outlet.serve_story(name, number, etag=None if name == "plain" else name)
        assert outlet.crawl()["new"] == len(STORIES)
        yield outlet


def test_each_is_asked_again_when_it_is_due_and_what_it_says_is_kept(outlet: ChangingOutlet) -> None:
    before, visits = outlet.articles(), outlet.visits()
    assert all(is_later(visit["due_at"]) for visit in visits.values())
    idle = outlet.crawl()
    assert (idle["found"], idle["due"], idle["listings_unchanged"]) == (0, 0, 1)
    assert [path for path, *_ in outlet.asked] == ["/robots.txt", "/rss"]

    outlet.let_pass(hours=2)
    outlet.serve_story("changed", 2, "<p>The council of the town has since withdrawn what it said on Monday.</p>")
    outlet.fail("/news/lost", 404)
    outlet.fail("/news/gone", 410)
    outlet.fail("/news/ailing", 503)
    outlet.fail("/news/moved", 301, "/news/moved-since")
    outlet.serve_story("moved-since", 11)
    outlet.fail("/news/merged", 302, "/news/same")
    outlet.answers["/robots.txt"] = lambda _: Response("User-agent: *\nDisallow: /news/forbidden\n")
    run = outlet.crawl()
    after, later = outlet.articles(), outlet.visits()

    assert (run["found"], run["due"], run["listings_unchanged"]) == (0, 9, 1)
    assert (run["not_modified"], run["unchanged"], run["revised"], run["new"]) == (1, 2, 1, 1)
    assert run["outcomes"] == {"gone": 2, "http_status": 1, "blocked_by_robots": 1}
    assert outlet.asked_of("/news/same") == [304, 200]  # of itself, then as the end of a redirect
    addresses = {f"alternate_{name}": [f"{outlet.base}/news/merged"[cut:]] for name, cut in (("urls", 0), ("keys", 7))}
    assert after["same"] == before["same"] | addresses
    assert after["plain"] == before["plain"]
    assert (after["changed"]["version"], "withdrawn" in after["changed"]["body"]) == (2, True)
    asked_once_more = ("lost", "gone", "ailing", "moved", "merged", "forbidden")  # one answer proves nothing
    assert said(after, asked_once_more) == said(before, asked_once_more)
    assert [later[name]["missing_checks"] for name in ("lost", "gone")] == [1, 1]
    assert all(is_later(visit["due_at"]) for visit in later.values())
    assert outlet.asked_of("/news/forbidden") == []
    assert {name for name, visit in later.items() if visit["fetches"] == 1} == {"ailing", "forbidden", "moved-since"}
    assert (later["changed"]["step"], later["same"]["step"]) == (0, 1)  # the steps begin again

    outlet.let_pass(hours=1.5)
    run = outlet.crawl()
    gone = outlet.articles()
    assert (run["outcomes"]["gone"], run["gone"], run["warnings"]) == (2, 2, [])
    assert [(gone[name]["status"], gone[name]["body"]) for name in ("lost", "gone")] == [
        ("gone", before[name]["body"]) for name in ("lost", "gone")
    ]
    (revision,) = [one for one in outlet.documents("revisions") if one["article"] == gone["gone"]["_id"]]
    assert revision["changed"] == ["status"]
    assert revision["reason"].startswith("not at its address: HTTP 410 in 2 runs since ")

    outlet.let_pass(hours=24)
    outlet.serve_story("lost", 3)
    outlet.serve_story("ailing", 5, "<p>The page came back with a further paragraph about the docks.</p>")
    outlet.answers["/robots.txt"] = lambda _: Response("")
    run = outlet.crawl()
    articles = outlet.articles()
    assert (articles["lost"]["status"], "gone_at" in articles["lost"]) == ("active", False)
    assert "further paragraph" in articles["ailing"]["body"]
    assert articles["gone"]["status"] == "gone"
    assert outlet.asked_of("/news/forbidden") == [304]
    assert run["retried"] == 0  # what is stored has its visit


def test_everything_is_fetched_whole_where_it_is_asked_for(outlet: ChangingOutlet) -> None:
    before, visits = outlet.articles(), outlet.visits()
    run = outlet.crawl("--refetch")
    assert (run["found"], run["unchanged"], run["due"]) == (9, 9, 0)
    assert {status for _, _, status in outlet.asked} == {200, 404}  # robots.txt
    assert outlet.articles() == before
    assert all(visit["fetches"] == 2 for visit in outlet.visits().values())
    assert outlet.visits().keys() == visits.keys()


def test_a_site_that_answers_404_for_everything_loses_no_article_and_the_run_says_so(outlet: ChangingOutlet) -> None:
    before = outlet.articles()
    for name in STORIES[:6]:
        outlet.fail(f"/news/{name}", 404)
    for hours in (30, 30, 40):
        outlet.let_pass(hours=hours)
        run = outlet.crawl()
        assert (run["outcomes"]["gone"], run["gone"], run["held_back"]) == (6, 0, 6)
        assert any("too many at once to be called gone" in warning for warning in run["warnings"])
    assert said(outlet.articles(), STORIES) == said(before, STORIES)
    assert "many missing" in outlet.command("status").stdout
    for number, name in enumerate(STORIES[:6]):
        outlet.serve_story(name, number)
    outlet.let_pass(hours=80)
    run = outlet.crawl()
    assert (run["unchanged"], run["held_back"], run["warnings"]) == (6, 0, [])
    assert said(outlet.articles(), STORIES) == said(before, STORIES)
    assert "many missing" not in outlet.command("status").stdout


def test_who_fetches_everything_proves_it_too_and_reads_with_what_listings_said(outlet: ChangingOutlet) -> None:
    before = outlet.articles()
    outlet.fail("/news/lost", 404)
    for checks, pause in ((1, 10), (2, 15)):
        run = outlet.crawl("--refetch")
        assert (run["found"], run["unchanged"], run["outcomes"]) == (9, 8, {"gone": 1})
        assert outlet.visits()["lost"]["missing_checks"] == checks
        assert said(outlet.articles(), STORIES) == said(before, STORIES)  # still listed, for less than a day
        outlet.let_pass(hours=pause)
    assert outlet.crawl("--refetch")["gone"] == 1
    assert outlet.articles()["lost"]["status"] == "gone"


def noisy(html: str, number: int) -> str:
    """A page as it is served the next time, though nobody edited it."""
    more = (
        f"<p>Aktualisiert vor {number} Minuten</p><p>{number},234 views</p>"
        f'<div class="share">{number} shares</div><p><a href="#comments">{number} Comments</a></p>'
        f'<figure><img src="/{number}.jpg"><figcaption>The harbour, picture {number}</figcaption></figure>'
        f'<ul class="related"><li><a href="/news/{number}">The mayor opened bridge {number}</a></li></ul>'
    )
    quotes = "“”" if number % 2 else '""'
    html = html.replace("</p>", f" She called it {quotes[0]}a good day{quotes[1]}.</p>", 1)
    return html.replace("</article>", f"{more}</article>")


def test_what_changes_on_a_page_that_nobody_edits_is_no_revision(outlet: ChangingOutlet) -> None:
    pages = {name: outlet.answers[f"/news/{name}"](Request({})).get_data(as_text=True) for name in STORIES}
    for number in (2, 3, 4):
        for name, html in pages.items():
            outlet.serve(f"/news/{name}", noisy(html, number))
        run = outlet.crawl("--refetch")
        if number == 2:
            before, revisions = outlet.articles(), outlet.documents("revisions")
            assert "a good day" in before["same"]["body"]
    assert (run["unchanged"], run["revised"]) == (len(STORIES), 0)
    assert said(outlet.articles(), STORIES) == said(before, STORIES)
    assert outlet.documents("revisions") == revisions


def test_so_many_as_the_budget_has_are_looked_at_and_it_is_told(outlet: ChangingOutlet) -> None:
    outlet.let_pass(hours=2)
    run = outlet.crawl("--limit", "4")
    assert (run["due"], run["not_modified"] + run["unchanged"]) == (4, 4)
    assert any("budget of 4 second looks" in warning for warning in run["warnings"])
    rest = outlet.crawl()
    assert (rest["due"], rest["not_modified"] + rest["unchanged"]) == (5, 5)


@pytest.mark.parametrize("listed", [("harbour-amp", "harbour"), ("harbour", "harbour-amp")])
def test_of_two_addresses_of_an_article_the_one_that_it_names_itself_has_its_text(
    outlet: ChangingOutlet, listed: tuple[str, str]
) -> None:
    outlet.serve_story("harbour", 20)
    plain = outlet.answers["/news/harbour"](Request({})).get_data(as_text=True)
    outlet.serve("/news/harbour-amp", plain.replace("</article>", "<p>Open it in our app for pictures.</p></article>"))
    outlet.serve_feed(*listed)  # both are asked for at once: either may be read first
    run = outlet.crawl()
    assert (run["found"], run["new"], run["repeated"] + run["revised"]) == (2, 1, 1)
    article = outlet.articles()["harbour"]
    assert (article["version"], article["alternate_urls"]) == (1 + run["revised"], [f"{outlet.base}/news/harbour-amp"])
    assert "in our app" not in article["body"]
    assert outlet.visits()["harbour"]["url"].endswith("/news/harbour")
    outlet.serve_feed(*listed, "same")
    assert outlet.crawl()["known"] == 3


def test_an_outlet_that_wants_no_second_looks_has_none(outlet: ChangingOutlet) -> None:
    outlet.write_file("[schedule]\nrevisits = []\n")
    outlet.let_pass(hours=2)
    run = outlet.crawl()
    assert (run["due"], run["fetched"]) == (0, 0)


def test_an_article_whose_address_leads_home_is_gone_when_three_runs_found_that(outlet: ChangingOutlet) -> None:
    outlet.fail("/news/lost", 302, "/")
    outlet.serve("/", "<html><head><title>Harbour Post</title></head><body><p>Sorry.</p></body></html>")
    before = outlet.articles()["lost"]
    for hours in (2, 7):
        outlet.let_pass(hours=hours)
        outlet.crawl()
    visit = outlet.visits()["lost"]
    assert (visit["fetches"], visit["missing_checks"], is_later(visit["due_at"])) == (3, 2, True)
    assert said(outlet.articles(), ["lost"]) == said({"lost": before}, ["lost"])
    outlet.let_pass(hours=20)
    assert outlet.crawl()["gone"] == 1
    assert outlet.articles()["lost"]["status"] == "gone"
