"""The invented sites: each a folder with its outlet file, its pages, and what is answered at which address."""

import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawler.errors import OutletFileError
from newscrawler.model.outlet import Outlet
from newscrawler.outlet_file import read_outlet_file

SITES = Path(__file__).parent / "sites"
BASE = "{{base}}"  # in outlet.toml and in every text: where the site is served
_TEXT_TYPES = ("text/", "application/json", "application/rss+xml", "application/xml", "image/svg+xml")
_LAST = 9  # the number of a site that names none


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address of a site answers.

    Attributes:
        path: with its query.
        file: name in the site's folder; ``updated_file``: what takes its place once the site was updated.
        type: content type.
        slow_seconds: how long the server thinks before it answers.
        cut: the whole length is promised, half is sent.
    """

    path: str
    file: str
    type: str
    status: int = 200
    slow_seconds: float = 0.0
    cut: bool = False
    updated_file: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One invented site.

    Attributes:
        id: outlet id, the name of its folder.
        host: its name on the invented web, on a domain that nobody can own.
        answers: by path; every other path is not found.
        number: its place among the sites; those without one come last.
    """

    id: str
    host: str
    folder: Path
    answers: Mapping[str, Answer]
    number: int = _LAST

    def content(self, answer: Answer, base: str, *, updated: bool = False) -> bytes:
        """What is sent for ``answer`` where the site is served at ``base`` (no slash at its end)."""
        name = answer.updated_file if updated and answer.updated_file else answer.file
        content = (self.folder / name).read_bytes()
        return content.replace(BASE.encode(), base.encode()) if answer.type.startswith(_TEXT_TYPES) else content


def load_sites(folder: Path = SITES) -> tuple[Site, ...]:
    """All sites of a folder, by their numbers and names: the order of their ports, and that in which they are shown."""
    sites = (_read_site(file.parent) for file in folder.glob("*/site.toml"))
    return tuple(sorted(sites, key=lambda site: (site.number, site.id)))


def site_outlet(site: Site, base: str) -> Outlet:
    """The outlet of a site that is served at ``base``, read just as a user's own outlet file is.

    Raises:
        OutletFileError: its file has mistakes; all are in the message.
    """
    text = (site.folder / "outlet.toml").read_text(encoding="utf-8").replace(BASE, base)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{site.id}.toml"
        file.write_text(text, encoding="utf-8")
        read = read_outlet_file(file)
    if isinstance(read, Outlet):
        return read
    raise OutletFileError("\n".join(map(str, read)), read)


def demo_outlet(outlet_id: str) -> Outlet | None:
    """The invented outlet of that id, as the demo stores its articles; None where there is none."""
    site = next((site for site in load_sites() if site.id == outlet_id), None)
    return None if site is None else site_outlet(site, f"http://{site.host}")


def is_demo_address(url: str) -> bool:
    """Is it an address of the invented sites, which answer while the demo runs only?"""
    return url.startswith(tuple(f"http://{site.host}/" for site in load_sites()))


def _read_site(folder: Path) -> Site:
    table: dict[str, Any] = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8"))
    answers = [Answer(**values) for values in table["answer"]]
    by_path = {answer.path: answer for answer in answers}
    return Site(folder.name, table["host"], folder, by_path, table.get("number", _LAST))
