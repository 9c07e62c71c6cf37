"""Whether a word of a name begins in a certain way: asked of every class name of a page. Compiled, see
docs/architecture.md.
"""  # noqa: D205 - one sentence that needs two lines


def begins_a_word(text: str, starts: tuple[str, ...]) -> bool:
    """Does a run of ASCII letters in the text begin with one of these (small letters), whatever the case?"""
    length = len(text)
    before = False
    for index in range(length):
        is_letter = _is_letter(text[index])
        if is_letter and not before:
            for start in starts:
                if _stands_at(text, index, start):
                    return True
        before = is_letter
    return False


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z" or "A" <= character <= "Z"


def _stands_at(text: str, index: int, start: str) -> bool:
    size = len(start)
    if len(text) - index < size:
        return False
    for place in range(size):
        code, wanted = ord(text[index + place]), ord(start[place])
        if code != wanted and (code < 65 or code > 90 or code + 32 != wanted):
            return False
    return True
