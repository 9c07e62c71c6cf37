"""``outlets new``: the file of a new outlet, filled in with what its site answers."""

import argparse
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from newscrawler.catalogue import SHIPPED_OUTLETS, OutletsByHost, load_catalogue
from newscrawler.discovery.site_proposal import Proposal, propose_outlet
from newscrawler.discovery.site_survey import Survey
from newscrawler.errors import ConfigurationError, Mistake, NewscrawlerError, UsageError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.dispatch import STOPPED
from newscrawler.operations.outlet_file_text import LISTING_KEYS, outlet_file_text
from newscrawler.operations.output import Output
from newscrawler.operations.site_answers import asked_rows, print_answers
from newscrawler.outlet_file import OUTLET_ID, RESERVED_IDS, read_outlet_file
from newscrawler.settings import Environment
from newscrawler.urls import is_this_machine, registered_domain

SHIPPED_FOLDER = Path(str(SHIPPED_OUTLETS))


@dataclass(frozen=True, slots=True)
class _Written:
    """The file as it stands, and what its own reader says of it."""

    file: Path
    proposal: Proposal
    mistakes: tuple[Mistake, ...]
    notes: tuple[str, ...]


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``outlets new``: 1 where the site lists its articles nowhere that was asked.

    Raises:
        UsageError: an id that none can be.
        ConfigurationError: no folder to write into; a real site without a contact.
        NewscrawlerError: the file exists; the site does not answer.
    """
    outlet_id = _checked_id(options.outlet)
    folder = _folder(options.folder, environment)
    _refuse_existing(outlet_id, folder, environment)
    today = datetime.now(UTC).date()
    survey = None
    if options.url:
        from newscrawler.operations.site_asking import ask_site  # noqa: PLC0415 - Scrapy, only with an address

        survey, stopped = ask_site(options.url, outlet_id, environment, output)
        if stopped:
            output.message("Nothing was written.")
            return STOPPED
        _expect_home(survey, outlet_id)
        print_answers(survey, output)
    written = _write(propose_outlet(outlet_id, survey, today), folder, environment, today)
    _tell(written, survey, output)
    return 0 if survey is None or written.proposal.lists_articles else 1


def _checked_id(typed: str) -> str:
    if OUTLET_ID.fullmatch(typed) and not RESERVED_IDS.fullmatch(typed):
        return typed
    plain = unicodedata.normalize("NFKD", typed.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    near = re.sub(r"[^a-z0-9]+", "_", plain.removesuffix(".toml")).strip("_").removeprefix("web_")[:64]
    usable = OUTLET_ID.fullmatch(near) and not RESERVED_IDS.fullmatch(near)
    hint = f" Did you mean {near}?" if usable else " For example: de_elbkurier."
    raise UsageError(
        f"'{typed}' cannot be the id of an outlet: country and name, in lower-case letters, digits and _; "
        f"'archive' and 'web_...' are taken.{hint}"
    )


def _folder(typed: Path | None, environment: Environment) -> Path:
    if typed is not None:
        return typed.expanduser()
    if environment.outlet_folders:
        return environment.outlet_folders[-1]
    raise ConfigurationError(
        "There is no folder for outlets of your own yet:\n"
        "  mkdir -p ~/outlets\n"
        "  export NEWSCRAWLER_OUTLETS=~/outlets\n"
        "or name one with --folder."
    )


def _refuse_existing(outlet_id: str, folder: Path, environment: Environment) -> None:
    for place in dict.fromkeys((folder, *environment.outlet_folders)):
        file = place / f"{outlet_id}.toml"
        if file.exists():
            raise NewscrawlerError(
                f"{file} is there already; nothing was changed. See: newscrawler outlets show {outlet_id}"
            )


def _expect_home(survey: Survey, outlet_id: str) -> None:
    """Refuse to write a file about a site that did not answer.

    Raises:
        NewscrawlerError: says why, and what to do.
    """
    if survey.home is not None:
        return
    reasons = [f"{answer.question.url}: {answer.failure}." for answer in survey.answers]
    raise NewscrawlerError(
        "\n".join(reasons or [f"{survey.typed[0]}: no answer."]) + "\nNothing was written. "
        f"If a feed of it answers, give that address; to fill in a file by hand: newscrawler outlets new {outlet_id}"
    )


def _write(proposal: Proposal, folder: Path, environment: Environment, today: date) -> _Written:
    """Write the file and read it back.

    Raises:
        OSError: the folder cannot be written.
    """
    notes = list(_notes(proposal, folder, environment))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{proposal.outlet_id}.toml"
    with file.open("x", encoding="utf-8") as stream:  # never over a file that came meanwhile
        stream.write(outlet_file_text(proposal, today))
    outlet = read_outlet_file(file)
    return _Written(file, proposal, () if isinstance(outlet, Outlet) else outlet, tuple(notes))


def _notes(proposal: Proposal, folder: Path, environment: Environment) -> Iterator[str]:
    """What the user should know of the file's place among the other outlets."""
    outlet_id, home = proposal.outlet_id, proposal.home.value
    if not folder.exists():
        yield f"{folder} was made."
    known = {path.resolve() for path in (SHIPPED_FOLDER, *environment.outlet_folders)}
    if folder.resolve() not in known:
        folders = os.pathsep.join(map(str, (*environment.outlet_folders, folder.resolve())))
        yield f"The folder is not read yet: export NEWSCRAWLER_OUTLETS={folders}"
    if folder.resolve() != SHIPPED_FOLDER and (SHIPPED_FOLDER / f"{outlet_id}.toml").exists():
        yield f"{outlet_id} is also a shipped outlet: this file takes its place."
    elif home and not is_this_machine(home):
        there = OutletsByHost(load_catalogue(environment.outlet_folders).outlets.values()).outlet_of(home)
        if there.file:
            yield f"{registered_domain(home)} is already crawled as {there.id}."


def _tell(written: _Written, survey: Survey | None, output: Output) -> None:
    proposal, facts = written.proposal, written.proposal.facts
    to_check = [f"{name} = {fact.value}" for name, fact in facts.items() if fact.value and not fact.is_sure]
    output.row(
        {
            "outlet": proposal.outlet_id,
            "file": str(written.file),
            "valid": not written.mistakes,
            **{name: fact.value or None for name, fact in facts.items()},
            **{key: [place.url for place in getattr(proposal, key)] for key in LISTING_KEYS},
            "include_proposed": proposal.include[0] if proposal.include else None,
            "verified_on": proposal.verified_on,
            "to_fill_in": [str(mistake) for mistake in written.mistakes],
            "to_check": to_check,
            "asked": asked_rows(survey) if survey else [],
        }
    )
    if survey:
        output.line()
    output.line(f"Written: {written.file}{_listed(proposal)}")
    for note in written.notes:
        output.message(note, "yellow")
    if to_check:
        output.message(f"Please check: {', '.join(to_check)}", "yellow")
    if survey and not proposal.lists_articles:
        output.message("No feed, sitemap or section page was found that lists articles.", "red")
    for mistake in written.mistakes:
        output.line(f"To be filled in: {mistake}")
    until = "fill in what is missing (until then it is not crawled), then " if written.mistakes else ""
    output.line(f"Next: {until}newscrawler preview {proposal.outlet_id}")


def _listed(proposal: Proposal) -> str:
    counts = {key: len(getattr(proposal, key)) for key in LISTING_KEYS}
    words = [f"{count} {key.removesuffix('s') if count == 1 else key}" for key, count in counts.items() if count]
    return f" ({', '.join(words)})" if words else ""
