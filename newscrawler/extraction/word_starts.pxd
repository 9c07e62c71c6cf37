cimport cython

cdef class WordStarts:
    cdef tuple _starts
    cdef unsigned long long _letters

    @cython.locals(index=cython.Py_ssize_t, code="unsigned int", letter=cython.int, before=cython.int)
    cpdef bint begin_a_word(self, str text) except -1

    @cython.locals(start=str, size=cython.Py_ssize_t, place=cython.Py_ssize_t)
    cdef bint _stand_at(self, str text, Py_ssize_t index) except -1

cdef unsigned int _small(unsigned int code) noexcept
