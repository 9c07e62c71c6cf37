cimport cython

cdef Py_ssize_t _HEAD, _POINTER_LENGTH
cdef unsigned int _PLACES, _SPREAD
cdef bytearray _BEGINNINGS

@cython.locals(stop=cython.Py_ssize_t, begin=cython.Py_ssize_t)
cpdef bint points_elsewhere(str text) except -1

@cython.locals(stop=cython.Py_ssize_t, index=cython.Py_ssize_t, character=cython.Py_UCS4)
cpdef bint has_address(str text) except -1

cdef bint _ends_with(str text, Py_ssize_t stop, str word) except -1

@cython.locals(end=cython.Py_ssize_t)
cdef bint _is_domain(str text, Py_ssize_t begin, Py_ssize_t stop) except -1

@cython.locals(stop=cython.Py_ssize_t, index=cython.Py_ssize_t, end=cython.Py_ssize_t)
cpdef bint has_clock(str text) except -1

cdef bint _has_minutes(str text, Py_ssize_t begin, Py_ssize_t stop) except -1

cdef bint _is_in_word(Py_UCS4 character) except -1
