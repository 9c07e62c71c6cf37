cimport cython

from newscrawler.extraction.feature_table cimport zeros

cdef int _HEAD
cdef int _KNOWN, _LETTER_OR_FIGURE, _PARTS_WORDS, _UNSPACED, _DIGIT, _COMMA, _SIGN, _CAPITAL, _IN_WORD, _UPPER
cdef int _NOT_UPPER, _ENDS, _CLOSER, _COUNTED, _TABLED, _OF_ADDRESSES
cdef unsigned short[::1] _KINDS

cdef class CharacterCounts:
    cdef readonly long long[::1] words, lengths, ends
    cdef readonly long long[::1] head_digits, head_commas, head_signs, head_capitals, head_shouts, head_addresses

@cython.locals(counts=CharacterCounts, block=cython.Py_ssize_t, text=str)
cpdef CharacterCounts count_characters(object texts)

@cython.locals(last=cython.Py_ssize_t)
cdef long long _ends_sentence(str text) except -1

@cython.locals(
    code=cython.int, kinds=cython.int, seen=cython.int, before=cython.int, left=cython.int, fresh=cython.int,
    character=cython.Py_UCS4, words=cython.longlong, digits=cython.longlong, commas=cython.longlong,
    signs=cython.longlong, capitals=cython.longlong,
)
cdef void _count(CharacterCounts counts, Py_ssize_t block, str text, unsigned short[::1] table) except *

@cython.locals(code=cython.int)
cdef int _kinds_of(Py_UCS4 character) except -1

cdef int _look_up(str character) except -1
