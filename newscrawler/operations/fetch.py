"""``fetch``: one article through the whole pipeline, printed, and stored if asked."""

import argparse
import asyncio

from newscrawler.catalogue import load_catalogue
from newscrawler.errors import UsageError
from newscrawler.model.article import Article
from newscrawler.model.page import Page
from newscrawler.operations.article_text import print_article
from newscrawler.operations.output import Output
from newscrawler.operations.page_source import is_address, is_file, page_outlet, saved_page
from newscrawler.operations.remembered import remembered_furniture
from newscrawler.reading import read_page
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import article_json


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``fetch``: 1 where the page is no article that would be stored."""
    page = _page(options, environment)
    outlet = page_outlet(load_catalogue(environment.outlet_folders), page.url, options.outlet)
    reading = read_page(page, outlet, remembered_furniture(outlet.id, environment, output))
    # Stored before it is printed: a reader of stdout that goes away (``| head``) must not prevent it.
    stored = _store(reading.article, environment) if options.store and reading.refusal is None else None
    values = article_json(reading.article)
    output.row(values)
    print_article(values, output)
    if stored is not None:
        output.message(stored)
    if reading.refusal is None:
        return 0
    said = "Not stored" if options.store else "A crawl would not store it"
    output.message(f"{said}: {reading.refusal.kind}: {reading.refusal.message}", "red")
    return 1


def _store(article: Article, environment: Environment) -> str:
    from newscrawler.operations.store_article import store_article  # noqa: PLC0415 - PyMongo, only for --store

    return asyncio.run(store_article(article, environment))


def _page(options: argparse.Namespace, environment: Environment) -> Page:
    if is_file(options.target):
        return saved_page(options.target, options.url)
    if not is_address(options.target):
        raise UsageError(f"There is no file {options.target}, and a web address begins with https:// or http://.")
    from newscrawler.operations.page_fetch import fetch_page  # noqa: PLC0415 - Scrapy, only where a page must be fetched

    return fetch_page(options.target, environment)
