cimport cython

cdef long long _MAX_CAPTION_WORDS
cdef int _LEVELS
cdef double _MAX_NAMED_SHARE
cdef unsigned char _NO_CAPTION, _CAPTION_BY_NAME, _CAPTION_BY_TAG

cdef class CaptionFinder:
    cdef list _tags, _names, _leads
    cdef long long[::1] _node, _parents, _words
    cdef unsigned char[::1] _says
    cdef bint _names_count

    @cython.locals(node=cython.Py_ssize_t, says="unsigned char")
    cpdef bint is_caption(self, Py_ssize_t index) except -1

    @cython.locals(says="unsigned char")
    cdef unsigned char _look_at(self, Py_ssize_t node) except 0
