cimport cython

from newscrawler.extraction.feature_table cimport FeatureTable, zeros
from newscrawler.extraction.page_counts cimport PageCounts, at_places, sum_of

cdef long long _SPREAD, _OTHER_SPREAD

@cython.locals(
    classes="long long[::1]", parents="long long[::1]", grandparents="long long[::1]", pairs="long long[::1]",
    paths="long long[::1]", nodes="long long[::1]", holders="long long[::1]", upper_holders="long long[::1]",
    parent_classes="long long[::1]", grandparent_classes="long long[::1]",
)
cpdef void add_group_features(FeatureTable table, PageCounts counts) except *

@cython.locals(
    lengths="long long[::1]", size="long long[::1]", text="long long[::1]", prose="long long[::1]",
    links="long long[::1]", block=cython.Py_ssize_t, group=cython.Py_ssize_t,
)
cdef void _add_group(FeatureTable table, str name, long long[::1] groups, PageCounts counts) except *

@cython.locals(pairs="long long[::1]", different="long long[::1]", block=cython.Py_ssize_t, met=cython.longlong)
cdef long long[::1] _holders(long long[::1] groups, long long[::1] holders, long long nodes)

@cython.locals(
    count=cython.Py_ssize_t, slots=cython.Py_ssize_t, slot=cython.Py_ssize_t, index=cython.Py_ssize_t,
    other=cython.Py_ssize_t, met=cython.longlong, first_ones="long long[::1]", found="long long[::1]",
)
cdef long long[::1] _combined(long long[::1] left, long long[::1] right)
