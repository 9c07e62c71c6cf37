"""The doctor on the reader's core: does it run compiled, as Python, or as its source was before an edit?"""

import importlib
import re
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from newscrawler.operations.doctor_check import Check, Verdict
from newscrawler.settings import Environment

PACKAGE = Path(__file__).parents[1]
FOLDERS = (PACKAGE / "duplicates", PACKAGE / "extraction")
NAME = "reader's core"
SLOWER = "pages cost some 30 ms more, with the same results"
REINSTALL = "install a C compiler (gcc), then run pip install --force-reinstall --no-cache-dir again"
REBUILD = "install a C compiler (gcc), then: touch setup.py; make build"
# What a source takes from other files of ours when it is compiled: their C types, or their text.
_CIMPORT = re.compile(r"^from newscrawler\.(\w+)\.(\w+) cimport\b", re.MULTILINE)
_INCLUDE = re.compile(r'^include "(\w+\.pxi)"', re.MULTILINE)


def compiled_sources(*folders: Path) -> list[Path]:
    """The source of every module that is compiled where it can be: it has C types beside it, or is no Python.

    Of these folders; of all that have such modules where none is named.
    """
    sources = []
    for folder in folders or FOLDERS:
        typed = (types.with_suffix(".py") for types in folder.glob("*.pxd"))
        sources += [*folder.glob("*.pyx"), *(source for source in typed if source.exists())]
    return sorted(sources)


def files_of(source: Path) -> set[Path]:
    """All files of ours that a module is compiled from: its own and those that it takes types or text from."""
    files: set[Path] = set()
    waiting = [source, source.with_suffix(".pxd")]
    while waiting:
        file = waiting.pop()
        if file in files or not file.exists():
            continue
        files.add(file)
        text = file.read_text("utf-8")
        waiting += [source.parent.parent / room / f"{module}.pxd" for room, module in _CIMPORT.findall(text)]
        waiting += [source.parent / name for name in _INCLUDE.findall(text)]
    return files


def stale_modules(*folders: Path) -> list[str]:
    """The names of the modules whose compiled file is older than something that it is made from."""
    return [source.stem for source in compiled_sources(*folders) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    changed_at = max(file.stat().st_mtime for file in files_of(source))
    compiled = (source.with_name(source.stem + suffix) for suffix in EXTENSION_SUFFIXES)
    return any(file.stat().st_mtime < changed_at for file in compiled if file.exists())


def interpreted_modules() -> list[str]:
    """The names of the modules that run as Python here, imported to see it."""
    return [source.stem for source in compiled_sources() if not _is_compiled(source)]


def _is_compiled(source: Path) -> bool:
    try:
        module = importlib.import_module(f"newscrawler.{source.parent.name}.{source.stem}")
    except ImportError:
        if source.suffix == ".py":
            raise
        return False  # then its twin in Python stands in
    return (module.__file__ or "").endswith(tuple(EXTENSION_SUFFIXES))


def examine_core(environment: Environment) -> Iterator[Verdict]:
    """Whether the compiled modules are compiled and, in a checkout, from the sources as they are now."""
    del environment
    is_checkout = (PACKAGE.parent / "setup.py").is_file()  # only there are times of files those of edits
    if is_checkout and (stale := stale_modules()):
        yield Verdict(NAME, "note", f"stale, compiled before an edit: {', '.join(stale)}", "make build")
    yield _verdict(len(compiled_sources()), interpreted_modules(), REBUILD if is_checkout else REINSTALL)


def _verdict(modules: int, interpreted: list[str], fix: str) -> Verdict:
    if not interpreted:
        return Verdict(NAME, "ok", f"compiled, {modules} modules")
    if len(interpreted) == modules:
        return Verdict(NAME, "note", f"interpreted: no C compiler when it was installed; {SLOWER}", fix)
    return Verdict(NAME, "note", f"interpreted in part: {', '.join(interpreted)}; pages cost more CPU", fix)


CORE_CHECK = Check(NAME, examine_core, fix="pip install --force-reinstall newscrawler")
