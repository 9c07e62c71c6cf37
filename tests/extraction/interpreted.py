"""The compiled modules once more, as plain Python: for tests that compare the two."""

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import newscrawler.extraction
from newscrawler.operations.doctor_compiled import compiled_sources

FOLDER = Path(newscrawler.extraction.__file__).parent
# A module with its C types beside it is compiled from its Python source.
COMPILED = tuple(source.stem for source in compiled_sources(FOLDER) if source.suffix == ".py")


class _SourceFirst:
    """Finds the .py of some modules, whatever compiled module lies beside it."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        del path, target
        if name not in self._names:
            return None
        return spec_from_file_location(name, FOLDER / f"{name.rpartition('.')[2]}.py")


def load_interpreted(*others: str) -> dict[str, ModuleType]:
    """The compiled modules as Python, and ``others`` of the same folder that then use them; nobody else sees these."""
    names = {f"newscrawler.extraction.{name}": name for name in (*COMPILED, *others)}
    with _modules_put_back(tuple(names)):
        finder = _SourceFirst(frozenset(names))
        sys.meta_path.insert(0, finder)  # type: ignore[arg-type] - the old protocol is not asked for
        try:
            return {short: importlib.import_module(name) for name, short in names.items()}
        finally:
            sys.meta_path.remove(finder)  # type: ignore[arg-type]


@contextmanager
def _modules_put_back(names: tuple[str, ...]) -> Iterator[None]:
    kept = {name: importlib.import_module(name) for name in names}
    for name in names:
        del sys.modules[name]
    try:
        yield
    finally:
        for name, module in kept.items():
            sys.modules[name] = module
            setattr(newscrawler.extraction, name.rpartition(".")[2], module)
