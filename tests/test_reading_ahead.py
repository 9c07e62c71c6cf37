"""What a worker reads ahead is what the item pipelines would make of it."""

from dataclasses import replace
from datetime import UTC, datetime

from newscrawler.extraction.article import extract_article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.reading import finish_reading, read_ahead

OUTLET = Outlet(id="xx_test", name="Harbour Post")
STORY = "".join(f"<p>Ferry number {n} left the harbour of Oldenmoor on Monday, the council said.</p>" for n in range(9))
HTML = f"<html><title>Ferries leave - Harbour Post</title><article>{STORY}<p>- Advertisement -</p></article></html>"


def test_the_article_is_the_one_that_all_steps_give_and_tells_what_rules_took() -> None:
    page = Page("https://a.example/1", HTML.encode(), datetime(2026, 3, 5, tzinfo=UTC))
    extracted = extract_article(page, OUTLET)
    ahead, whole = read_ahead(extracted, OUTLET), finish_reading(extracted, OUTLET).article
    assert ahead == replace(whole, sighting=None)
    assert ahead.taken == {rule: 1 for rule in ("ad_label",) if any(gone.rule == rule for gone in whole.removed)}
    assert ahead.fingerprint == whole.fingerprint


def test_what_will_lose_furniture_gets_its_fingerprint_afterwards() -> None:
    page = Page("https://a.example/1", HTML.encode(), datetime(2026, 3, 5, tzinfo=UTC))
    extracted = extract_article(page, OUTLET)
    assert read_ahead(extracted, OUTLET, has_furniture=True) == replace(read_ahead(extracted, OUTLET), fingerprint=None)
