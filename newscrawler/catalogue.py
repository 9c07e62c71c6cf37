"""All outlets: the shipped ones and those of further folders; every mistake of every file is told at once."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from newscrawler.errors import Mistake, OutletFileError, UnknownOutletError
from newscrawler.model.outlet import Outlet
from newscrawler.outlet_file import read_outlet_file
from newscrawler.urls import canonical_url, host_of, registered_domain, web_outlet_id

SHIPPED_OUTLETS = files("newscrawler") / "outlets"  # a folder; in an egg (Scrapyd) a place within a zip file


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All outlets that can be trusted, and what is wrong with the others.

    Attributes:
        outlets: by id, sorted.
        broken: outlet id -> the mistakes of its file.
        missing: a mistake for every folder that does not exist.
        files: how many outlet files were read.
        code: outlet id -> a Python file beside the outlet file that holds its spider.
    """

    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    broken: Mapping[str, tuple[Mistake, ...]] = field(default_factory=dict)
    missing: tuple[Mistake, ...] = ()
    files: int = 0
    code: Mapping[str, Path] = field(default_factory=dict)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Every mistake: missing folders, then those of every file, in the order of the files."""
        return self.missing + tuple(mistake for mistakes in self.broken.values() for mistake in mistakes)


def load_catalogue(folders: Iterable[Path] = ()) -> Catalogue:
    """The shipped outlets and those of further folders; of two files with one id the later folder's counts.

    A folder that does not exist is a mistake of its own. Nothing is raised.
    """
    outlets: dict[str, Outlet] = {}
    broken: dict[str, tuple[Mistake, ...]] = {}
    missing: list[Mistake] = []
    code: dict[str, Path] = {}
    found: dict[str, Traversable] = _files_in(SHIPPED_OUTLETS)
    for folder in folders:
        if not folder.is_dir():
            missing.append(Mistake(str(folder), None, "no such folder (NEWSCRAWLER_OUTLETS names it)"))
            continue
        try:
            found |= _files_in(folder)
        except OSError as error:  # a folder of another user, a disk that is gone
            missing.append(
                Mistake(str(folder), None, f"cannot be read: {error.strerror} (NEWSCRAWLER_OUTLETS names it)")
            )
            continue
        code |= {file.stem: file for file in sorted(folder.glob("*.py"))}
    for outlet_id, file in sorted(found.items()):
        result = read_outlet_file(file)
        if isinstance(result, Outlet):
            outlets[outlet_id] = result
        else:
            broken[outlet_id] = result
    code = {outlet_id: file for outlet_id, file in code.items() if outlet_id in outlets}
    return Catalogue(outlets, broken, tuple(missing), len(found), code)


def _files_in(folder: Traversable) -> dict[str, Traversable]:
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}


def find_outlet(catalogue: Catalogue, outlet_id: str) -> Outlet:
    """The outlet of that id.

    Raises:
        OutletFileError: its file is broken; all mistakes are in the message.
        UnknownOutletError: there is no such file; near names are suggested.
    """
    if outlet_id in catalogue.outlets:
        return catalogue.outlets[outlet_id]
    if outlet_id in catalogue.broken:
        mistakes = catalogue.broken[outlet_id]
        raise OutletFileError(
            "\n".join(map(str, mistakes)) + f"\n{outlet_id} was asked for: nothing was done.", mistakes
        )
    near = difflib.get_close_matches(outlet_id, catalogue.outlets, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UnknownOutletError(
        f"No outlet called '{outlet_id}'.{hint} ({len(catalogue.outlets)} outlets: newscrawler outlets list)"
    )


class OutletsByHost:
    """Answers which outlet publishes at an address."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Know the homes and sections of ``outlets``; where two share a host and a path, the first keeps it."""
        self._by_place: dict[str, list[tuple[str, Outlet]]] = {}
        self._by_host: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        for outlet in outlets:
            for url in (outlet.home, *outlet.sections):
                place, path = _place_and_path(url)
                self._by_place.setdefault(place, []).append((path, outlet))
                self._by_host.setdefault(host_of(url).removeprefix("www."), outlet)
                self._by_domain.setdefault(registered_domain(url), outlet)

    def outlet_of(self, url: str) -> Outlet:
        """The outlet of the address, of the nearest host above it, or of its registered domain; else one made from it.

        Of several outlets at one host and port that one whose home or section is the longest beginning of the path.
        """
        place, path = _place_and_path(url)
        fitting = [pair for pair in self._by_place.get(place, ()) if path.startswith(pair[0])]
        if fitting:
            return max(fitting, key=lambda pair: len(pair[0]))[1]
        host = host_of(url)
        name = host.removeprefix("www.")
        while name:
            if name in self._by_host:
                return self._by_host[name]
            name = name.partition(".")[2]
        domain = registered_domain(url)
        return self._by_domain.get(domain) or Outlet(id=web_outlet_id(url), name=domain, home=f"https://{host}/")


def _place_and_path(url: str) -> tuple[str, str]:
    """Host, with a port that is not the usual one and without ``www.``; the path, with a slash at its end."""
    parts = urlsplit(canonical_url(url) or url)
    return parts.netloc.removeprefix("www."), f"{parts.path.rstrip('/')}/"


def mistakes_in_words(catalogue: Catalogue) -> str:
    """Every mistake, a line each, and what follows from them; "" where there is none."""
    mistakes, broken = catalogue.mistakes, catalogue.broken
    if not mistakes:
        return ""
    count = f"{len(mistakes)} mistake{'s' if len(mistakes) != 1 else ''}"
    if broken:
        was = "was" if len(broken) == 1 else "were"
        count += f" in {len(broken)} of {catalogue.files} files: {', '.join(broken)} {was} skipped"
    return "\n".join([*map(str, mistakes), f"{count}, {len(catalogue.outlets)} outlets run."])
