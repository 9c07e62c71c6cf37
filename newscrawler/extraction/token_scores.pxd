cimport cython

from newscrawler.extraction.feature_table cimport zeros
from newscrawler.extraction.token_spans cimport Spans, find_names, find_words

cdef Py_ssize_t _MOST_REMEMBERED, _LINE_WORDS, _MOST_COUNTED
cdef long long _WHOLE_NAME, _FIGURE
cdef unsigned long long _BASIS, _PRIME, _WIDTH
cdef unsigned int _SMALL
cdef unsigned long long _MARKS
cdef int _MARK_SHIFT

cdef unsigned long long _hash_character(unsigned long long state, Py_UCS4 character) noexcept

@cython.locals(index=cython.Py_ssize_t, code="unsigned int")
cdef unsigned long long _hash_stretch(unsigned long long state, str text, Py_ssize_t start, Py_ssize_t stop) except? 0

cdef class Summaries:
    cdef readonly long long[::1] sums, lowest, highest, counts

    cdef void copy(self, Py_ssize_t row, Summaries others, Py_ssize_t other) noexcept

cdef class TokenTable:
    cdef readonly Py_ssize_t size
    cdef unsigned long long _mask
    cdef unsigned long long[::1] _hashes
    cdef int[::1] _scores
    cdef unsigned char[::1] _marks

    @cython.locals(place="unsigned long long", mark="unsigned long long")
    cdef Py_ssize_t place(self, unsigned long long value) noexcept

    cdef long long score(self, Py_ssize_t place) noexcept

cdef class _Tally:
    cdef Py_ssize_t count
    cdef long long total, lowest, highest
    cdef long long[::1] _places

    cdef void clear(self) noexcept

    @cython.locals(place=cython.Py_ssize_t, index=cython.Py_ssize_t, score=cython.longlong)
    cdef void meet(self, TokenTable table, unsigned long long value) noexcept

    cdef void write(self, Summaries summaries, Py_ssize_t row) noexcept

cdef class TokenScores:
    cdef readonly dict names, words
    cdef TokenTable _names, _words
    cdef Spans _spans
    cdef _Tally _tally
    cdef Summaries _summaries
    cdef dict _rows_of_names, _rows_of_texts

    cpdef void sum_names(self, str names, Summaries found, Py_ssize_t row) except *

    @cython.locals(
        spans=Spans, tally=_Tally, plain=cython.bint, index=cython.Py_ssize_t, start=cython.Py_ssize_t,
        stop=cython.Py_ssize_t, value="unsigned long long", lowered=str,
    )
    cdef void _count_names(self, str names) except *

    cpdef void sum_text(self, str text, Summaries found, Py_ssize_t row) except *

    cdef object _remember(self)

    @cython.locals(
        spans=Spans, tally=_Tally, index=cython.Py_ssize_t, value="unsigned long long", line="unsigned long long",
        begin="unsigned long long",
    )
    cdef void _count_words(self, str text) except *

    cdef unsigned long long _go_on(self, unsigned long long state, str text, Py_ssize_t index) except? 0
