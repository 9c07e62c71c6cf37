"""What setup.py does where a module cannot be compiled, and that it knows every module that can be."""

import os
import runpy
from pathlib import Path

import pytest
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext

from newscrawler.operations.doctor_compiled import compiled_sources

SETUP = runpy.run_path(str(Path(__file__).parents[2] / "setup.py"), run_name="setup")


def build(folder: Path) -> build_ext:
    """The command after it tried to compile the one module of the folder; its source is of the time 2000."""
    (folder / "part.c").write_text("int part;\n")
    os.utime(folder / "part.c", (2000, 2000))
    extension = Extension("pack.part", ["part.c"], optional=True)
    project = Distribution({"name": "pack", "packages": ["pack"], "ext_modules": [extension]})
    command: build_ext = SETUP["WithOrWithoutCompiler"](project)
    command.inplace = True
    command.ensure_finalized()
    command.run()
    return command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to build in, and no compiler that works."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CC", "false")
    return tmp_path


def compiled_file(folder: Path, time: int) -> Path:
    file = folder / build_ext(Distribution()).get_ext_filename("pack.part")
    file.touch()
    os.utime(file, (time, time))
    return file


@pytest.mark.parametrize("compiler", ["false", "no-such-compiler"])
def test_a_failed_compile_removes_the_compiled_module_of_an_older_source(
    compiler: str, project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CC", compiler)
    old = compiled_file(project, 1000)
    command = build(project)
    assert list(command.failed) == ["pack.part"]
    assert not old.exists()
    (line,) = [record.getMessage() for record in caplog.records if "not compiled" in record.getMessage()]
    assert "not compiled: part. They run as Python" in line
    assert compiler in line


def test_a_failed_compile_also_removes_the_copy_from_which_it_would_come_back(project: Path) -> None:
    old = compiled_file(project, 1000)
    kept = project / build(project).build_lib / "pack" / old.name
    kept.parent.mkdir(parents=True)
    kept.touch()
    os.utime(kept, (1000, 1000))
    build(project)
    assert not kept.exists()
    assert not old.exists()


def test_a_compiled_module_newer_than_its_source_stays(project: Path) -> None:
    new = compiled_file(project, 3000)
    build(project)
    assert new.exists()


def test_all_modules_with_c_types_are_compiled() -> None:
    sources = compiled_sources()
    assert sorted(SETUP["COMPILED"]) == [f"newscrawler.{source.parent.name}.{source.stem}" for source in sources]


def test_nothing_is_compiled_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRAWLER_EXTENSIONS", "0")
    assert SETUP["extensions"]() == []
