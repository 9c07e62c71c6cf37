cimport cython

from newscrawler.extraction.feature_table cimport FeatureTable

cdef class Forest:
    cdef readonly Py_ssize_t trees, depth
    cdef readonly long long bias
    cdef readonly long long[::1] features, leaves
    cdef readonly double[::1] thresholds

    @cython.locals(
        sums="long long[::1]", places="double[::1]", leaves="long long[::1]", block=cython.Py_ssize_t, tree=cython.Py_ssize_t,
        first=cython.Py_ssize_t, leaf=cython.int,
    )
    cpdef object log_odds(self, FeatureTable table)

@cython.locals(
    blocks=cython.Py_ssize_t, block=cython.Py_ssize_t, level=cython.Py_ssize_t, row=cython.Py_ssize_t,
    threshold=cython.double, step=cython.double,
)
cdef void _find_leaves(Forest forest, Py_ssize_t tree, double[::1] values, double[::1] places) except *
