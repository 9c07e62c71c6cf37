cimport cython

from newscrawler.extraction.feature_table cimport zeros

cdef Py_ssize_t _MOST_WORDS, _LONGEST_NAME, _MOST_SPANS
cdef Py_UCS4 _NOT_ASCII
cdef long long _PLAIN, _WHOLE_NAME, _FIGURE

cdef class Spans:
    cdef readonly Py_ssize_t count
    cdef readonly long long[::1] starts, stops, kinds

    cdef void add(self, Py_ssize_t start, Py_ssize_t stop, long long kind) noexcept

@cython.locals(length=cython.Py_ssize_t, start=cython.Py_ssize_t, stop=cython.Py_ssize_t)
cpdef void find_names(str names, Spans spans) except *

@cython.locals(stop=cython.Py_ssize_t)
cdef void _find_pieces(str names, Py_ssize_t start, Py_ssize_t end, Spans spans) except *

cdef bint _is_capital(Py_UCS4 character) noexcept

cdef bint _is_small(Py_UCS4 character) noexcept

@cython.locals(
    length=cython.Py_ssize_t, start=cython.Py_ssize_t, stop=cython.Py_ssize_t, first=cython.Py_UCS4, most=cython.int,
    kind=cython.longlong,
)
cpdef void find_words(str text, Spans spans) except *

cdef bint _is_letter(Py_UCS4 character) noexcept

@cython.locals(index=cython.Py_ssize_t)
cdef bint _is_all_letters(str text, Py_ssize_t start, Py_ssize_t stop) except -1

cdef int _most_letters(Py_UCS4 character) noexcept
