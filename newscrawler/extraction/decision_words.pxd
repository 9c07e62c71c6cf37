cimport cython

cdef list _HUNDREDTHS
cdef double _NEARER

@cython.locals(side=str, counted=str, links=str)
cpdef str describe_decision(double chance, double threshold, Py_ssize_t words, double link_share)

@cython.locals(hundredths=cython.double, nearest=cython.Py_ssize_t, distance=cython.double)
cpdef str in_hundredths(double share)
