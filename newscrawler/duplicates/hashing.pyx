"""Hashes of words and word groups, read from a text in one pass: a fifth of what numpy takes.

The same functions with the same results stand in ``hashing_in_numpy.py``. Here each character is looked up once as it
stands in the text: the table holds what its normal form without case folds to. Only where a character may melt with the
one before it, as the accents of decomposed letters do, is the text normalised and read again.
"""

from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Realloc
from libc.stdint cimport uint8_t, uint32_t, uint64_t

import os
import unicodedata

import numpy as np

from newscrawler.duplicates import letters
from newscrawler.duplicates.hashing_in_numpy import SharedHashes, WordHashes

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


cdef struct Words:
    uint64_t *hashes
    uint64_t *numbers
    Py_ssize_t count
    Py_ssize_t count_of_numbers
    Py_ssize_t own_words
    Py_ssize_t figures  # in a row, up to here
    uint64_t number  # that they make
    uint64_t number_power
    uint64_t value  # of the word that is being read
    uint64_t power  # for its next letter; 1: no word is being read


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


cdef bint read_words(Words *words, str text, bint is_normal) except -1:
    """Fills in the hashes; False: the text must be made normal before it is read."""
    cdef Py_ssize_t room = len(text) + 1  # a word needs a character
    cdef Py_ssize_t index = 0, last_mark = -2
    cdef uint32_t entry, part
    cdef Py_UCS4 character
    give_room(words, room)
    words.count = words.count_of_numbers = words.own_words = words.figures = words.value = words.number = 0
    words.power = words.number_power = 1
    for character in text:
        entry = _TABLE[character]
        if entry & USUAL:
            add_letter(words, entry)
        else:
            if entry == 0:
                entry = look_up(character)
            if is_normal:
                if entry & DIFFERS:
                    entry = letters.fold_letter(<int> character)
            elif entry & JOINS or (entry & HAS_MARK and last_mark == index - 1):
                return False
            if entry & HAS_MARK:
                last_mark = index
            if entry & IS_SEVERAL:
                several = <tuple> _SEVERAL[entry & CODE_MASK]
                room += len(several) - 1
                give_room(words, room)
                for part in several:
                    add_letter(words, part)
            else:
                add_letter(words, entry)
        index += 1
    end_word(words)
    end_number(words)
    for index in range(words.count):
        words.hashes[index] = mix(words.hashes[index])
    return True


cdef bint give_room(Words *words, Py_ssize_t room) except -1:
    cdef void *hashes = PyMem_Realloc(words.hashes, room * sizeof(uint64_t))
    if hashes == NULL:
        raise MemoryError
    words.hashes = <uint64_t *> hashes
    cdef void *numbers = PyMem_Realloc(words.numbers, room * sizeof(uint64_t))
    if numbers == NULL:
        raise MemoryError
    words.numbers = <uint64_t *> numbers
    return True


cdef uint32_t look_up(Py_UCS4 character) except 0:
    """The entry of a character that was not met yet."""
    cdef uint32_t entry
    raw = letters.fold_raw_letter(<int> character)
    if len(raw.folded) == 1:
        entry = raw.folded[0]
    else:
        entry = <uint32_t> len(_SEVERAL) | IS_SEVERAL
        _SEVERAL.append(raw.folded)
    if raw.joins:
        entry |= JOINS
    if raw.has_mark:
        entry |= HAS_MARK
    if raw.differs:
        entry |= DIFFERS
    if entry < USUAL:
        entry |= USUAL
    _TABLE[character] = entry
    return entry


cdef inline void add_letter(Words *words, uint32_t entry) noexcept:
    """Goes on with one folded character.

    Letters and borders are told apart without a branch: where a word ends is hard to foresee, and a processor that
    guesses wrong waits.
    """
    cdef uint64_t code = entry & CODE_MASK
    cdef uint32_t kind = (entry >> KIND_SHIFT) & KINDS
    cdef uint64_t is_letter = kind >> 1  # of a letter and a separator
    cdef uint64_t all_if_letter = 0 - is_letter
    if kind == DROPPED:
        return
    if entry & FIGURE:
        words.number += code * words.number_power
        words.number_power *= BASE
        words.figures += 1
    elif words.figures:
        end_number(words)
    if kind == OWN_WORD:
        end_word(words)
        words.hashes[words.count] = code
        words.count += 1
        words.own_words += 1
        return
    words.hashes[words.count] = words.value
    words.count += (is_letter ^ 1) & (words.power != 1)
    words.value = (words.value + code * words.power) & all_if_letter
    words.power = ((words.power * BASE) & all_if_letter) | (is_letter ^ 1)


cdef inline void end_word(Words *words) noexcept:
    words.hashes[words.count] = words.value
    words.count += words.power != 1
    words.value = 0
    words.power = 1


cdef inline void end_number(Words *words) noexcept:
    if words.figures >= 2:
        words.numbers[words.count_of_numbers] = mix(words.number)
        words.count_of_numbers += 1
    words.figures = 0
    words.number = 0
    words.number_power = 1


cdef inline uint64_t mix(uint64_t value) noexcept:
    value = (value ^ (value >> 30)) * FIRST_FACTOR
    value = (value ^ (value >> 27)) * SECOND_FACTOR
    return value ^ (value >> 31)


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


cdef struct Table:  # of different hashes
    uint64_t *slots  # 0: free
    uint64_t last  # slot
    int shift  # what leaves as many bits as there are slots
    Py_ssize_t count
    bint has_zero


cdef bint make_room(Table *table, Py_ssize_t count) except -1:
    cdef uint64_t room = 16
    table.shift = 60
    while room < 3 * <uint64_t> count:  # a third taken at most: what is looked for is mostly found at once, or not
        room *= 2
        table.shift -= 1
    table.slots = <uint64_t *> PyMem_Calloc(room, sizeof(uint64_t))
    if table.slots == NULL:
        raise MemoryError
    table.last = room - 1
    table.count = 0
    table.has_zero = False
    return True


cdef inline bint put(Table *table, uint64_t value) noexcept:
    """Puts a value in. Is it new?"""
    cdef uint64_t place = (value * _SPREAD) >> table.shift
    cdef bint is_new
    if value == 0:
        is_new = not table.has_zero
        table.has_zero = True
    else:
        while table.slots[place] != 0 and table.slots[place] != value:
            place = (place + 1) & table.last
        is_new = table.slots[place] == 0
        table.slots[place] = value
    table.count += is_new
    return is_new


cdef inline bint holds(Table *table, uint64_t value) noexcept:
    cdef uint64_t place = (value * _SPREAD) >> table.shift
    if value == 0:
        return table.has_zero
    while table.slots[place] != 0 and table.slots[place] != value:
        place = (place + 1) & table.last
    return table.slots[place] == value


def find_shared(const uint64_t[::1] left not None, const uint64_t[::1] right not None):
    in_left, in_right = np.empty(left.shape[0], dtype=np.uint8), np.empty(right.shape[0], dtype=np.uint8)
    cdef uint8_t[::1] left_mask = in_left, right_mask = in_right
    cdef Counts counts = compare(left, right, left_mask, right_mask)
    return SharedHashes(in_left.view(np.bool_), in_right.view(np.bool_), counts.left, counts.right, counts.shared)


def count_shared(const uint64_t[::1] left not None, const uint64_t[::1] right not None):
    cdef Counts counts = compare(left, right, None, None)
    return counts.left, counts.right, counts.shared


cdef struct Counts:
    Py_ssize_t left
    Py_ssize_t right
    Py_ssize_t shared


cdef Counts compare(
    const uint64_t[::1] left, const uint64_t[::1] right, uint8_t[::1] in_left, uint8_t[::1] in_right
) except *:
    """The numbers of different values; fills in the masks, if there are any."""
    cdef Table of_left, of_right
    cdef Py_ssize_t place
    cdef Counts counts
    cdef bint is_shared
    of_left.slots = of_right.slots = NULL
    counts.shared = 0
    try:
        make_room(&of_left, left.shape[0])
        make_room(&of_right, right.shape[0])
        for place in range(right.shape[0]):
            put(&of_right, right[place])
        for place in range(left.shape[0]):
            is_shared = holds(&of_right, left[place])
            counts.shared += put(&of_left, left[place]) & is_shared
            if in_left is not None:
                in_left[place] = is_shared
        if in_right is not None:
            for place in range(right.shape[0]):
                in_right[place] = holds(&of_left, right[place])
        counts.left, counts.right = of_left.count, of_right.count
        return counts
    finally:
        PyMem_Free(of_left.slots)
        PyMem_Free(of_right.slots)


def measure_runs(mask not None, Py_ssize_t least):
    cdef const uint8_t[::1] values = mask.view(np.uint8)
    cdef Py_ssize_t place, length = 0, runs = 0, total = 0
    for place in range(values.shape[0]):
        if values[place]:
            length += 1
            continue
        if length >= least:
            runs += 1
            total += length
        length = 0
    if length >= least:
        runs += 1
        total += length
    return runs, total
