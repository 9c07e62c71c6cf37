"""The doctor on reading: one small page, read as a crawl reads it, in a worker process of its own."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from newscrawler.operations.doctor_check import Check, Verdict
from newscrawler.operations.doctor_compiled import CORE_CHECK
from newscrawler.settings import NEWSCRAWLER_READ_MEMORY_MB, Environment

READ_SECONDS = 25.0  # a worker starts in 1 s; on a busy machine many times that
# The doctor's own page: invented.
PAGE = """<!doctype html><html lang="en"><head><title>The night ferry sails again</title>
<meta property="article:published_time" content="2026-03-05T09:00:00+00:00"></head><body><nav><a href="/">Home</a>
<a href="/news">News</a></nav><article><h1>The night ferry sails again</h1>
<p>The night ferry to the northern islands sailed again on Thursday, eleven weeks after a storm broke its ramp.</p>
<p>About two hundred passengers were on board when it left the harbour, most of them islanders on their way home.</p>
<p>The harbour master said the new ramp had been tried with a full load for three nights before the first crossing.</p>
</article><footer>Imprint and contact</footer></body></html>"""
TITLE = "The night ferry sails again"
REINSTALL = "pip install --force-reinstall newscrawler"


def examine_weights(environment: Environment) -> Iterator[Verdict]:
    """Whether the trained judge of blocks is there and can be read."""
    del environment
    from newscrawler.extraction.body_model import load_model  # noqa: PLC0415 - so that a broken one fails this check only

    model = load_model()
    yield Verdict("body reader", "ok", f"{model.forest.trees} trees, {len(model.rows)} features")


def examine_workers(environment: Environment) -> Iterator[Verdict]:
    """Whether a worker process can be started and turns a page into its article."""
    from newscrawler.errors import UnreadablePageError  # noqa: PLC0415 - with the rest below
    from newscrawler.model.outlet import Outlet  # noqa: PLC0415 - as above
    from newscrawler.model.page import Page  # noqa: PLC0415 - as above
    from newscrawler.workers.page_reader import PageReader  # noqa: PLC0415 - lxml and more: a broken one fails this check only

    page = Page(url="https://www.doctor.example/night-ferry", html=PAGE.encode(), fetched_at=datetime.now(UTC))
    reader = PageReader(min(1, environment.workers), READ_SECONDS, NEWSCRAWLER_READ_MEMORY_MB)
    began = time.monotonic()
    try:
        article = asyncio.run(reader.read(page, Outlet(id="doctor", name="Doctor")))
    except UnreadablePageError as error:
        yield Verdict("workers", "FAIL", str(error), "export NEWSCRAWLER_WORKERS=0 reads pages without them")
        return
    finally:
        reader.close()
    where = "a worker process" if environment.workers else "this process (NEWSCRAWLER_WORKERS=0)"
    if article.title == TITLE and article.published_at and len(article.blocks) == 3:
        yield Verdict("workers", "ok", f"{where} read a page in {time.monotonic() - began:.1f} s")
    else:
        yield Verdict("workers", "FAIL", f"{where} read a page, and its article is not the one it holds", REINSTALL)


READING_CHECKS = (
    Check("body reader", examine_weights, fix=REINSTALL),
    CORE_CHECK,
    Check("workers", examine_workers, READ_SECONDS + 5, fix="export NEWSCRAWLER_WORKERS=0 reads pages without them"),
)
