from invented_outlet import SAMPLE, sample_archive


def test_the_sample_archive_is_made_of_the_invented_stories() -> None:
    assert SAMPLE.read_bytes() == sample_archive(), "write it anew: see sample_archive"
