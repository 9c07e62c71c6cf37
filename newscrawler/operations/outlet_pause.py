"""``outlets pause`` and ``outlets resume``: one line of an outlet's file, the rest of it as it was."""

import argparse
import re
import secrets
import shutil
from dataclasses import replace
from pathlib import Path

from newscrawler.catalogue import find_outlet, load_catalogue
from newscrawler.errors import ConfigurationError, NewscrawlerError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.output import Output
from newscrawler.operations.sample_files import is_shipped
from newscrawler.operations.sample_text import shown_path
from newscrawler.outlet_file import read_outlet_file
from newscrawler.settings import Environment

# What it means that an outlet is enabled or not, from now on; a schedule that runs looks at its files all the time.
NOW = {
    True: "resumed: crawl --all and --tag take it again, the schedule within a minute",
    False: "paused: crawl --all and --tag leave it out, the schedule within a minute",
}
HOME_LINE = re.compile(r"^(home\s*)=.*?(\r?\n|\Z)", re.MULTILINE)


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``outlets pause`` and ``outlets resume``: 0 also where the outlets are so already."""
    catalogue = load_catalogue(environment.outlet_folders)
    outlets = [find_outlet(catalogue, outlet_id) for outlet_id in dict.fromkeys(options.outlets)]  # all, or none
    for outlet in outlets:
        _change(outlet, environment, output, enabled=options.action == "resume")
    return 0


def _change(outlet: Outlet, environment: Environment, output: Output, *, enabled: bool) -> None:
    file = Path(outlet.file)
    if outlet.enabled == enabled:
        _tell(outlet, file, f"{outlet.id} is {'not paused' if enabled else 'paused already'}.", output, changed=False)
        return
    if is_shipped(outlet):
        file = _own_folder(outlet, environment) / file.name
    write_enabled(outlet, file, enabled=enabled)
    told = f"{outlet.id} is {NOW[enabled]}. Written: {shown_path(file)}"
    if is_shipped(outlet):
        told += (
            "\nIt is a copy of the shipped file, and takes its place: the shipped one is left as it is, "
            "and what changes there is not seen until you remove yours."
        )
    _tell(replace(outlet, enabled=enabled), file, told, output, changed=True)


def write_enabled(outlet: Outlet, file: Path, *, enabled: bool) -> None:
    """Write the outlet's file to ``file`` with that one change: comments, order and all other settings stay.

    The text is written beside it, read back and put in its place in one step: no reader ever sees half a file.

    Raises:
        NewscrawlerError: it cannot be read or written, or would not be the same outlet; nothing is changed then.
    """
    source, target = Path(outlet.file), file.resolve()  # a link stays a link
    building = target.parent / f".{target.stem}.{secrets.token_hex(4)}"
    try:
        building.mkdir()
        fresh = building / file.name  # its name is the outlet's id; that of a link's target need not be
        fresh.write_bytes(text_with_enabled(source.read_bytes().decode("utf-8"), enabled=enabled).encode("utf-8"))
        shutil.copymode(source, fresh)
        if read_outlet_file(fresh) != replace(outlet, enabled=enabled, file=str(fresh)):
            raise NewscrawlerError(
                f"{shown_path(source)} cannot be changed without changing more than that. Nothing was changed. "
                f"Set it by hand: enabled = {str(enabled).lower()}"
            )
        fresh.replace(target)
    except OSError as error:
        raise NewscrawlerError(f"Cannot write {file}: {error.strerror or error}. Nothing was changed.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def text_with_enabled(text: str, *, enabled: bool) -> str:
    """The text of an outlet file with ``enabled`` set; where it has no such line, one is put behind ``home``."""
    import tomlkit  # noqa: PLC0415 - 40 ms, where something is to be written

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    document = tomlkit.parse(text.removeprefix(mark))
    home = HOME_LINE.search(text.removeprefix(mark))
    if "enabled" in document or home is None:
        document["enabled"] = enabled
        return mark + tomlkit.dumps(document)
    name = f"{'enabled':<{len(home[1])}}" if len(home[1]) > len("enabled") else "enabled "
    line = f"{name}= {str(enabled).lower()}"
    end = home[2] or "\n"
    at = len(mark) + home.end()
    return f"{text[:at]}{'' if home[2] else end}{line}{end if home[2] else ''}{text[at:]}"


def _own_folder(outlet: Outlet, environment: Environment) -> Path:
    """The folder for a copy of a shipped outlet's file.

    Raises:
        ConfigurationError: there is none; says how to make one.
    """
    folder = environment.outlet_folders[-1] if environment.outlet_folders else None
    if folder is not None and folder.is_dir():
        return folder
    what = "there is no folder of yours for a copy" if folder is None else f"{folder}, for a copy, does not exist"
    make = "~/outlets && export NEWSCRAWLER_OUTLETS=~/outlets" if folder is None else f"{folder}"
    raise ConfigurationError(
        f"{outlet.id} is a shipped outlet: its file is not edited, and {what}. Make it: mkdir -p {make}"
    )


def _tell(outlet: Outlet, file: Path, told: str, output: Output, *, changed: bool) -> None:
    output.row({"outlet": outlet.id, "enabled": outlet.enabled, "file": str(file), "changed": changed})
    output.line(told)
