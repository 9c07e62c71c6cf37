cimport cython

cdef Py_ssize_t _MOST_FEATURES, _CELLS
cdef list _PIECES

cdef class _Piece:
    cdef long long[::1] cells
    cdef Py_ssize_t used

@cython.locals(piece=_Piece, start=cython.Py_ssize_t, column="long long[::1]")
cpdef long long[::1] zeros(Py_ssize_t count)

@cython.locals(values=list, found="long long[::1]", index=cython.Py_ssize_t)
cpdef long long[::1] ints(object values)

@cython.locals(index=cython.Py_ssize_t)
cpdef list as_list(long long[::1] values)

cdef class FeatureTable:
    cdef readonly Py_ssize_t blocks
    cdef readonly dict rows
    cdef readonly float[::1] values
    cdef bint _takes_all

    @cython.locals(block=cython.Py_ssize_t, place=cython.Py_ssize_t, start=cython.Py_ssize_t, row="float[::1]")
    cpdef void add(self, str name, long long[::1] values, long long[::1] places=*, long long outside=*) except *

    @cython.locals(block=cython.Py_ssize_t, place=cython.Py_ssize_t, start=cython.Py_ssize_t, row="float[::1]")
    cpdef void add_share(self, str name, long long[::1] parts, long long[::1] wholes, long long[::1] places=*) except *

    @cython.locals(block=cython.Py_ssize_t, place=cython.Py_ssize_t, start=cython.Py_ssize_t, row="float[::1]")
    cpdef void add_share_of(self, str name, long long[::1] parts, long long whole, long long[::1] places=*) except *

    @cython.locals(block=cython.Py_ssize_t, start=cython.Py_ssize_t, row="float[::1]")
    cpdef void add_equal(self, str name, long long[::1] values, long long wanted) except *

    @cython.locals(block=cython.Py_ssize_t, start=cython.Py_ssize_t, row="float[::1]")
    cpdef void add_constant(self, str name, long long part, long long whole=*) except *

    @cython.locals(row=cython.Py_ssize_t)
    cdef Py_ssize_t _start_of(self, str name) except -2

cdef double _quotient(long long part, long long whole) noexcept
