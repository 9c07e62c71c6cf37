cimport cython

from newscrawler.extraction.feature_table cimport FeatureTable, ints, zeros

cdef class Forest:
    cdef readonly Py_ssize_t trees, depth
    cdef readonly long long bias
    cdef readonly long long[::1] features
    cdef readonly int[::1] leaves
    cdef readonly double[::1] thresholds
    cdef long long[::1] _questions, _asked_of
    cdef double[::1] _limits

    @cython.locals(
        blocks=cython.Py_ssize_t, sums="long long[::1]", answers="unsigned char[::1]", places="unsigned char[::1]",
        question=cython.Py_ssize_t, row=cython.Py_ssize_t, block=cython.Py_ssize_t, tree=cython.Py_ssize_t,
        level=cython.Py_ssize_t,
    )
    cpdef long long[::1] log_odds(self, FeatureTable table)

@cython.locals(block=cython.Py_ssize_t)
cdef void _answer(
    double[::1] values, Py_ssize_t row, double threshold, unsigned char[::1] answers, Py_ssize_t start, Py_ssize_t blocks
) noexcept

@cython.locals(block=cython.Py_ssize_t)
cdef void _go_down(unsigned char[::1] places, unsigned char[::1] answers, Py_ssize_t start, Py_ssize_t blocks) noexcept

@cython.locals(block=cython.Py_ssize_t)
cdef void _add_leaves(
    long long[::1] sums, int[::1] leaves, Py_ssize_t first, unsigned char[::1] places, Py_ssize_t blocks
) noexcept
