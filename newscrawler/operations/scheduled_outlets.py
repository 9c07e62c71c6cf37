"""The outlets that a schedule runs, as their files say at present."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newscrawler.catalogue import Catalogue, load_catalogue, mistakes_in_words
from newscrawler.errors import ConfigurationError
from newscrawler.middlewares.contact import NO_CONTACT
from newscrawler.model.outlet import Outlet
from newscrawler.operations.crawl import place_of_error
from newscrawler.operations.outlet_choice import Chosen, OutletChoice, chosen_outlets
from newscrawler.operations.outlet_files import FileStates, file_states
from newscrawler.scheduling.host_group import domains_of
from newscrawler.scheduling.rules import RunRules, rules_of
from newscrawler.settings import Environment
from newscrawler.spiders.loader import outlet_spider
from newscrawler.spiders.outlet import OutletSpider

NAMED = 5  # outlets in a message; of more their number


@dataclass(frozen=True, slots=True)
class ScheduledOutlet:
    """One outlet with all that its runs need.

    Attributes:
        code: state of the file that holds its own spider; None: it has none.
    """

    outlet: Outlet
    spider: type[OutletSpider]
    domains: tuple[str, ...]
    rules: RunRules
    code: tuple[int, int, int] | None = None


@dataclass(slots=True)
class ScheduledOutlets:
    """The enabled outlets whose files and code can be trusted; mistakes of the others are told when they are new.

    Attributes:
        choice: which are meant.
        outlets: by id.
        paused: how many are left out because they are paused.
        has_broken: whether files or code are broken.
    """

    environment: Environment
    tell: Callable[[str], None]
    choice: OutletChoice = field(default_factory=OutletChoice)
    outlets: Mapping[str, ScheduledOutlet] = field(default_factory=dict)
    paused: int = 0
    has_broken: bool = False
    _files: FileStates = field(default_factory=dict)
    _told: frozenset[str] = frozenset()

    def load(self) -> None:
        """Read all for the first time.

        Raises:
            ConfigurationError: none is left because there is no contact; a named outlet's file is broken.
            UsageError: the choice has a slip.
        """
        files = file_states(self.environment.outlet_folders)
        catalogue = load_catalogue(self.environment.outlet_folders)
        self.choice.require(catalogue)
        chosen = chosen_outlets(self.choice, catalogue, self.environment)
        if chosen.real and not chosen.outlets:
            raise ConfigurationError(NO_CONTACT)
        for text in self._take(chosen, catalogue, files):
            self.tell(text)

    async def look(self) -> bool:
        """Read all again where a file has changed; whether one had. Tells what is another one now."""
        files = await asyncio.to_thread(file_states, self.environment.outlet_folders)
        if files == self._files:
            return False
        before = self.outlets
        for text in await asyncio.to_thread(self._read_again, files):
            self.tell(text)
        if changes := _changes(before, self.outlets):
            self.tell(f"Outlet files changed: {changes}.")
        return True

    def _read_again(self, files: FileStates) -> list[str]:
        catalogue = load_catalogue(self.environment.outlet_folders)
        return self._take(chosen_outlets(self.choice, catalogue, self.environment), catalogue, files)

    def _take(self, chosen: Chosen, catalogue: Catalogue, files: FileStates) -> list[str]:
        """Take these; what is new of mistakes, and of outlets that are left out, in words."""
        self._files = files
        scheduled: dict[str, ScheduledOutlet] = {}
        mistakes = {text for text in (mistakes_in_words(catalogue),) if text}
        for outlet in chosen.outlets:
            try:
                scheduled[outlet.id] = self._scheduled(outlet, catalogue.code.get(outlet.id))
            except Exception as error:  # noqa: BLE001 - whatever the code of one outlet raises when it is imported
                mistakes.add(f"{outlet.id} is left out: {place_of_error(error)}")
        left_out = (chosen.left_out, chosen.paused_in_words if self.choice.ids else "")
        texts = mistakes | {text for text in left_out if text}
        self.outlets, self.paused = scheduled, len(chosen.paused)
        fresh = sorted(texts - self._told)
        self._told, self.has_broken = frozenset(texts), bool(mistakes)
        return fresh

    def _scheduled(self, outlet: Outlet, code: Path | None) -> ScheduledOutlet:
        """The outlet as it was, where nothing of it has changed: a spider class is dear, and so is loading its code."""
        state = self._files.get(str(code)) if code else None
        known = self.outlets.get(outlet.id)
        if known is not None and (known.outlet, known.code) == (outlet, state):
            return known
        return ScheduledOutlet(outlet, outlet_spider(outlet, code), domains_of(outlet), rules_of(outlet), state)


def _changes(before: Mapping[str, ScheduledOutlet], after: Mapping[str, ScheduledOutlet]) -> str:
    """What is another one, in words: ``1 more (de_elbkurier), 2 edited (...)``; "" where nothing is."""
    edited = [name for name in after if name in before and after[name] is not before[name]]
    parts = {
        "more": [name for name in after if name not in before],
        "fewer": [name for name in before if name not in after],
        "edited": edited,
    }
    return ", ".join(f"{len(names)} {what} ({_named(names)})" for what, names in parts.items() if names)


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:NAMED])
    return f"{shown} ..." if len(names) > NAMED else shown
