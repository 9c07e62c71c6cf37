import pytest

from newscrawler.workers import pool


@pytest.fixture(autouse=True)
def sharp_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LOOK_SECONDS", 0.02)
