import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.catalogue import OutletsByHost, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.errors import OutletFileError, UnknownOutletError
from newscrawler.model.outlet import Outlet
from newscrawler.outlet_file import read_outlet_file

SMALLEST = """
name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss"]
"""


def write(folder: Path, text: str, name: str = "de_elbkurier.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def mistakes(folder: Path, text: str, name: str = "de_elbkurier.toml") -> list[str]:
    result = read_outlet_file(write(folder, text, name))
    assert not isinstance(result, Outlet), "no mistake was found"
    return [str(mistake) for mistake in result]


def test_the_smallest_file_is_an_outlet(tmp_path: Path) -> None:
    outlet = read_outlet_file(write(tmp_path, SMALLEST))
    assert isinstance(outlet, Outlet)
    assert (outlet.id, outlet.feeds, outlet.delay_seconds) == (
        "de_elbkurier",
        ("https://www.elbkurier.example/rss",),
        None,
    )


def test_every_table_reaches_the_outlet(tmp_path: Path) -> None:
    outlet = read_outlet_file(
        write(
            tmp_path,
            SMALLEST
            + "archives = ['https://www.elbkurier.example/archiv/{year}/{month:02}']\n"
            + "ignored_parameters = ['rubrik']\n"
            + "robots_sitemaps = true\ninclude = ['/artikel/\\d+']\ndelay_seconds = 2.5\nverified_on = 2026-03-05\n"
            + '[selectors]\nbody = "div.text"\n[boilerplate]\nremove = ["aside.more"]\noff = ["related"]\n'
            + '[schedule]\nevery = "10m"\n[expect]\nmin_articles_per_day = 20\n[fetch]\ncookies = true\n',
        )
    )
    assert isinstance(outlet, Outlet)
    assert outlet.include == (r"/artikel/\d+",)
    assert outlet.archives == ("https://www.elbkurier.example/archiv/{year}/{month:02}",)
    assert outlet.robots_sitemaps
    assert outlet.ignored_parameters == ("rubrik",)
    assert outlet.selectors.body == "div.text"
    assert outlet.boilerplate.remove == ("aside.more",)
    assert outlet.boilerplate.off == ("related",)
    assert outlet.schedule.every == 600
    assert outlet.expect == {"min_articles_per_day": 20}
    assert outlet.fetch.cookies
    assert (outlet.delay_seconds, outlet.verified_on) == (2.5, "2026-03-05")


def test_an_unknown_key_is_named_with_its_line_and_the_near_one(tmp_path: Path) -> None:
    text = SMALLEST.replace("language =", "langauge =")
    found = mistakes(tmp_path, text)
    folder = tmp_path.name
    assert f"{folder}/de_elbkurier.toml:4: unknown key 'langauge', did you mean 'language'?" in found
    assert f"{folder}/de_elbkurier.toml: 'language' is missing" in found


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = SMALLEST.replace('"DE"', '"Germany"').replace("Europe/Berlin", "Europe/Berlon") + "include = ['(']\n"
    found = mistakes(tmp_path, text)
    assert len(found) == 3
    assert any(":3: country: 'Germany' must be two capitals" in mistake for mistake in found)
    assert any(
        ":5: timezone: 'Europe/Berlon' is no time zone, did you mean 'Europe/Berlin'?" in mistake for mistake in found
    )
    assert any(":8: include: '(' is no regular expression" in mistake for mistake in found)


def test_a_pattern_that_could_take_for_ever_is_told_with_its_line(tmp_path: Path) -> None:
    text = SMALLEST + "include = ['/a/', '/([a-z]+-?)+x']\n[boilerplate]\nremove_text = ['(a+)+']\nkeep = ['a+b']\n"
    searched, whole = mistakes(tmp_path, text)
    assert (
        ":8: include: '/([a-z]+-?)+x' could take for ever on some texts: in '([a-z]+-?)+' one text can be" in searched
    )
    assert ":10: boilerplate.remove_text: '(a+)+' could take for ever" in whole


def test_a_pattern_that_says_nothing_is_told_with_its_line(tmp_path: Path) -> None:
    text = SMALLEST + "include = ['']\n[boilerplate]\nremove_text = ['.*']\nkeep = ['']\n"
    whole, kept = mistakes(tmp_path, text)
    assert ":10: boilerplate.remove_text: '.*' matches even an empty text" in whole
    assert ":11: boilerplate.keep: '' matches even an empty text" in kept


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("feeds", "# feeds"), "names no place where articles are listed"),
        (('home = "https', 'home = "ftp'), "home: 'ftp://www.elbkurier.example/' is no web address"),
        (('"Elbkurier"', "7"), "name: 7 must be a text of 1 to 200 characters"),
        (
            ("feeds = [", "max_pages_per_run = 'ten'\nfeeds = ["),
            ":7: max_pages_per_run: 'ten' must be a whole number from 1",
        ),
        (("feeds = [", "max_pages_per_run = 0\nfeeds = ["), "max_pages_per_run: 0 must be a whole number from 1"),
        (("feeds = [", "enabled = 'no'\nfeeds = ["), "enabled: 'no' must be true or false"),
        (("feeds = [", "feeds = [8, "), "feeds: 8 must be a text in quotes"),
        (
            ("feeds = [", "archives = ['https://www.elbkurier.example/{year}/{mnth}']\nfeeds = ["),
            ":7: archives: 'https://www.elbkurier.example/{year}/{mnth}': {mnth} is no part of a date",
        ),
        (
            ("feeds = [", "archives = ['https://www.elbkurier.example/archiv']\nfeeds = ["),
            ":7: archives: 'https://www.elbkurier.example/archiv': it must hold {year}",
        ),
        (("feeds = [", "archives = ['/archiv/{year}']\nfeeds = ["), "'/archiv/2024' is no web address"),
        (
            ("feeds = [", "ignored_parameters = ['li', 'rubrik=3']\nfeeds = ["),
            ":7: ignored_parameters: 'rubrik=3' is no name of a query parameter: of ?rubrik=3 it is 'rubrik'",
        ),
        (("feeds = [", "tags = 'x'\nfeeds = ["), "tags: 'x' must be a list"),
        (("feeds = [", "schedule = 3\nfeeds = ["), "schedule: 3 must be a table"),
        (("feeds = [", "expect.min_words = -1\nfeeds = ["), "expect.min_words: -1 must be a number from 0"),
        (("feeds = [", "expect.min_body_share = 2\nfeeds = ["), "expect.min_body_share: 2 must be a number up to 1"),
        (("feeds = [", "verified_on = 'May'\nfeeds = ["), "verified_on: 'May' must be a date without quotes"),
        (
            ('feeds = ["https://', 'feeds = ["https://bob:secretpw@'),
            "feeds: 'https://***@www.elbkurier.example/rss': user names and passwords in addresses are not sent",
        ),
        (('feeds = ["https://', 'feeds = ["ftp://bob:secretpw@'), "feeds: 'ftp://***@www.elbkurier.example/rss' is no"),
        (("feeds = [", "delay_seconds = 0\nfeeds = ["), "delay_seconds = 0 is for sites on this machine only"),
        (('name = "Elbkurier"', "name = Elbkurier"), ":2: is no TOML"),
        (("feeds = [", "[selectors]\nbody = 'div['\n[x]\nfeeds = ["), ":8: selectors.body: 'div[' is no CSS selector"),
        (
            ("feeds = [", "[boilerplate]\nremvoe = []\n[x]\nfeeds = ["),
            ":8: unknown key 'remvoe', did you mean 'remove'?",
        ),
    ],
)
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert any(told in mistake for mistake in mistakes(tmp_path, SMALLEST.replace(*change))), told


@pytest.mark.parametrize(
    "name", ["Elbkurier.toml", "web_example_com.toml", "archive.toml", "..toml", "de-elb.toml", "1a.toml"]
)
def test_a_file_name_that_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    assert "the file's name is the outlet's id" in mistakes(tmp_path, SMALLEST, name)[0]


def test_no_delay_is_allowed_on_this_machine(tmp_path: Path) -> None:
    text = SMALLEST.replace("https://www.elbkurier.example", "http://127.0.0.2:8000") + "delay_seconds = 0\n"
    assert isinstance(read_outlet_file(write(tmp_path, text)), Outlet)


def test_an_address_may_hold_an_at_sign_behind_its_host(tmp_path: Path) -> None:
    text = SMALLEST.replace("/rss", "/@elbkurier/rss?mail=a@b")
    assert isinstance(read_outlet_file(write(tmp_path, text)), Outlet)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert isinstance(read_outlet_file(write(tmp_path, "\ufeff" + SMALLEST.lstrip())), Outlet)


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST)
    write(tmp_path, SMALLEST + "fedes = 1\n", "de_broken.toml")
    catalogue = load_catalogue([tmp_path])
    assert {"de_elbkurier", "us_koreadaily"} <= set(catalogue.outlets)
    assert list(catalogue.broken) == ["de_broken"]
    words = mistakes_in_words(catalogue)
    files = len(catalogue.outlets) + 1
    assert f"1 mistake in 1 of {files} files: de_broken was skipped, {files - 1} outlets run." in words


def test_the_later_folder_wins_and_a_missing_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST, "us_koreadaily.toml")
    catalogue = load_catalogue([tmp_path, tmp_path / "nowhere"])
    assert catalogue.outlets["us_koreadaily"].name == "Elbkurier"
    assert not catalogue.broken
    told = mistakes_in_words(catalogue).splitlines()
    assert "nowhere: no such folder (NEWSCRAWLER_OUTLETS names it)" in told[0]
    assert told[1] == f"1 mistake, {len(load_catalogue().outlets)} outlets run."


def test_a_folder_that_cannot_be_read_is_told_and_the_others_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    entries_of = Path.iterdir

    def refuse_locked(folder: Path) -> Iterator[Path]:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return entries_of(folder)

    monkeypatch.setattr(Path, "iterdir", refuse_locked)
    catalogue = load_catalogue([tmp_path / "locked"])
    told = mistakes_in_words(catalogue).splitlines()
    assert told[0].endswith("locked: cannot be read: Permission denied (NEWSCRAWLER_OUTLETS names it)")
    assert "us_koreadaily" in catalogue.outlets


@pytest.mark.parametrize(
    "address", ["reader:geheim@proxy.example:3128", "socks5://reader:geheim@proxy.example:1080", "http://u:gehe/im@p:1"]
)
def test_an_address_that_is_no_proxy_is_told_without_its_password(tmp_path: Path, address: str) -> None:
    (told,) = mistakes(tmp_path, SMALLEST + f'[fetch]\nproxy = "{address}"\n')
    assert "is no proxy: it must be like http://" in told
    assert "***@p" in told
    assert "geh" not in told


def test_mistakes_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    told = mistakes(tmp_path, 'feedz = []\nname = ""\n' + SMALLEST.partition("name =")[2].partition("\n")[2])
    assert [line.split(": ")[0].rpartition(":")[2] for line in told] == ["1", "2"]


def test_a_rule_that_does_not_exist_cannot_be_switched_off(tmp_path: Path) -> None:
    told = mistakes(tmp_path, SMALLEST + '[boilerplate]\noff = ["relatd"]\n')
    assert told[0].endswith("boilerplate.off: 'relatd' is no boilerplate rule, did you mean 'related'?")


def test_code_beside_an_outlet_file_is_found(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST)
    write(tmp_path, "", "de_elbkurier.py")
    write(tmp_path, "", "stray.py")
    assert list(load_catalogue([tmp_path]).code) == ["de_elbkurier"]


@pytest.mark.parametrize(
    ("url", "outlet_id"),
    [
        ("https://www.elbkurier.example/a/1", "de_elbkurier"),
        ("http://m.elbkurier.example/a/1", "de_elbkurier"),
        ("https://sport.elbkurier.example/a/1", "de_elbsport"),
        ("https://live.sport.elbkurier.example/a/1", "de_elbsport"),
        ("https://www.moor.example/a/1", "de_moor"),
        ("https://elbkurier-wahl.example/a/1", "de_elbkurier"),
        ("https://www.nobody.example/a/1", "web_nobody_example"),
        ("http://127.0.0.1:8001/a/1", "xx_one"),
        ("http://127.0.0.1:8002/a/1", "xx_two"),
        ("http://127.0.0.1:8002/english/a/1", "xx_two_english"),
        ("http://127.0.0.1:8002/englisher/a/1", "xx_two"),
    ],
)
def test_an_address_belongs_to_the_outlet_of_the_nearest_host(url: str, outlet_id: str) -> None:
    homes = {
        "de_elbkurier": ("https://www.elbkurier.example/", ("https://elbkurier-wahl.example/",)),
        "de_elbsport": ("https://sport.elbkurier.example/", ()),
        "de_moor": ("https://news.moor.example/", ()),
        "xx_one": ("http://127.0.0.1:8001/", ()),
        "xx_two": ("http://127.0.0.1:8002/", ()),
        "xx_two_english": ("http://127.0.0.1:8002/english/", ()),
    }
    outlets = [Outlet(id=id_, name=id_, home=home, sections=sections) for id_, (home, sections) in homes.items()]
    assert OutletsByHost(outlets).outlet_of(url).id == outlet_id


def test_an_unknown_outlet_gets_a_suggestion() -> None:
    with pytest.raises(
        UnknownOutletError, match=r"No outlet called 'us_koreadayli'\. Did you mean us_koreadaily\? \(\d+ outlets"
    ):
        find_outlet(load_catalogue(), "us_koreadayli")


def test_a_broken_outlet_asked_for_by_name_raises_with_its_mistakes(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST + "fedes = 1\n")
    with pytest.raises(OutletFileError, match=r"unknown key 'fedes'") as caught:
        find_outlet(load_catalogue([tmp_path]), "de_elbkurier")
    assert caught.value.exit_code == 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    folder = Path(tempfile.mkdtemp())
    result = read_outlet_file(write(folder, text.encode("utf-8", "replace").decode()))
    assert isinstance(result, Outlet) or result
