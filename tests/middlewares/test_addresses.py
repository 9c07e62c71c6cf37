import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.middlewares.addresses import address_refusal, url_refusal


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127%2e0%2e0%2e1/",
        "http://１２７。０。０。１/",
        "http://127.0.0.1./",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::7f00:1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[2001:db8::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://0/",
        "http://localhost/",
        "http://a.localhost/",
        "http://mongo/",
        "http://db.internal/",
        "http://printer.local/",
        "http://me:secret@a.example/",
        "http://127.0.0.1\\@a.example/",
        "http://127.0.0.1#@a.example/",
        "http://a.example:27017/",
        "http://a.example:22/",
        "http://a.example:999999/",
        "http://a\x00b.example/",
        "http://a.example/\r\nX: y",
        "http://a b.example/",
        "http:///a",
        "file:///etc/passwd",
        "ftp://a.example/",
        "data:text/html,x",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_not_public_is_refused_in_every_spelling(url: str) -> None:
    assert url_refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "https://a.example:443/",
        "http://a.example:8080/",
        "https://bücher.example/ü",
        "http://93.184.216.34/",
        "http://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://[64:ff9b::5db8:d822]/",
        "http://127.0.0.1.a.example/",
        "http://a.example/http://127.0.0.1/",
    ],
)
def test_public_addresses_pass(url: str) -> None:
    assert url_refusal(url) is None


def test_the_switch_allows_loopback_and_nothing_else() -> None:
    for url in ("http://127.0.0.7:27017/", "http://[::1]:8000/", "http://localhost:8000/", "http://2130706433/"):
        assert url_refusal(url, allow_loopback=True) is None
    for url in ("http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://mongo/", "http://u:p@127.0.0.1/", "file:///a"):
        assert url_refusal(url, allow_loopback=True)


@settings(max_examples=100, deadline=None)
@given(st.ip_addresses(v=4))
def test_an_ipv4_address_passes_exactly_if_it_is_public(address: ipaddress.IPv4Address) -> None:
    is_public = address.is_global and not address.is_multicast
    assert (url_refusal(f"http://{int(address)}/") is None) is is_public
    assert (address_refusal(f"::ffff:{address}") is None) is is_public


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60).map("http://".__add__) | st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    reason = url_refusal(text)
    assert reason is None or reason
