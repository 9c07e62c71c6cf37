cimport cython

cdef double _LOWEST, _HIGHEST

@cython.locals(
    index=cython.Py_ssize_t, chance=cython.double, weight=cython.longlong, weighed_chances=list, likely=list,
    next_lower=cython.double, total=cython.double, threshold=cython.double, expected=cython.double,
    weighed=cython.double,
)
cpdef double best_threshold(list chances, list words)
