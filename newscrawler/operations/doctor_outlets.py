"""The doctor on what the operator wrote: variables of the environment, outlet files, code of outlets."""

import os
from collections.abc import Iterator
from dataclasses import replace

from newscrawler.catalogue import Catalogue, load_catalogue, mistakes_in_words
from newscrawler.operations.doctor_check import Check, Verdict
from newscrawler.settings import Environment
from newscrawler.urls import mask_secrets


def examine_variables(environment: Environment) -> Iterator[Verdict]:
    """Every mistake in the variables, misspelled ones, and those that nobody reads."""
    for mistake in environment.mistakes:
        yield Verdict("variables", "FAIL", mask_secrets(mistake), f"mend or unset {mistake.split()[0].rstrip(':')}")
    for slip in environment.slips:
        yield Verdict("variables", "FAIL", slip, f"rename or unset {slip.split()[0]}")
    for unread in environment.unread:
        yield Verdict("variables", "note", unread)
    if not environment.mistakes and not environment.slips:
        given = ", ".join(sorted(environment.given)) or "none set"
        yield Verdict("variables", "ok", f"{given} (newscrawler config)")


def examine_contact(environment: Environment) -> Iterator[Verdict]:
    """Whether publishers can reach the operator; without it only loopback and archives are read."""
    if any(mistake.startswith("NEWSCRAWLER_CONTACT") for mistake in environment.mistakes):
        return  # told above
    if environment.contact:
        yield Verdict("contact", "ok", environment.contact)
    else:
        fix = "export NEWSCRAWLER_CONTACT=you@example.com"
        yield Verdict("contact", "note", "not set: real sites are not crawled until it is", fix)


def examine_outlet_folders(environment: Environment) -> Iterator[Verdict]:
    """Whether each outlet folder is there and can be read."""
    fix = "make it, or take it out of NEWSCRAWLER_OUTLETS"
    wrong = [f"{folder}: no such folder" for folder in environment.outlet_folders if not folder.is_dir()]
    wrong += [
        f"{folder}: cannot be read"
        for folder in environment.outlet_folders
        if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK)
    ]
    if wrong:
        yield Verdict("outlet folders", "FAIL", "\n".join(wrong), fix)
    else:
        own = ", ".join(map(str, environment.outlet_folders)) or "no other (NEWSCRAWLER_OUTLETS)"
        yield Verdict("outlet folders", "ok", f"the shipped one, {own}")


def examine_outlet_files(environment: Environment) -> Iterator[Verdict]:
    """Whether every outlet file is valid, with the mistakes as ``outlets list`` tells them."""
    catalogue = load_catalogue(environment.outlet_folders)
    if catalogue.broken:
        catalogue = replace(catalogue, missing=())  # folders have a check of their own
        yield Verdict(
            "outlet files", "FAIL", mistakes_in_words(catalogue), "mend those lines: newscrawler outlets list"
        )
        return
    paused = sum(not outlet.enabled for outlet in catalogue.outlets.values())
    yield Verdict("outlet files", "ok", f"{catalogue.files} read, all valid" + (f"; {paused} paused" if paused else ""))


def examine_outlet_code(environment: Environment) -> Iterator[Verdict]:
    """Whether the code beside outlet files can be loaded; nothing where there is none."""
    catalogue = load_catalogue(environment.outlet_folders)
    if not catalogue.code:
        return
    wrong = dict(_broken_code(catalogue))
    if wrong:
        fix = f"mend it; newscrawler config --outlet {next(iter(wrong))} --debug shows the traceback"
        yield Verdict("outlet code", "FAIL", "\n".join(wrong.values()), fix)
    else:
        yield Verdict("outlet code", "ok", f"{len(catalogue.code)} loaded: {', '.join(catalogue.code)}")


def _broken_code(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    from newscrawler.operations.crawl import place_of_error  # noqa: PLC0415 - Scrapy, which only code of outlets needs
    from newscrawler.spiders.loader import outlet_spider  # noqa: PLC0415 - as above

    for outlet_id, code in catalogue.code.items():
        try:
            outlet_spider(catalogue.outlets[outlet_id], code)
        except BaseException as error:  # noqa: BLE001 - whatever others wrote, also sys.exit(): the rest is tried
            yield outlet_id, place_of_error(error)


OUTLET_CHECKS = (
    Check("variables", examine_variables),
    Check("contact", examine_contact),
    Check("outlet folders", examine_outlet_folders),
    Check("outlet files", examine_outlet_files),
    Check("outlet code", examine_outlet_code, fix="code of an outlet must not do anything while it is imported"),
)
