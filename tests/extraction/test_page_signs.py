import time
from collections.abc import Callable

import pytest

from newscrawler.extraction.page_shape import TextShape
from newscrawler.extraction.page_signs import led_to, read_signs
from newscrawler.model.page_signs import LedTo, PageSigns

SITE = "https://www.harwickcourier.example"
BARE = TextShape(is_bare=True)
HOSTILE: dict[str, Callable[[int], bytes]] = {
    "scripts before an element": lambda n: (
        b"<body>" + b"<script src=/a.js></script>" * n + b"<div id=root></div></body>"
    ),
    "bodies and scripts without an end": lambda n: b"<body><script>" * n,
    "a script without an end": lambda n: b"<body>" + b"<script>" * n + b"</body>",
    "spaces after the body": lambda n: b"<body>" + b" " * 20 * n + b"<p>",
    "noscripts without an end": lambda n: b"<noscript>" * n,
    "noscripts that are too long": lambda n: (b"<noscript>" + b"a" * 5_000 + b"</noscript>") * (n // 100),
    "alerts": lambda n: b"alert(" * n + b" " * 20 * n,
    "signs less than": lambda n: b"<noscript>" + b"<" * n + b"</noscript>",
    "inputs": lambda n: b"<input type" * n + b" " * n + b"password",
    "refreshes": lambda n: b"http-equiv" * n + b" " * n,
}


def signs_of(source: bytes) -> PageSigns:
    return read_signs((), None, BARE, source, (SITE, SITE))


def seconds_for(source: bytes) -> float:
    started = time.process_time()
    signs_of(source)
    return time.process_time() - started


@pytest.mark.parametrize("shape", HOSTILE)
def test_signs_are_looked_for_in_linear_time(shape: str) -> None:
    small, large = HOSTILE[shape](1_000), HOSTILE[shape](10_000)
    assert seconds_for(large) < 40 * max(min(seconds_for(small) for _ in range(2)), 0.005)


def test_a_page_of_nothing_but_scripts_is_a_gate() -> None:
    assert signs_of(b"<html><body>" + b"<script src=/a.js></script>\n" * 40 + b"</body></html>").gate
    assert signs_of(b"<html><body class=a>\n<script>if (a) { b() }</script></body></html>").gate
    assert not signs_of(b"<html><body></body></html>").gate
    assert not signs_of(b"<html><body>" + b"<script src=/a.js></script>" * 40 + b"<div id=root></div></body>").gate


def test_what_only_a_browser_without_scripts_shows_is_read() -> None:
    noscripts = b"<noscript></noscript><noscript class=a>You need <b>JavaScript</b>.</noscript>"
    page = noscripts + b"<script>alert('No &amp;')</script>"
    assert signs_of(page).unseen == ("You need JavaScript .", "No &")


@pytest.mark.parametrize(
    ("asked", "answered", "what"),
    [
        ("/news/bridge-4711", "/", "home page"),
        ("/news/bridge-4711", "/?from=email", "home page"),
        ("/news/bridge-4711", "/en", "home page"),
        ("/news/bridge-4711", "/index.php", "home page"),
        ("/r/4711", "/index.php?article=bridge", None),
        ("/news/bridge-4711", "/?p=55", None),
        ("/news/bridge-4711", "/news", "section"),
        ("/news/bridge-4711", "/errors/gone", "error page"),
        ("/", "/en", None),
    ],
)
def test_where_a_redirect_led(asked: str, answered: str, what: LedTo | None) -> None:
    assert led_to(SITE + asked, SITE + answered) == what
