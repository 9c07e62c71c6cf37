"""Hashes of words and word groups, read from a text in one pass: a fifth of what numpy takes.

The same functions with the same results stand in ``hashing_in_numpy.py``. Here each character is looked up once as it
stands in the text: the table holds what its normal form without case folds to. Only where a character may melt with the
one before it, as the accents of decomposed letters do, is the text normalised and read again.
"""

from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Realloc
from libc.stdint cimport uint32_t, uint64_t

import os
import unicodedata

import numpy as np

from newscrawler.duplicates import letters
from newscrawler.duplicates.hashing_in_numpy import Presence, SharedHashes, WordHashes

cdef enum:
    KIND_SHIFT = 24
    CODE_MASK = 0xFF_FFFF
    DROPPED = 0
    SEPARATOR = 1
    LETTER = 2
    OWN_WORD = 3
    KINDS = 3
    FIGURE = 1 << 26
    # What an entry of the table says beside; an entry that is not usual is to be looked at more closely.
    USUAL = 1 << 27
    IS_SEVERAL = 1 << 28  # it folds to several characters, and the code is their place in _SEVERAL
    JOINS = 1 << 29  # this and the next two: see letters.RawLetter
    HAS_MARK = 1 << 30
    DIFFERS = 0x8000_0000

    MOST_SMALLEST = 64

cdef uint64_t BASE = 0x9E37_79B9_7F4A_7C15u
cdef uint64_t FIRST_FACTOR = 0xBF58_476D_1CE4_E5B9u
cdef uint64_t SECOND_FACTOR = 0x94D0_49BB_1331_11EBu

if (letters.KIND_SHIFT, letters.KINDS, letters.FIGURE) != (KIND_SHIFT, KINDS, FIGURE):
    raise ImportError("compiled for other entries of the table of letters")
if (letters.DROPPED, letters.SEPARATOR, letters.LETTER, letters.OWN_WORD) != (DROPPED, SEPARATOR, LETTER, OWN_WORD):
    raise ImportError("compiled for other kinds of letters")

# By code point; 0 where it was not met yet: what is never touched takes no memory.
cdef uint32_t[::1] _TABLE = np.zeros(letters.PLANES, dtype=np.uint32)
cdef list _SEVERAL = []
# Where a hash stands in a table is different in each process: nobody can write a text whose hashes all stand in one place.
cdef uint64_t _SPREAD = int.from_bytes(os.urandom(8)) | 1
cdef object _UINT64 = np.dtype(np.uint64)
cdef object _NO_HASHES = np.empty(0, dtype=_UINT64)
cdef object _array_of_bytes = np.frombuffer


include "hashing_words.pxi"
include "hashing_tables.pxi"


def hash_words(str text not None):
    cdef Words words
    words.hashes = NULL
    words.numbers = NULL
    try:
        if not read_words(&words, text, False):
            read_words(&words, unicodedata.normalize("NFKC", text.casefold()), True)
        return WordHashes(
            array_of(words.hashes, words.count),
            array_of(words.numbers, words.count_of_numbers),
            words.own_words,
        )
    finally:
        PyMem_Free(words.hashes)
        PyMem_Free(words.numbers)


cdef object array_of(uint64_t *values, Py_ssize_t count):
    """An array that nobody can write to."""
    if count == 0:
        return _NO_HASHES
    return _array_of_bytes(PyBytes_FromStringAndSize(<char *> values, count * sizeof(uint64_t)), _UINT64)


def hash_groups(const uint64_t[::1] hashes not None, Py_ssize_t size):
    cdef Py_ssize_t count = hashes.shape[0] - size + 1
    cdef Py_ssize_t place, offset
    cdef uint64_t group
    made = np.empty(max(0, count), dtype=np.uint64)
    cdef uint64_t[::1] groups = made
    for place in range(count):
        group = hashes[place]
        for offset in range(1, size):
            group = group * BASE + hashes[place + offset]
        groups[place] = mix(group)
    return made


def smallest(const uint64_t[::1] hashes not None, Py_ssize_t count, Py_ssize_t most):
    cdef uint64_t found[MOST_SMALLEST]
    cdef Py_ssize_t times[MOST_SMALLEST]  # that it stands in the text
    cdef Py_ssize_t known = 0, before = 0, place, index
    cdef uint64_t value
    if not 0 < count <= MOST_SMALLEST:
        raise ValueError(f"from 1 to {MOST_SMALLEST} of the smallest values can be had, not {count}")
    for index in range(hashes.shape[0]):
        value = hashes[index]
        if known == count and value > found[known - 1]:
            continue
        place = known
        while place and found[place - 1] > value:
            place -= 1
        if place and found[place - 1] == value:
            times[place - 1] += 1
            continue
        if known < count:
            known += 1
        shift(found, times, place, known - 1)
        found[place] = value
        times[place] = 1
    chosen = []
    for index in range(known):
        if before >= most:
            break
        chosen.append(found[index])
        before += times[index]
    return chosen


cdef inline void shift(uint64_t *found, Py_ssize_t *times, Py_ssize_t place, Py_ssize_t last) noexcept:
    while last > place:
        found[last] = found[last - 1]
        times[last] = times[last - 1]
        last -= 1


def find_shared(const uint64_t[::1] left not None, const uint64_t[::1] right not None, limits not None):
    cdef Found in_left, in_right
    begin_search(&in_left, left.shape[0], limits)
    begin_search(&in_right, right.shape[0], limits)
    cdef Counts counts = compare(left, right, &in_left, &in_right)
    return SharedHashes(presence_of(&in_left), presence_of(&in_right), counts.left, counts.right, counts.shared)


def count_shared(const uint64_t[::1] left not None, const uint64_t[::1] right not None):
    cdef Counts counts = compare(left, right, NULL, NULL)
    return counts.left, counts.right, counts.shared
