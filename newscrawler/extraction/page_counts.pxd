cimport cython

from newscrawler.extraction.characters cimport CharacterCounts, count_characters
from newscrawler.extraction.feature_table cimport ints, zeros

cdef long long _PROSE_WORDS

cdef class PageCounts:
    cdef readonly Py_ssize_t blocks, nodes
    cdef readonly CharacterCounts characters
    cdef readonly long long[::1] link_lengths, link_counts, strong_lengths, prose, is_prose, headings
    cdef readonly long long[::1] node, parents, classes, first_blocks, last_blocks

@cython.locals(
    found="long long[::1]", node=cython.Py_ssize_t, count=cython.Py_ssize_t, numbers=dict, of_tag=dict, tags=list,
    classes=list,
)
cdef long long[::1] _number_classes(object cut)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, nodes=list, tags=list)
cdef long long[::1] _find_headings(object cut)

@cython.locals(block=cython.Py_ssize_t, words=cython.longlong, length=cython.longlong)
cdef void _find_prose(PageCounts counts, CharacterCounts characters) except *

@cython.locals(total=cython.longlong, index=cython.Py_ssize_t)
cpdef long long sum_of(long long[::1] values) except? -1

@cython.locals(sums="long long[::1]", index=cython.Py_ssize_t, count=cython.Py_ssize_t)
cpdef long long[::1] sums_before(long long[::1] values)

@cython.locals(before="long long[::1]", sums="long long[::1]", node=cython.Py_ssize_t)
cpdef long long[::1] sums_in_nodes(PageCounts counts, long long[::1] values)

@cython.locals(found="long long[::1]", index=cython.Py_ssize_t, count=cython.Py_ssize_t)
cpdef long long[::1] at_places(long long[::1] values, long long[::1] places)
