cimport cython

from newscrawler.extraction.feature_table cimport ints

cdef Py_ssize_t _FIRST

cdef class WordStarts:
    cdef tuple _starts
    cdef unsigned long long _letters
    cdef long long[::1] _firsts

    @cython.locals(
        index=cython.Py_ssize_t, last=cython.Py_ssize_t, place=cython.Py_ssize_t, code="unsigned int",
        letter=cython.int, before=cython.int, first=cython.longlong,
    )
    cpdef bint begin_a_word(self, str text) except -1

    @cython.locals(start=str, size=cython.Py_ssize_t, place=cython.Py_ssize_t)
    cdef bint _stand_at(self, str text, Py_ssize_t index) except -1

@cython.locals(number=cython.longlong, place=cython.Py_ssize_t)
cdef long long _first_letters(str text, Py_ssize_t index) except -1

cdef unsigned int _small(unsigned int code) noexcept
