"""What ``errors`` tells of a cause: how many URLs, since when, one of them, and what to do."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from newscrawler.model.cause import Cause
from newscrawler.model.outcome import FACTS, Outcome
from newscrawler.model.patience import next_try
from newscrawler.operations.article_text import instant
from newscrawler.operations.curl_line import curl_line, shell_quoted
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import in_one_line, many
from newscrawler.settings import NEWSCRAWLER_REVISIT_SECONDS
from newscrawler.urls import mask_secrets

INDENT = "    "


def print_causes(causes: Sequence[Cause], limit: int, user_agent: str, output: Output) -> None:
    """How many URLs of each kind there are, then the causes with the most of them."""
    kinds = Counter[str]()
    for cause in causes:
        kinds[cause.kind] += cause.count
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    _wrapped(f"{many(kinds.total(), 'URL')} gave no article: {counts}.", "", output)
    for cause in causes[:limit]:
        output.line()
        print_cause(cause, user_agent, output)


def print_cause(cause: Cause, user_agent: str, output: Output) -> None:
    """One cause, with a line for a shell that asks for one of its URLs."""
    sample = cause.sample
    output.line(f"{output.paint(cause.kind, 'red')}  {cause.outlet}  {many(cause.count, 'URL')}")
    _wrapped(in_one_line(mask_secrets(sample.message if cause.count == 1 else cause.words)), INDENT, output)
    tries = f"tried {'up to ' if cause.attempts > 1 < cause.count else ''}{many(cause.attempts, 'time')}"
    output.line(f"{INDENT}last {instant(sample.at)} UTC, {tries}, {when_again(sample)}")
    # Addresses and commands are never cut or wrapped: they are copied.
    for line in (mask_secrets(sample.url), curl_line(sample.url, user_agent)):
        if line:
            output.line(INDENT + line)
    _wrapped(f"To do: {advice_for(sample)}", INDENT, output)


def when_again(outcome: Outcome) -> str:
    """When a URL is tried again, while it is listed."""
    again = next_try(outcome, NEWSCRAWLER_REVISIT_SECONDS)
    if again is None:
        return "not again by itself"
    return "again with the next run" if again <= datetime.now(UTC) else f"again from {instant(again)} UTC on"


def advice_for(outcome: Outcome) -> str:
    """What an operator does about this kind of outcome."""
    return FACTS[outcome.kind].advice.replace("explain URL", f"explain {shell_quoted(mask_secrets(outcome.url))}")


def _wrapped(text: str, indent: str, output: Output) -> None:
    for line in output.wrap(text, first=indent, later=indent):
        output.line(line)
