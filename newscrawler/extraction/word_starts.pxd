cimport cython

@cython.locals(length=cython.Py_ssize_t, index=cython.Py_ssize_t, before=cython.bint, is_letter=cython.bint, start=str)
cpdef bint begins_a_word(str text, tuple starts) except -1

cdef bint _is_letter(Py_UCS4 character) noexcept

@cython.locals(size=cython.Py_ssize_t, place=cython.Py_ssize_t, code=cython.int, wanted=cython.int)
cdef bint _stands_at(str text, Py_ssize_t index, str start) except -1
