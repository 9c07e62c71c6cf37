from pathlib import Path

import pytest

from newscrawler.model.outlet import Outlet
from newscrawler.outlet_file import read_outlet_file
from newscrawler.scheduling.rules import rules_of

FILE = """name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss"]
[schedule]
"""


def read(folder: Path, *lines: str, on_this_machine: bool = False) -> Outlet | list[str]:
    path = folder / "de_elbkurier.toml"
    text = FILE.replace("https://www.elbkurier.example", "http://127.0.0.2:8000") if on_this_machine else FILE
    path.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    outlet = read_outlet_file(path)
    return outlet if isinstance(outlet, Outlet) else [str(mistake).partition(".toml:")[2] for mistake in outlet]


def words(folder: Path, *lines: str, on_this_machine: bool = False) -> str:
    outlet = read(folder, *lines, on_this_machine=on_this_machine)
    assert isinstance(outlet, Outlet), outlet
    return rules_of(outlet).words


def test_wishes_become_rules_in_words(tmp_path: Path) -> None:
    assert words(tmp_path) == "adaptive, 2m to 6h (Europe/Berlin)"
    assert words(tmp_path, 'min = "10m"', 'max = "1d"') == "adaptive, 10m to 1d (Europe/Berlin)"
    assert words(tmp_path, 'every = "15m"') == "every 15m"
    assert words(tmp_path, 'every = "1.5h"', 'quiet = "23:00-6:00"') == "every 90m, quiet 23:00-06:00 (Europe/Berlin)"
    assert words(tmp_path, 'cron = "30  2 * * mon"') == "cron 30 2 * * MON (Europe/Berlin)"


def test_runs_close_together_need_a_word_or_a_site_on_this_machine(tmp_path: Path) -> None:
    assert words(tmp_path, 'every = "30s"', 'min = "30s"') == "every 30s"
    assert words(tmp_path, 'cron = "* * * * *"', 'min = "1m"') == "cron * * * * * (Europe/Berlin)"
    assert words(tmp_path, 'min = "30s"') == "adaptive, 30s to 6h (Europe/Berlin)"
    assert words(tmp_path, 'every = "1s"', on_this_machine=True) == "every 1s"
    assert words(tmp_path, 'cron = "* * * * *"', on_this_machine=True) == "cron * * * * * (Europe/Berlin)"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['every = "10s"'], "8: schedule.every: '10s' is less than 2m: where the outlet agrees to that, min = \"10s\""),
        (['cron = "* * * * *"'], "8: schedule.cron: '* * * * *' comes twice within 1m, less than 2m: where the outlet"),
        (['cron = "* * * JUN *"'], "8: schedule.cron: '* * * JUN *' comes twice within 1m, less than 2m: where the"),
        (['every = "5m"', 'min = "10m"'], "8: schedule.every: '5m' is less than min, which is 10m"),
        (['min = "10m"', 'cron = "*/5 * * * *"'], "9: schedule.cron: '*/5 * * * *' comes twice within 5m, less than"),
        (['every = "15m"', 'cron = "0 6 * * *"'], "9: schedule.cron: there is every, too, and only one of them can"),
        (['every = "15m"', 'max = "1h"'], "9: schedule.max: it bounds the plan that finds its own pauses, and every"),
        (['cron = "0 6 * * *"', 'max = "1h"'], "9: schedule.max: it bounds the plan that finds its own pauses"),
        (['min = "1h"', 'max = "30m"'], "8: schedule.min: '1h' is more than max, which is 30m"),
        (['min = "12h"'], "8: schedule.min: '12h' is more than max, which is 6h where the file is silent; give max"),
        (['max = "1m"'], "8: schedule.max: '1m' is less than min, which is 2m where the file is silent; give min"),
        (['every = "0s"'], "8: schedule.every: it must be at least 1s"),
        (['every = "0m"'], "8: schedule.every: it must be at least 1s"),
        (['every = "1h30m"'], "8: schedule.every: '1h30m' is no duration, write 90m"),
        (['every = "1h 30s"'], "8: schedule.every: '1h 30s' is no duration, write 3630s"),
        (
            ['quiet = ["23:00-06:00"]'],
            "8: schedule.quiet: ['23:00-06:00'] must be a text in quotes, as in '23:00-06:00, 1",
        ),
        (['revisits = ["6h", "1h"]'], "8: schedule.revisits: '1h' stands behind '6h': all count from the same moment"),
        (['revisits = ["1h", "6h", "6h"]'], "8: schedule.revisits: '6h' stands behind '6h'"),
        (['max = "0.5s"'], "8: schedule.max: it must be at least 1s"),
        (['every = "fifteen"'], "8: schedule.every: 'fifteen' is no duration: it must be like 90s, 20m, 6h or 3d"),
        (["every = 15"], "8: schedule.every: 15 must be a text in quotes"),
        (['evry = "15m"'], "8: unknown key 'evry', did you mean 'every'?"),
        (['cron = "0 0 31 2 *"'], "8: schedule.cron: '0 0 31 2 *': never comes: no month of it has such a day"),
        (['cron = "0 25 * * *"'], "8: schedule.cron: '0 25 * * *': '25' is no hour: it must be 0 to 23"),
        (['quiet = "23-6"'], "8: schedule.quiet: '23-6' is no span of the day: it must be like 23:00-06:00"),
        (['quiet = "00:00-24:00"'], "8: schedule.quiet: '00:00-24:00' covers the whole day"),
    ],
)
def test_wishes_that_cannot_be_are_told_with_their_line(tmp_path: Path, lines: list[str], told: str) -> None:
    found = read(tmp_path, *lines)
    assert isinstance(found, list)
    assert found[0].startswith(told)
    assert len(found) == 1


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, 'min = "1h"', 'max = "30m"', "[expect]", "min_words = -1")
    assert isinstance(found, list)
    assert [line.partition(":")[0] for line in found] == ["8", "11"]
