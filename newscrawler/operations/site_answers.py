"""What a site was asked and what it answered, a line each."""

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlsplit

from newscrawler.discovery.site_proposal import listing_note
from newscrawler.discovery.site_survey import Answer, RobotsAnswer, Survey
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.urls import registered_domain


def print_answers(survey: Survey, output: Output) -> None:
    """A table of everything that was asked, in its order; robots.txt first, which is asked before all else."""
    rows = [("robots", robots.url, _robots_words(robots)) for robots in survey.robots]
    for (guessed, words), group in groupby(survey.answers, lambda answer: _sort_of(survey, answer)):
        answers = list(group)
        if guessed and len(answers) > 1:
            paths = [urlsplit(answer.question.url).path for answer in answers]
            rows.append((guessed, f"{len(paths)} usual addresses, {paths[0]} to {paths[-1]}", words))
        else:
            rows += [(_kind(survey, answer), answer.question.url, words) for answer in answers]
    output.table(("asked", "address", "answer"), rows)


def asked_rows(survey: Survey) -> list[dict[str, object]]:
    """The same for programs."""
    rows: list[dict[str, object]] = [
        {"kind": "robots", "url": robots.url, "answer": _robots_words(robots), "articles": None}
        for robots in survey.robots
    ]
    for answer in survey.answers:
        words, count = _words(survey, answer), len(survey.articles_of(answer))
        rows.append({"kind": _kind(survey, answer), "url": answer.question.url, "answer": words, "articles": count})
    return rows


def _sort_of(survey: Survey, answer: Answer) -> tuple[str, str]:
    """What guesses that failed alike have in common: they share a line."""
    guessed = answer.question.reason == "convention" and answer.failure
    return answer.question.kind if guessed else "", _words(survey, answer)


def _kind(survey: Survey, answer: Answer) -> str:
    if answer.kind == "home" and answer is not survey.home_page:
        return "article"  # what was typed; the site's own page was asked after it
    return answer.kind or answer.question.kind


def _words(survey: Survey, answer: Answer) -> str:
    if answer.failure:
        return answer.failure
    return "; ".join(_parts(survey, answer))


def _parts(survey: Survey, answer: Answer) -> Iterator[str]:
    links = survey.articles_of(answer)
    if answer.kind == "home" and answer is not survey.home_page:
        yield "the site's home page was asked instead"
    elif answer.kind == "home":
        facts = answer.facts
        yield ", ".join(filter(None, (facts.name or "no name found", facts.language)))
        yield listing_note(answer, links)
    else:
        yield listing_note(answer, links)
    if answer.links and not links and answer.kind == "feed":
        yield f"all its {len(answer.links)} links lead to {registered_domain(answer.links[0].url)}"
    if answer.url != answer.question.url:
        yield f"leads to {answer.url}"


def _robots_words(robots: RobotsAnswer) -> str:
    if robots.status != 200:
        return f"HTTP {robots.status}: nothing is forbidden" if 400 <= robots.status < 500 else f"HTTP {robots.status}"
    count = len(robots.sitemaps)
    return f"names {many(count, 'sitemap')}" if count else "names no sitemap"
