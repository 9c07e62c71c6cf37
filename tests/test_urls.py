import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawler.url_parameters import without_parameters
from newscrawler.url_tables import TRACKING_NAMES, TRACKING_PREFIXES
from newscrawler.urls import (
    accepted_canonical,
    canonical_url,
    host_of,
    is_this_machine,
    join_url,
    looks_like_article,
    mask_secrets,
    registered_domain,
    url_key,
    web_outlet_id,
)

HOME = "https://www.elbkurier.example"
CONTROLS = "".join(map(chr, range(0x21)))  # which browsers drop at both ends

PIECES = [
    "http:",
    "https:",
    "//",
    "/",
    "\\",
    "?",
    "#",
    "&",
    "=",
    "%",
    "%41",
    "%2e",
    "..",
    ".",
    ":",
    "@",
    "[",
    "]",
    "a.example",
    "ß",
    "１",
    "utm_source=x",
    "amp",
    "amp;",
    "/amp/s/",
    "www.google.com",
    "#!/",
    "ref=a",
    "print",
    "index.html",
    ";jsessionid=1",
    "0x7f",
]
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*PIECES, " ", "\t", "\ud800"]), max_size=14).map("".join),
    st.text(max_size=40).map("https://a.example/".__add__),
)
NO_ADDRESSES = [
    "a/b",
    "javascript:alert(1)",
    "data:text/plain,x",
    "ftp://a.example/",
    "mailto:a@b.example",
    "https://",
    "https://a..example/",
    "https://256.1.1.1/",
    "https://a.example:99999/",
    "//a.example",
]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTPS://WWW.Elbkurier.Example:443/a?utm_source=x&id=7#top", f"{HOME}/a?id=7"),
        ("http://elbkurier.example", "http://elbkurier.example/"),
        ("https://elbkurier.example./a", "https://elbkurier.example/a"),
        ("https://a.example/x/../y/%2e/z", "https://a.example/y/z"),
        ("https://a.example/%7Euser/%c3%bc", "https://a.example/~user/%C3%BC"),
        ("https://a.example/ü?q=é", "https://a.example/%C3%BC?q=%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://a.example/s;jsessionid=AB12?b=2&a=1", "https://a.example/s?a=1&b=2"),
        ("https://a.example/?b=2&amp;a=1", "https://a.example/?a=1&b=2"),
        ("https://a.example/a?12345", "https://a.example/a?12345"),
        ("https://me:secret@a.example/a", "https://a.example/a"),
        ("https://a.example/a?ref=rss&source=feed", "https://a.example/a"),
        ("https://a.example/a?ref=4711", "https://a.example/a?ref=4711"),
        ("http://0x5db8d822/a", "http://93.184.216.34/a"),
    ],
)
def test_an_address_has_one_spelling(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical


@pytest.mark.parametrize("written", ["", "https://a b.example/", *NO_ADDRESSES])
def test_what_is_no_web_address_has_no_canonical_form(written: str) -> None:
    assert canonical_url(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.elbkurier.example/a/", "https://elbkurier.example/a"),
        ("https://m.elbkurier.example/a", "https://www.elbkurier.example/a"),
        ("https://amp.elbkurier.example/a-101.html", "https://elbkurier.example/a-101.html"),
        ("https://a.example/news/slug-of-words/amp/", "https://a.example/news/slug-of-words"),
        ("https://a.example/news/slug.amp.html", "https://a.example/news/slug.html"),
        ("https://a.example/amp/news/slug-of-words", "https://a.example/news/slug-of-words"),
        ("https://a.example/slug?amp", "https://a.example/slug"),
        ("https://a.example/slug?outputType=amp", "https://a.example/slug"),
        ("https://a.example/dir/index.html", "https://a.example/dir/"),
        ("https://a.example/u%CC%88ber", "https://a.example/%C3%BCber"),
        ("https://a.example//a//b", "https://a.example/a/b"),
        ("https://a.example/a?y=1&x=2", "https://a.example/a?x=2&y=1"),
    ],
)
def test_dresses_of_one_article_share_a_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/Ab", "https://a.example/ab"),
        ("https://a.example/a?page=2", "https://a.example/a"),
        ("https://a.example/a?id=1", "https://a.example/a"),
        ("https://a.example/a?sid=1", "https://a.example/a?sid=2"),
        ("https://a.example/a?cid=1", "https://a.example/a?cid=2"),
        ("https://a.example/a?pk_id=1", "https://a.example/a?pk_id=2"),
        ("https://sport.a.example/1", "https://news.a.example/1"),
        ("https://a.example:8080/1", "https://a.example/1"),
        ("https://a.example/amp", "https://a.example/"),
        ("https://a.example/example", "https://a.example/ex"),
        ("https://a.example/a.html", "https://a.example/a"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://m.co.uk/1", "https://co.uk/1"),
    ],
)
def test_different_articles_keep_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@settings(max_examples=100, deadline=None)
@given(texts)
@example("http://0/")
@example("https://a.example/%%341")
@example("https://a.example/a//../b")
@example("https://a.example/?a=1&amp;amp;b=2")
@example("https://www.google.com/amp/s/www.google.com/amp/s/www.google.com/amp/s/www.google.com/amp/s/a.example/b")
@example("https://a.example/?a?utm_source=b?utm_source=c")
@example("https://a.example/#!/a b")
def test_canonical_form_and_key_are_fixed_points_and_never_raise(text: str) -> None:
    canonical = canonical_url(text)
    key = url_key(text)
    host_of(text)
    looks_like_article(text)
    web_outlet_id(text)
    if canonical is not None:
        assert canonical_url(canonical) == canonical
        assert canonical.isascii()
        assert url_key(canonical) == key


@pytest.mark.parametrize(
    "piece",
    [
        "a-",
        "a_1/",
        "/amp",
        "print/",
        "/2024/05/03",
        "(S(",
        "%CC%88",
        "1a2b3c4d_amp",
        "?ref=a&",
        "?amp;",
        "&amp;amp;",
        "?utm_",
        "=",
        ".google.com/amp/s/www",
    ],
)
def test_a_key_takes_time_in_proportion_to_the_length_of_the_address(piece: str) -> None:
    def seconds(length: int) -> float:
        url = "https://www" + ".google.com/amp/s/www" * 3 + ".a.example/" + piece * (length // len(piece)) + "/x"
        taken = []
        for _ in range(3):
            began = time.process_time()
            url_key(url)
            taken.append(time.process_time() - began)
        return min(taken)

    assert seconds(8_000) < max(0.05, 40 * seconds(500))


def test_an_address_that_no_server_would_answer_is_none() -> None:
    longest = "https://a.example/".ljust(8192, "ü")
    assert canonical_url(longest) is not None
    assert canonical_url(longest + "a") is None
    assert join_url("https://a.example/", longest + "a") is None
    assert url_key(longest + "a") == longest + "a"


@settings(max_examples=100, deadline=None)
@given(texts.map(lambda text: text.replace("#", "").strip(CONTROLS)))
@example("http://a.example")
@example("http://a.example?b")
@example("http://a.example/./b")
@example("http://a.example/%2E%2e/b")
@example("http://a.0x7f/b")
@example("http://A.example/b")
def test_a_plain_address_is_read_as_any_other_is(text: str) -> None:
    # an address with a fragment is never taken as it stands
    joined, by_pieces = join_url(None, text), join_url(None, text + "#")
    assert by_pieces == (None if joined is None else joined + "#")


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_joined_addresses_are_web_addresses(base: str, href: str) -> None:
    for joined in (join_url(base, href), join_url(f"{HOME}/a/b", href)):
        assert joined is None or joined.startswith(("http://", "https://"))
        assert joined is None or join_url(None, joined) == joined
    accepted_canonical(href, base)


@pytest.mark.parametrize(
    ("href", "joined"),
    [
        (" \n../x y ", f"{HOME}/x%20y"),
        ("?p=2", f"{HOME}/a/b?p=2"),
        ("//cdn.example/p.jpg", "https://cdn.example/p.jpg"),
        ("\\\\cdn.example\\p", "https://cdn.example/p"),
        ("https:c", f"{HOME}/a/c"),
        ("http:c", "http://c/"),
        ("", f"{HOME}/a/b"),
        ("java\nscript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("tel:+49", None),
    ],
)
def test_links_are_read_as_browsers_read_them(href: str, joined: str | None) -> None:
    assert join_url(f"{HOME}/a/b", href) == joined


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("/a?rubrik=3&id=7", "/a?id=7"),
        ("/a?Rubrik=3", "/a"),
        ("/a?id=7&amp;rubrik=3#top", "/a?id=7#top"),
        ("/a?rubrik", "/a"),
        ("/a?id=7&q=a%26rubrik=3", "/a?id=7&q=a%26rubrik=3"),
        ("/a?rubriken=3#b?rubrik=3", "/a?rubriken=3#b?rubrik=3"),
        ("/rubrik", "/rubrik"),
    ],
)
def test_parameters_that_an_outlet_ignores_are_left_out(url: str, left: str) -> None:
    assert without_parameters(HOME + url, ("rubrik", "li")) == HOME + left
    assert without_parameters(HOME + url, ()) == HOME + url


def test_a_registered_domain_is_what_somebody_registered() -> None:
    assert registered_domain("https://www.news.elbkurier.co.uk/a") == "elbkurier.co.uk"
    assert registered_domain("news.elbkurier.com:8080") == "elbkurier.com"
    assert registered_domain("http://127.0.0.1/a") == "127.0.0.1"
    assert registered_domain("http://[::1]/a") == "[::1]"
    assert registered_domain("localhost") == "localhost"
    assert web_outlet_id("https://www.elb-kurier.co.uk/a") == "web_elb_kurier_co_uk"


@pytest.mark.parametrize(
    ("declared", "page", "accepted"),
    [
        ("/news/bridge-reopens-after-storm", "/news/bridge-reopens-after-storm?utm_source=x", True),
        ("/news/bridge-reopens-after-storm", "/news/bridge-reopens-after-storm/amp", True),
        ("/2024/05/03/bridge", "/?p=4711", True),
        ("/", "/news/bridge-reopens-after-storm", False),
        ("/news/", "/news/bridge-reopens-after-storm", False),
        ("https://other.example/news/bridge-reopens-after-storm", "/news/bridge-reopens-after-storm", False),
        ("/article.php", "/article.php?id=4711", False),
        ("/view", "/view?slug=bridge", False),
        ("/story.php", "/story.php?id=12", False),
        ("/de/", "/view?slug=bridge", False),
        ("/home", "/view?id=12", False),
        ("/news/bridge-reopens-after-storm", "/view?slug=bridge", True),
        ("/view?slug=bridge", "/view?slug=bridge&list=3", True),
        ("javascript:void(0)", "/news/bridge-reopens-after-storm", False),
        ("", "/news/bridge-reopens-after-storm", False),
        (None, "/news/bridge-reopens-after-storm", False),
    ],
)
def test_a_page_may_name_its_address_but_not_a_section(declared: str | None, page: str, *, accepted: bool) -> None:
    found = accepted_canonical(declared, HOME + page)
    assert (found is not None) is accepted
    assert found is None or found == canonical_url(str(declared), HOME)


def test_tables_are_sorted_lower_case_and_free_of_doubles() -> None:
    assert list(TRACKING_PREFIXES) == sorted(set(TRACKING_PREFIXES))
    assert all(name == name.lower() and not name.startswith(TRACKING_PREFIXES) for name in TRACKING_NAMES)


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        ("/news/bridge-reopens-after-storm", True),
        ("/2024/05/03/bridge", True),
        ("/artikel/123456", True),
        ("/story.php?id=4711", True),
        ("/?p=4711", True),
        ("/bridge-reopens-again.html", True),
        ("/", False),
        ("/news/", False),
        ("/news/world-affairs/", False),
        ("/subscribe?campaign=web_20230103_nav&next=https%3A%2F%2Fa.example", False),
        ("/2024/05/", False),
    ],
)
def test_an_article_is_told_by_its_address(path: str, *, is_article: bool) -> None:
    assert looks_like_article(HOME + path) is is_article


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://bob:secretpw@a.example/feed: timeout", "http://***@a.example/feed: timeout"),
        ("ftp://bob:p@ss@a.example/, ftp://b@b.example", "ftp://***@a.example/, ftp://***@b.example"),
        ("'http://bob:p/w@a.example/feed' is no web address", "'http://***@a.example/feed' is no web address"),
        ("https://a.example/rss?x=1&api_key=abc&y=2", "https://a.example/rss?x=1&***&y=2"),
        ("https://a.example/rss?TOKEN=abc#top", "https://a.example/rss?***#top"),
        ("mongodb+srv://u:p/a@ss@h1/db is wrong", "mongodb+srv://***@h1/db is wrong"),
    ],
)
def test_secrets_in_addresses_are_masked(text: str, shown: str) -> None:
    assert mask_secrets(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/@maria/1?mail=a@b.example",
        "https://a.example:8080/@maria",
        "https://a.example?by=a@b.example",
        "write to me@a.example // or not",
        "https://a.example/?monkey=1",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask_secrets(text) == text


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8765/", True),
        ("http://127.9.9.9/", True),
        ("http://localhost/", True),
        ("http://[::1]:80/", True),
        ("http://2130706433/", True),
        ("https://127.example/", False),
        ("https://localhost.example/", False),
        ("", False),
    ],
)
def test_addresses_of_this_machine_are_known(url: str, *, here: bool) -> None:
    assert is_this_machine(url) is here


@given(st.text(alphabet="ab:/@?&=key #", max_size=60))
@settings(max_examples=100)
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask_secrets(mask_secrets(text)) == mask_secrets(text)
