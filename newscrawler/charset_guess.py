"""The encoding that undeclared or wrongly declared bytes look like."""

import re

import cchardet

from newscrawler.charset_labels import CODECS, MULTIBYTE, codec_of

_DETECTED_BYTES = 65536
# Hangul or kana: no other language writes them, and a third of a Japanese text is kana.
_SCRIPTS = (("cp949", re.compile("[가-힣]")), ("shift_jis", re.compile("[ぁ-ヶ]")), ("euc_jp", re.compile("[ぁ-ヶ]")))
_OWN_SCRIPT = 0.3
_NEARLY_ALL = 0.9
_SHORT = 200  # bytes that are not ASCII: so few mislead the detector
# In UTF-8 with a foreign byte the letters around it are valid; in no other encoding are so many by chance.
LETTERS_A_FAULT = 10  # beyond ASCII, for each byte that is none
_COUNTED = 20_000  # of these letters: 2,000 faults are too many, however long the text
_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_HIGH_WORD = re.compile(rb"[\x80-\xff]{4,}")
_LEAST_LETTERS, _LEAST_KINDS = 20, 8
# Codecs of Latin letters: even in Vietnamese or Icelandic few words have four accented letters in a row.
_LATIN = frozenset(
    {"ascii", "cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "mac-roman"}
    | {f"iso8859-{number}" for number in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
)


def recognised_codec(html: bytes) -> str:
    """The codec that the bytes look like; windows-1252 where nothing fits."""
    if is_utf8(html) and b"\x1b$" not in html[:_DETECTED_BYTES]:
        return "utf-8"
    codec = codec_of(_ask_detector(html)) or "cp1252"
    if codec in MULTIBYTE and decode_strictly(html, CODECS[codec][1]) is None:
        return _codec_by_script(html, _OWN_SCRIPT) or codec
    if len(html) < _DETECTED_BYTES and len(_HIGH_BYTE.findall(html)) < _SHORT:
        return _codec_by_script(html, _NEARLY_ALL) or codec
    return codec


def wide_codec(html: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by where the zeros of its ASCII signs stand; None: neither."""
    head = html[:4000]
    if head[:200].count(0) * 4 < len(head[:200]) or len(html) % 2 or not head:
        return None
    zeros = [head[place::4].count(0) / (len(head) / 4) for place in range(4)]
    if min(zeros[2:]) > _NEARLY_ALL > zeros[0]:
        return "utf-32-le"
    if min(zeros[:2]) > _NEARLY_ALL > zeros[3]:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def is_other_script(html: bytes, codec: str) -> bool:
    """Is Latin declared, while most letters that are not ASCII stand in words of nothing else: Cyrillic, Greek, Asian?

    Lines of dashes and bullets are not: those are few kinds of bytes.
    """
    if codec not in _LATIN:
        return False
    words = b"".join(_HIGH_WORD.findall(html[:_DETECTED_BYTES]))
    if len(words) < _LEAST_LETTERS or len(set(words)) < _LEAST_KINDS:
        return False
    return len(words) * 2 > len(_HIGH_BYTE.findall(html[:_DETECTED_BYTES])) and recognised_codec(html) not in _LATIN


def is_utf8(html: bytes) -> bool:
    """UTF-8, but for a character that is cut at the end, or a few foreign bytes among many letters that are valid."""
    try:
        html.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(html) - 4:
            return error.start > 0 and not html[: error.start].isascii()
        text = html[:_DETECTED_BYTES].decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return broken * LETTERS_A_FAULT < min(_COUNTED, len(_NOT_ASCII.findall(text)))
    return True


def decode_strictly(html: bytes, decoder: str) -> str | None:
    """The text, or None where a byte does not fit."""
    try:
        return html.decode(decoder)
    except UnicodeDecodeError:
        return None


def _codec_by_script(html: bytes, share: float) -> str | None:
    """The Asian codec that all bytes fit and that makes such a share of letters of its own script."""
    for codec, script in _SCRIPTS if share < _NEARLY_ALL else _SCRIPTS[1:]:  # Chinese in Korean reads as Hangul
        text = decode_strictly(html, CODECS[codec][1])
        if text and len(script.findall(text)) > share * len(_NOT_ASCII.findall(text)):
            return codec
    return None


def _ask_detector(html: bytes) -> str | None:
    try:
        found = cchardet.detect(html[:_DETECTED_BYTES])
    except (ValueError, RuntimeError):
        return None
    label = found.get("encoding") if found else None
    return label if isinstance(label, str) else None
