"""A short value that stands for a text."""

from dataclasses import dataclass

from newscrawler.model.light_pickle import light_pickle


@light_pickle
@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What sameness is looked up by.

    Attributes:
        content_hash: 32 hexadecimal digits of the folded title and body: equal for typographic variants of one text.
        anchors: smallest shingle hashes of the head and of the whole text, sorted, signed 64-bit; empty for texts that
            are too short for a sketch.
    """

    content_hash: str
    anchors: tuple[int, ...] = ()
