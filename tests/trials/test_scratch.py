"""A trial's folder goes at its end, whatever a server in it was about to write."""

import pytest
from scratch import scratch_folder

from newscrawler.storage.server.embedded import join_embedded


@pytest.mark.embedded
def test_a_server_that_is_ending_writes_nothing_into_a_folder_that_goes() -> None:
    with scratch_folder("test") as folder:
        join_embedded(folder / "data").release()
        assert (folder / "data" / "database").is_dir()
    assert not folder.exists()
