# What is asked of a page before it is a tree: part of tree_walk.pyx.


cdef bint has_control_signs(const unsigned char* text, Py_ssize_t length) noexcept nogil:
    """All but tab, line feed, form feed and carriage return. The loop has no way out: so many are taken at a time."""
    cdef unsigned char found = 0, sign
    cdef Py_ssize_t place
    for place in range(length):
        sign = text[place]
        found |= (sign < 9) | (sign == 11) | (<unsigned char>(sign - 14) < 18) | (sign == 127)
    return found != 0


cdef const unsigned char* after_ascii(const unsigned char* at, const unsigned char* end) noexcept nogil:
    """The first byte of no ASCII; eight are looked at together."""
    cdef unsigned long long eight
    while end - at >= 8:
        memcpy(&eight, at, 8)
        if eight & 0x8080808080808080ULL:
            break
        at += 8
    while at < end and at[0] < 0x80:
        at += 1
    return at


cdef bint is_strict_utf8(const unsigned char* at, const unsigned char* end) noexcept nogil:
    """As Python decodes it, and without U+FFFE and U+FFFF, which are no characters. ``end[0]`` is 0."""
    cdef unsigned char first, second
    while True:
        at = after_ascii(at, end)
        if at >= end:
            return True
        first, second = at[0], at[1]
        if 0xC2 <= first <= 0xDF:
            if second & 0xC0 != 0x80:
                return False
            at += 2
        elif 0xE0 <= first <= 0xEF:
            if second & 0xC0 != 0x80 or at[2] & 0xC0 != 0x80:
                return False
            if (first == 0xE0 and second < 0xA0) or (first == 0xED and second >= 0xA0):
                return False
            if first == 0xEF and second == 0xBF and at[2] >= 0xBE:
                return False
            at += 3
        elif 0xF0 <= first <= 0xF4:
            if second & 0xC0 != 0x80 or at[2] & 0xC0 != 0x80 or at[3] & 0xC0 != 0x80:
                return False
            if (first == 0xF0 and second < 0x90) or (first == 0xF4 and second >= 0x90):
                return False
            at += 4
        else:
            return False


def is_clean_utf8(bytes text not None):
    """Is it UTF-8 without control signs: see the twin."""
    cdef const unsigned char* start = text
    cdef Py_ssize_t length = len(text)
    cdef bint is_clean
    with nogil:
        is_clean = not has_control_signs(start, length) and is_strict_utf8(start, start + length)
    return is_clean


def place_of_json_ld(bytes text not None, Py_ssize_t start):
    """Where ``ld+json`` begins at or after a place, else -1."""
    cdef const char* begin = text
    cdef const char* end = begin + len(text)
    cdef const char* at = begin + start + 2
    while end - at >= 5:
        at = <const char*>memchr(at, c"+", end - at)
        if at is NULL or end - at < 5:
            return -1
        if not memcmp(at - 2, b"ld+json", 7):
            return at - 2 - begin
        at += 1
    return -1


def is_among(bytes word not None, bytes text not None):
    """Does the word stand in the text: see the twin. Python's own search takes ten times as long for most pages."""
    cdef const char* at = text
    cdef const char* end = at + len(text) - len(word) + 1
    cdef Py_ssize_t length = len(word)
    while at < end:
        at = <const char*>memchr(at, (<const char*>word)[0], end - at)
        if at is NULL:
            return False
        if not memcmp(at, <const char*>word, length):
            return True
        at += 1
    return False
