"""Which outlets a command is for: those named, those with a tag, or all; the enabled ones that may be asked."""

import shlex
from dataclasses import dataclass

from newscrawler.catalogue import Catalogue, find_outlet
from newscrawler.errors import UsageError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.terminal_text import many
from newscrawler.scheduling.host_group import listings_of
from newscrawler.settings import Environment
from newscrawler.urls import is_this_machine

NAMED = 3  # paused outlets in a message; of more their number


@dataclass(frozen=True, slots=True)
class OutletChoice:
    """What was typed: ids, or a tag, or neither."""

    ids: tuple[str, ...] = ()
    tag: str | None = None

    def require(self, catalogue: Catalogue) -> None:
        """Refuse a slip.

        Raises:
            UsageError: ids and a tag at once; no outlet has that id, or that tag.
            ConfigurationError: a named outlet's file is broken.
        """
        if self.ids and self.tag is not None:
            raise UsageError("Outlets and --tag exclude each other: name outlets, or give a tag.")
        for outlet_id in self.ids:
            find_outlet(catalogue, outlet_id)
        if self.tag is not None and not self.of(catalogue):
            known = sorted({name for outlet in catalogue.outlets.values() for name in outlet.tags})
            raise UsageError(f"No outlet has the tag '{self.tag}'. Tags: {', '.join(known) or 'none'}")

    def __str__(self) -> str:
        return " ".join(self.ids) if self.tag is None else f"--tag {shlex.quote(self.tag)}"

    def of(self, catalogue: Catalogue) -> list[Outlet]:
        """The outlets that are meant, paused ones too."""
        if self.ids:
            return [outlet for outlet_id, outlet in catalogue.outlets.items() if outlet_id in self.ids]
        return [outlet for outlet in catalogue.outlets.values() if self.tag is None or self.tag in outlet.tags]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The outlets that are run, and how many are not.

    Attributes:
        outlets: enabled ones that may be asked.
        paused: ids of those that are not enabled.
        real: how many are on real sites, for which there is no contact.
    """

    outlets: tuple[Outlet, ...]
    paused: tuple[str, ...]
    real: int

    @property
    def paused_in_words(self) -> str:
        """What to say of those that are not enabled; "" where there are none."""
        if not self.paused:
            return ""
        if len(self.paused) > NAMED:
            return f"{many(len(self.paused), 'paused outlet')} left out. To see which: newscrawler outlets list"
        are, them = ("is", "it") if len(self.paused) == 1 else ("are", "them")
        resume = f"newscrawler outlets resume {' '.join(self.paused)}"
        return f"{', '.join(self.paused)} {are} paused. To run {them} again: {resume}"

    @property
    def left_out(self) -> str:
        """What to say of those for which there is no contact; "" where there are none."""
        if not self.real:
            return ""
        what = f"{many(self.real, 'outlet')} on real sites {'is' if self.real == 1 else 'are'} left out"
        return f"{what}: set NEWSCRAWLER_CONTACT, so that publishers can reach you."


def chosen_outlets(choice: OutletChoice, catalogue: Catalogue, environment: Environment) -> Chosen:
    """The outlets that a schedule runs; without a contact only those on this machine."""
    meant = choice.of(catalogue)
    paused = tuple(outlet.id for outlet in meant if not outlet.enabled)
    enabled = [outlet for outlet in meant if outlet.enabled]
    allowed = [one for one in enabled if environment.contact or all(map(is_this_machine, listings_of(one)))]
    return Chosen(tuple(allowed), paused, len(enabled) - len(allowed))
