"""``outlets test``: every sample read again. Does it still give its article?"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.errors import SampleError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.article_text import wrap
from newscrawler.operations.output import Output
from newscrawler.operations.sample_files import read_sample, sample_places, samples_in, samples_of
from newscrawler.operations.sample_reading import sample_differences
from newscrawler.operations.sample_text import shown_path
from newscrawler.operations.terminal_text import many
from newscrawler.outlet_file import OUTLET_ID
from newscrawler.settings import Environment

INDENT = 9  # "differs" and a gap


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of one sample.

    Attributes:
        differences: what its page gives and must not, or must and does not, a sentence each.
        problem: why it could not be read at all, or None.
    """

    outlet: str
    folder: Path
    differences: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def is_ok(self) -> bool:
        """Does its page give what it must?"""
        return not self.differences and self.problem is None


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``outlets test``: 1 where a sample differs or cannot be read, or a named outlet has none."""
    catalogue = load_catalogue(environment.outlet_folders)
    outlets = [find_outlet(catalogue, outlet_id) for outlet_id in dict.fromkeys(options.outlets)]
    done: list[Tested] = []
    for tested in _all_tested(outlets or list(catalogue.outlets.values()), environment.outlet_folders):
        _print_tested(tested, output)
        done.append(tested)
    without = [outlet.id for outlet in outlets if outlet.id not in {tested.outlet for tested in done}]
    if not outlets:
        for stray in _strays(catalogue, environment.outlet_folders):
            _print_tested(stray, output)
            done.append(stray)
    if done:
        output.line(_summary(done))
    is_red = _tell_untested(catalogue, without, output, named=bool(outlets), any_tested=bool(done))
    return 1 if is_red or not all(tested.is_ok for tested in done) else 0


def run_sample(folder: Path, outlet: Outlet) -> Tested:
    """What became of the sample in ``folder``."""
    try:
        found = tuple(sample_differences(read_sample(folder), outlet))
    except SampleError as error:
        return Tested(outlet.id, folder, problem=str(error))
    except Exception as error:  # noqa: BLE001 - a bug that one page meets must not hide what is wrong with the others
        return Tested(outlet.id, folder, problem=f"the reader broke: {type(error).__name__}: {error}")
    return Tested(outlet.id, folder, found)


def _all_tested(outlets: Sequence[Outlet], folders: Sequence[Path]) -> Iterator[Tested]:
    for outlet in outlets:
        for folder in samples_of(outlet, folders):
            yield run_sample(folder, outlet)


def _strays(catalogue: Catalogue, folders: Sequence[Path]) -> Iterator[Tested]:
    """Samples of outlets that do not exist, or whose file is broken: nobody would miss them otherwise."""
    for place in sample_places(folders):
        for folder in samples_in(place):
            if folder.name in catalogue.outlets or not OUTLET_ID.fullmatch(folder.name):
                continue
            why = "its file is broken" if folder.name in catalogue.broken else "there is no outlet of that id"
            for sample in samples_in(folder):
                yield Tested(folder.name, sample, problem=f"the outlet {folder.name} cannot be used: {why}")


def _print_tested(tested: Tested, output: Output) -> None:
    output.row(
        {
            "outlet": tested.outlet,
            "sample": tested.folder.name,
            "folder": str(tested.folder),
            "ok": tested.is_ok,
            "differences": list(tested.differences),
            "problem": tested.problem,
        }
    )
    word = "ok" if tested.is_ok else "broken" if tested.problem else "differs"
    painted = output.paint(word, "green" if tested.is_ok else "red") + " " * (INDENT - len(word))
    output.line(f"{painted}{tested.outlet}/{tested.folder.name}")
    for told in tested.problem.splitlines() if tested.problem else tested.differences:
        for part in wrap(told, output.width - INDENT) if output.is_terminal else [told]:
            output.line(" " * INDENT + part)
    if not tested.is_ok:
        output.line(" " * INDENT + output.paint(f"in {shown_path(tested.folder)}", "dim"))


def _summary(done: Sequence[Tested]) -> str:
    """``12 samples of 10 outlets: 11 ok, 1 differs``."""
    outlets = len({tested.outlet for tested in done})
    good, broken = sum(tested.is_ok for tested in done), sum(tested.problem is not None for tested in done)
    differ = len(done) - good - broken
    parts = [f"{good} ok"]
    parts += [f"{differ} differ{'s' if differ == 1 else ''}"] if differ else []
    parts += [f"{broken} cannot be read"] if broken else []
    return f"{many(len(done), 'sample')} of {many(outlets, 'outlet')}: {', '.join(parts)}"


def _tell_untested(
    catalogue: Catalogue, without: Sequence[str], output: Output, *, named: bool, any_tested: bool
) -> bool:
    """Tell what could not be tested; is that a reason to end red? A check by name that checked nothing is one."""
    for outlet_id in without:
        output.message(f"{outlet_id} has no samples. Make one: newscrawler sample {outlet_id} URL-or-FILE", "red")
    if named:
        return bool(without)
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "red")
    elif not any_tested:
        output.message("No outlet has samples yet. Make one: newscrawler sample OUTLET URL-or-FILE")
    return bool(catalogue.mistakes)
