"""What the doctor says of the reader's core, and which files it holds to be a module's sources."""

import os
from pathlib import Path
from sysconfig import get_config_var

import pytest

from newscrawler.operations import doctor_compiled
from newscrawler.operations.doctor_check import Verdict
from newscrawler.operations.doctor_compiled import compiled_sources, examine_core, files_of, stale_modules
from newscrawler.settings import read_environment

FILES = {
    "walk.pyx": 'from libc.string cimport strlen\n\ninclude "walk_names.pxi"\n',
    "walk_names.pxi": "cdef int zero = 0\n",
    "table.py": "",
    "table.pxd": "cimport cython\n",
    "counts.py": "",
    "counts.pxd": "from newscrawler.extraction.table cimport ints\n",
    "forest.py": "",
    "forest.pxd": "cimport cython\n\nfrom newscrawler.extraction.counts cimport Counts, at_places\n",
    "plain.py": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A room of four modules that are compiled, all up to date."""
    room = tmp_path / "extraction"
    room.mkdir()
    for name, text in FILES.items():
        (room / name).write_text(text)
        os.utime(room / name, (1000, 1000))
    for name in ("walk", "table", "counts", "forest"):
        compiled = room / f"{name}{get_config_var('EXT_SUFFIX')}"
        compiled.touch()
        os.utime(compiled, (2000, 2000))
    return room


def test_what_has_c_types_or_is_no_python_is_compiled(folder: Path) -> None:
    assert [source.name for source in compiled_sources(folder)] == ["counts.py", "forest.py", "table.py", "walk.pyx"]


def test_types_and_text_of_other_files_are_sources_too(folder: Path) -> None:
    assert {file.name for file in files_of(folder / "walk.pyx")} == {"walk.pyx", "walk_names.pxi"}
    assert {file.name for file in files_of(folder / "forest.py")} == {
        "forest.py",
        "forest.pxd",
        "counts.pxd",
        "table.pxd",
    }


@pytest.mark.parametrize(
    ("edited", "stale"),
    [
        ("plain.py", []),
        ("counts.py", ["counts"]),
        ("table.pxd", ["counts", "forest", "table"]),
        ("walk.pyx", ["walk"]),
        ("walk_names.pxi", ["walk"]),
    ],
)
def test_an_edit_makes_stale_what_is_compiled_from_it(edited: str, stale: list[str], folder: Path) -> None:
    os.utime(folder / edited, (3000, 3000))
    assert stale_modules(folder) == stale


def test_what_is_not_compiled_is_not_stale(folder: Path) -> None:
    for compiled in folder.glob("*.so"):
        compiled.unlink()
    assert stale_modules(folder) == []


@pytest.mark.parametrize(
    ("interpreted", "result", "words"),
    [
        ([], "ok", "compiled, 3 modules"),
        (["a", "b", "c"], "note", "interpreted: no C compiler when it was installed; pages cost some 30 ms more"),
        (["b"], "note", "interpreted in part: b;"),
    ],
)
def test_the_doctor_says_how_the_core_runs(interpreted: list[str], result: str, words: str) -> None:
    verdict = doctor_compiled._verdict(3, interpreted, "install a compiler")
    assert verdict.result == result
    assert verdict.found.startswith(words)
    assert verdict.fix == ("install a compiler" if interpreted else "")


@pytest.mark.parametrize("is_checkout", [True, False])
def test_only_a_checkout_can_be_stale(is_checkout: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a parameter
    monkeypatch.setattr(doctor_compiled, "PACKAGE", tmp_path / "newscrawler")
    monkeypatch.setattr(doctor_compiled, "stale_modules", lambda: ["forest"])
    monkeypatch.setattr(doctor_compiled, "interpreted_modules", list)
    if is_checkout:
        (tmp_path / "setup.py").touch()
    first, *others = examine_core(read_environment({}))
    stale = Verdict("reader's core", "note", "stale, compiled before an edit: forest", "make build")
    assert (first == stale) == is_checkout
    assert [verdict.result for verdict in others] == ["ok"] * is_checkout
