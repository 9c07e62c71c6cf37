"""Every sample of every shipped outlet still gives its article; nothing here is about one outlet."""

from pathlib import Path

import pytest

from newscrawler.catalogue import find_outlet, load_catalogue
from newscrawler.operations.outlet_test import run_sample
from newscrawler.operations.sample_files import samples_in

SAMPLES = [sample for outlet in samples_in(Path(__file__).parent) for sample in samples_in(outlet)]
CATALOGUE = load_catalogue()


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_sample_gives_its_article(folder: Path) -> None:
    tested = run_sample(folder, find_outlet(CATALOGUE, folder.parent.name))
    assert tested.is_ok, "\n".join([str(folder), tested.problem or "", *tested.differences])


def test_every_shipped_outlet_has_a_sample() -> None:
    assert sorted(set(CATALOGUE.outlets) - {folder.parent.name for folder in SAMPLES}) == []
