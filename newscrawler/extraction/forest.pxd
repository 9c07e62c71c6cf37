cimport cython

from newscrawler.extraction.feature_table cimport FeatureTable, ints, zeros

cdef class Forest:
    cdef readonly Py_ssize_t trees, depth
    cdef readonly long long bias
    cdef readonly long long[::1] features
    cdef readonly int[::1] leaves
    cdef readonly float[::1] thresholds
    cdef long long[::1] _rows, _firsts, _asked, _ranks
    cdef float[::1] _limits

    cdef object _rank_thresholds(self)

    @cython.locals(
        blocks=cython.Py_ssize_t, sums="long long[::1]", counted="float[::1]", ranks="unsigned char[::1]",
        places="unsigned char[::1]", row=cython.Py_ssize_t, first=cython.Py_ssize_t, last=cython.Py_ssize_t,
        block=cython.Py_ssize_t, tree=cython.Py_ssize_t, level=cython.Py_ssize_t,
    )
    cpdef long long[::1] log_odds(self, FeatureTable table)

@cython.locals(
    blocks=cython.Py_ssize_t, block=cython.Py_ssize_t, limit=cython.Py_ssize_t, one=cython.float, two=cython.float,
    three=cython.float, four=cython.float, value=cython.float, low=cython.float, high=cython.float,
)
cdef void _count_exceeded(
    float[::1] values, Py_ssize_t start, float[::1] limits, Py_ssize_t first, Py_ssize_t last, float[::1] counted
) noexcept

@cython.locals(block=cython.Py_ssize_t, rank=cython.int)
cdef void _note_ranks(float[::1] counted, unsigned char[::1] ranks, Py_ssize_t start) noexcept

@cython.locals(block=cython.Py_ssize_t)
cdef void _go_down(
    unsigned char[::1] places, unsigned char[::1] ranks, Py_ssize_t start, unsigned char asked
) noexcept

@cython.locals(block=cython.Py_ssize_t)
cdef void _add_leaves(long long[::1] sums, int[::1] leaves, Py_ssize_t first, unsigned char[::1] places) noexcept

@cython.locals(middle=cython.Py_ssize_t, block=cython.Py_ssize_t, place=cython.longlong)
cpdef list chances_of(long long[::1] log_odds, double[::1] table)
