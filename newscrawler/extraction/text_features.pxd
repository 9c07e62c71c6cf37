cimport cython

from newscrawler.extraction.characters cimport CharacterCounts
from newscrawler.extraction.feature_table cimport FeatureTable, zeros
from newscrawler.extraction.line_signs cimport has_address, has_clock, points_elsewhere
from newscrawler.extraction.page_counts cimport PageCounts, at_places, sums_before

cdef long long _HEAD, _CLOCK_FIGURES, _FAR

@cython.locals(characters=CharacterCounts, leads="long long[::1]", head_words="long long[::1]")
cpdef void add_text_features(FeatureTable table, object cut, PageCounts counts) except *

@cython.locals(
    count=cython.Py_ssize_t, block=cython.Py_ssize_t, text=str, first=cython.Py_UCS4, last=cython.Py_UCS4,
    colon="long long[::1]", question="long long[::1]", quote="long long[::1]", small="long long[::1]",
    address="long long[::1]", clock="long long[::1]", pointer="long long[::1]",
)
cdef void _add_looks(FeatureTable table, list texts, CharacterCounts characters) except *

@cython.locals(found="long long[::1]", index=cython.Py_ssize_t)
cdef long long[::1] _at_least_one(long long[::1] values)

@cython.locals(found="long long[::1]", index=cython.Py_ssize_t)
cdef long long[::1] _times(long long[::1] left, long long[::1] right)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t)
cdef long long[::1] _head_lengths(CharacterCounts characters)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, length=cython.longlong)
cdef long long[::1] _head_words(CharacterCounts characters)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, times=dict)
cdef long long[::1] _repetitions(list texts)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, lead=str)
cdef long long[::1] _lead_numbers(list leads)

@cython.locals(
    characters=CharacterCounts, classes="long long[::1]", places="long long[::1]", sizes="long long[::1]",
    lengths="long long[::1]",
)
cpdef void add_neighbour_features(FeatureTable table, PageCounts counts) except *

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t)
cdef long long[::1] _shifted(Py_ssize_t count, Py_ssize_t offset)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t)
cdef long long[::1] _alike(long long[::1] classes, long long[::1] places)

@cython.locals(
    found="long long[::1]", before="long long[::1]", block=cython.Py_ssize_t, low=cython.Py_ssize_t,
    high=cython.Py_ssize_t,
)
cdef long long[::1] _in_window(long long[::1] values, Py_ssize_t count, Py_ssize_t reach)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, last=cython.Py_ssize_t)
cdef long long[::1] _blocks_since_prose(PageCounts counts)

@cython.locals(found="long long[::1]", block=cython.Py_ssize_t, following=cython.Py_ssize_t)
cdef long long[::1] _blocks_until_prose(PageCounts counts)
