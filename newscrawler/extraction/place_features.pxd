cimport cython

from newscrawler.extraction.feature_table cimport FeatureTable, ints, zeros
from newscrawler.extraction.page_counts cimport PageCounts, at_places, sum_of, sums_before, sums_in_nodes

cdef long long _WRAPPER_PERCENT, _DOMINANT_PERCENT, _LINKED_PERCENT, _FAR, _TITLE

@cython.locals(
    blocks=cython.Py_ssize_t, block=cython.Py_ssize_t, lengths="long long[::1]", total=cython.longlong,
    total_prose=cython.longlong, tags="long long[::1]", prose_before="long long[::1]", orders="long long[::1]",
    left="long long[::1]", prose_after="long long[::1]",
)
cpdef void add_position_features(FeatureTable table, object cut, PageCounts counts) except *

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, nodes=list, tags=list)
cdef long long[::1] _tag_numbers(object cut)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, title=cython.Py_ssize_t)
cdef long long[::1] _blocks_after_title(long long[::1] tags)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, last=cython.Py_ssize_t)
cdef long long[::1] _blocks_since_heading(long long[::1] headings)

@cython.locals(
    lengths="long long[::1]", held="long long[::1]", held_prose="long long[::1]", held_links="long long[::1]",
    held_headlines="long long[::1]", sizes="long long[::1]", node=cython.Py_ssize_t, total=cython.longlong,
    total_prose=cython.longlong, places="long long[::1]",
)
cpdef void add_ancestor_features(FeatureTable table, object cut, PageCounts counts) except *

@cython.locals(
    found="long long[::1]", block=cython.Py_ssize_t,
    linked=cython.bint,
)
cdef long long[::1] _linked_headings(PageCounts counts)

@cython.locals(ends="long long[::1]", node=cython.Py_ssize_t, child=cython.Py_ssize_t, best=cython.Py_ssize_t)
cpdef Py_ssize_t dominant_node(object cut, long long[::1] held) except -1

@cython.locals(
    depths="long long[::1]", node=cython.Py_ssize_t, block=cython.Py_ssize_t, first=cython.Py_ssize_t,
    last=cython.Py_ssize_t, inside="long long[::1]", below="long long[::1]", past="long long[::1]",
)
cdef void _add_container_features(FeatureTable table, PageCounts counts, Py_ssize_t container) except *

@cython.locals(
    kinds=cython.Py_ssize_t, found="long long[::1]", total=cython.longlong, tags=list, node=cython.Py_ssize_t,
    kind=cython.Py_ssize_t, block=cython.Py_ssize_t,
)
cdef void _add_around_features(FeatureTable table, object cut, PageCounts counts, long long[::1] held) except *
