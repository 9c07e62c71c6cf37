"""What ``errors`` tells of a cause: how many URLs, since when, one of them, and what to do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newscrawler.catalogue import Catalogue
from newscrawler.demo.sites import is_demo_address
from newscrawler.model.account import LEFT_COUNTS, MET_COUNTS
from newscrawler.model.cause import OTHERS, Cause
from newscrawler.model.outcome import FACTS, WHERE_MOST, Outcome, OutcomeKind
from newscrawler.model.outlet import OF_NO_OUTLET
from newscrawler.model.patience import next_try
from newscrawler.operations.article_text import instant
from newscrawler.operations.curl_line import curl_line, shell_quoted
from newscrawler.operations.error_choice import Wanted
from newscrawler.operations.nothing_found import MADE_FROM_HOSTS
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import in_one_line, many
from newscrawler.settings import NEWSCRAWLER_REVISIT_SECONDS
from newscrawler.storage.connection import Database
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.urls import canonical_url, mask_secrets

INDENT = "    "
STORED_BEFORE = "An article of this address was stored before, and is kept."
FEW = 5  # such URLs of an outlet are never most
ARTICLES_COUNTED = 1000  # of an outlet, at most: so many articles are not few
NEARLY_ALL = 0.9  # of the URLs of a run: whatever the outlet gave before, now something is wrong


@dataclass(frozen=True, slots=True)
class Helper:
    """What the telling of causes asks: outlet files, and how many articles an outlet has."""

    catalogue: Catalogue
    database: Database
    user_agent: str

    def steps_of(self, outlet_id: str) -> Sequence[float] | None:
        """After how many seconds each a URL of an outlet is tried again; None: it has no file, and is never crawled."""
        if outlet_id in self.catalogue.broken:
            return NEWSCRAWLER_REVISIT_SECONDS
        outlet = self.catalogue.outlets.get(outlet_id)
        if outlet is None:
            return None
        return NEWSCRAWLER_REVISIT_SECONDS if outlet.schedule.revisits is None else outlet.schedule.revisits

    def may_try(self, outcome: Outcome, wanted: Wanted) -> bool:
        """Whether ``errors --retry`` with these options fetches it again: its outlet has a file that crawls use."""
        outlet = self.catalogue.outlets.get(outcome.outlet)
        if outlet is None or not (outlet.enabled or wanted.outlet) or canonical_url(outcome.url) is None:
            return False
        return outcome.kind is not OutcomeKind.GONE or wanted.outcome_kind is OutcomeKind.GONE

    async def where_page_is(self, outcome: Outcome) -> str | None:
        """Where the page of an address is that the network may not have, in words; None: on its site."""
        if outcome.outlet not in self.catalogue.outlets and is_demo_address(outcome.url):
            return "the demo invented it, and made it so on purpose"
        run = await self.database.runs.get(outcome.run) if outcome.run else None
        if run is not None and run.kind == "archive":
            return f"the page is in the archive that run {run.id} read, under this address"
        return None

    async def is_stored(self, outcome: Outcome) -> bool:
        """Whether its address has an article all the same, from an earlier try; messages of ``gone`` say so."""
        if outcome.kind is OutcomeKind.GONE or canonical_url(outcome.url) is None:
            return False
        return bool(await self.database.articles.known([outcome.url]))

    async def is_most(self, cause: Cause) -> bool:
        """Whether the outlet has fewer articles than such URLs, or nearly all URLs of the latest run ended so."""
        if cause.count < FEW or WHERE_MOST not in FACTS[cause.kind].advice:
            return False
        enough = min(cause.count, ARTICLES_COUNTED)
        query = ArticleQuery(outlet=cause.outlet, limit=enough, fields=("url",))
        if len([document async for document in self.database.articles.find(query)]) < enough:
            return True
        run = cause.sample.run and await self.database.runs.get(cause.sample.run)
        if not run or run.kind == "archive":  # an archive is one run of many outlets
            return False
        met, left = (sum(run.counts.get(name, 0) for name in names) for names in (MET_COUNTS, LEFT_COUNTS))
        return run.outcomes.get(cause.kind, 0) >= max(FEW, NEARLY_ALL * (met - left))


async def print_causes(causes: Sequence[Cause], limit: int, helper: Helper, output: Output) -> None:
    """How many URLs of each kind there are, then the causes with the most of them."""
    kinds = Counter[str]()
    for cause in causes:
        kinds[cause.kind] += cause.count
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    _wrapped(f"{many(kinds.total(), 'URL')} gave no article: {counts}.", "", output)
    for cause in causes[:limit]:
        output.line()
        await print_cause(cause, helper, output)


async def print_cause(cause: Cause, helper: Helper, output: Output) -> None:
    """One cause, with a line for a shell that asks for one of its URLs."""
    sample, steps = cause.sample, helper.steps_of(cause.outlet)
    output.line(f"{output.paint(cause.kind, 'red')}  {cause.outlet}  {many(cause.count, 'URL')}")
    words = sample.message if cause.count == 1 else cause.words
    if words not in {sample.message, OTHERS}:
        words += f" (the last one: {sample.message})"
    _wrapped(in_one_line(mask_secrets(words)), INDENT, output)
    tries = f"tried {'up to ' if cause.attempts > 1 < cause.count else ''}{many(cause.attempts, 'time')}"
    output.line(f"{INDENT}last {instant(sample.at)} UTC, {tries}, {when_again(sample, steps)}")
    # Addresses and commands are never cut or wrapped: they are copied.
    output.line(INDENT + mask_secrets(sample.url))
    if cause.kind is not OutcomeKind.REFUSED_ADDRESS and (curl := curl_line(sample.url, helper.user_agent)):
        output.line(INDENT + curl)
    if await helper.is_stored(sample):
        output.line(INDENT + STORED_BEFORE)
    is_most, page_is = await helper.is_most(cause), await helper.where_page_is(sample)
    is_crawled = not cause.outlet.startswith(MADE_FROM_HOSTS)
    _wrapped(f"To do: {advice_for(sample, is_most=is_most, is_crawled=is_crawled, page_is=page_is)}", INDENT, output)


def when_again(outcome: Outcome, steps: Sequence[float] | None) -> str:
    """When a URL is tried again, while it is listed; ``steps`` are its outlet's revisits, None where it has no file."""
    again = None if steps is None else next_try(outcome, steps)
    if again is None:
        return "not again by itself"
    return "again with the next run" if again <= datetime.now(UTC) else f"again from {instant(again)} UTC on"


def advice_for(outcome: Outcome, *, is_most: bool = False, is_crawled: bool = True, page_is: str | None = None) -> str:
    """What an operator does about this kind of outcome.

    Args:
        outcome: one of them.
        is_most: whether most pages of the outlet end so.
        is_crawled: whether there is an outlet file: pages of an archive are often of outlets that have none.
        page_is: where the page is, if its site may not have it: then nothing that asks the site helps.
    """
    if outcome.outlet == OF_NO_OUTLET and outcome.kind is OutcomeKind.REFUSED_ADDRESS:
        return "nothing: the archive has this page under no address of a site, so that its outlet cannot be told"
    url = shell_quoted(mask_secrets(outcome.url))
    place = FACTS[outcome.kind].place
    if not is_crawled and place == "way":
        return f"the archive holds no whole page of it; to ask its site: newscrawler fetch {url} --store"
    few, _, most = FACTS[outcome.kind].advice.partition(WHERE_MOST)
    advice = (most if is_most else few).replace("explain URL", f"explain {url}")
    if page_is and (not is_crawled or "explain" in advice) and not advice.startswith("nothing") and place == "page":
        return f"nothing, where this is so; {page_is}"
    if is_crawled or place == "here" or "explain" in advice or advice.startswith("nothing"):
        return advice
    return f"nothing, where this is so: no outlet file names its site; else: newscrawler explain {url}"


def _wrapped(text: str, indent: str, output: Output) -> None:
    for line in output.wrap(text, first=indent, later=indent):
        output.line(line)
