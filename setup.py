"""What is compiled. Whatever else is to be known about the package stands in pyproject.toml.

Each module below is one source that also runs as it is: Python, with the C types in a ``.pxd`` beside it. Where there
is no compiler the module stays Python: the same results, more slowly. See docs/architecture.md.
NEWSCRAWLER_EXTENSIONS=0 in the environment compiles nothing: what `make` sets for pip, since it compiles afterwards.
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CCompilerError, ExecError, PlatformError

# A module more is a line more; its source is the .py of that name, or a .pyx where Python cannot say it.
COMPILED = (
    "newscrawler.duplicates.hashing",
    "newscrawler.extraction.block_sorter",
    "newscrawler.extraction.block_values",
    "newscrawler.extraction.captions",
    "newscrawler.extraction.characters",
    "newscrawler.extraction.decision_words",
    "newscrawler.extraction.feature_table",
    "newscrawler.extraction.forest",
    "newscrawler.extraction.group_features",
    "newscrawler.extraction.line_signs",
    "newscrawler.extraction.page_counts",
    "newscrawler.extraction.place_features",
    "newscrawler.extraction.text_features",
    "newscrawler.extraction.threshold",
    "newscrawler.extraction.token_scores",
    "newscrawler.extraction.token_spans",
    "newscrawler.extraction.tokens",
    "newscrawler.extraction.tree_walk",
    "newscrawler.extraction.word_starts",
)

# No fused multiply-add: a product is rounded before it is added, on every machine and in Python alike.
# No debug symbols: they are four fifths of the size. lxml's header brings functions that nobody calls.
FLAGS = ["-O3", "-ffp-contract=off", "-g0", "-Wno-unused-function"]
# The .pxd says the C types; annotations are mypy's. Indices are not checked: the tests run every module as Python too.
DIRECTIVES = {"annotation_typing": False, "boundscheck": False, "wraparound": False, "initializedcheck": False}
# What Cython might do faster where a .pxd said more: told by `cython FILE`, not at every installation.
HINTS = {"show_performance_hints": False}


def extensions() -> list[Extension]:
    """The compiled modules; none for an egg, which Scrapyd reads as a zip file, and none without Cython."""
    is_egg = any(argument.startswith("bdist_") and argument.endswith("egg") for argument in sys.argv)
    if is_egg or os.environ.get("NEWSCRAWLER_EXTENSIONS") == "0":
        return []
    try:
        import lxml  # noqa: PLC0415 - both are there when the package is built, and need not be for an egg
        from Cython.Build import cythonize  # noqa: PLC0415
    except ImportError:
        return []
    found: list[Extension] = cythonize(
        [
            Extension(name, [_source(name)], include_dirs=lxml.get_include(), extra_compile_args=FLAGS)
            for name in COMPILED
        ],
        build_dir="build/cython",
        quiet=True,  # mistakes are told all the same
        language_level=3,
        compiler_directives=DIRECTIVES | HINTS,
    )
    for extension in found:
        extension.optional = True  # cythonize makes new ones, and forgets it
    return found


def _source(name: str) -> str:
    path = Path(*name.split("."))
    return str(next(source for source in (path.with_suffix(".pyx"), path.with_suffix(".py")) if source.exists()))


class WithOrWithoutCompiler(build_ext):
    """Where there is no compiler, or no headers for it, goes on without the extension, and says so in one line."""

    def finalize_options(self) -> None:
        """As ever; the modules are compiled at the same time, one a core."""
        super().finalize_options()
        self.parallel = self.parallel or True
        self.failed: dict[str, str] = {}  # why, by module

    def run(self) -> None:
        """As ever, then the line about what could not be compiled."""
        super().run()
        if self.failed:
            names = ", ".join(sorted(name.rpartition(".")[2] for name in self.failed))
            reason = next(iter(self.failed.values()))
            self.warn(f"not compiled: {names}. They run as Python: the same results, more slowly. {reason}")

    def build_extension(self, ext: Extension) -> None:
        """As ever; where it fails, no compiled module of an older source may stand before the source."""
        try:
            super().build_extension(ext)
        except (CCompilerError, ExecError, PlatformError, OSError) as error:
            self.failed[ext.name] = str(error)
            for compiled in (Path(self.get_ext_fullpath(ext.name)), Path(self.get_ext_filename(ext.name))):
                if compiled.exists() and compiled.stat().st_mtime < max(map(os.path.getmtime, ext.sources)):
                    compiled.unlink()


if __name__ == "__main__":
    setup(ext_modules=extensions(), cmdclass={"build_ext": WithOrWithoutCompiler})
