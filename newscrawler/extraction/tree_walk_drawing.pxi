# The shapes of a drawing, which nobody reads: part of tree_walk.pyx.


cdef const char* DRAWING_NAMES[16]
DRAWING_NAMES[:] = [
    "path", "g", "circle", "rect", "use", "defs", "polygon", "polyline", "line", "ellipse", "clippath", "mask",
    "lineargradient", "radialgradient", "stop", "symbol",
]


cdef int drawing_name(const unsigned char* at) noexcept nogil:
    cdef int number
    for number in range(16):
        if begins_with(at, DRAWING_NAMES[number]):
            return number
    return -1


cdef const unsigned char* end_of_drawing(const unsigned char* at, const unsigned char** space) noexcept nogil:
    """The end tag of an ``svg`` of nothing but well nested lines and shapes, else NULL; the first white space in it."""
    cdef int around[16]  # the names of the elements that we are in
    cdef int depth = 0, name
    cdef bint closes_itself
    space[0] = NULL
    while True:
        if is_blank(at[0]):
            space[0] = at if space[0] is NULL else space[0]
            at += 1
            continue
        if at[0] != c"<":
            return NULL
        if at[1] == c"/":
            if begins_with(at + 2, "svg"):
                return at if depth == 0 else NULL
            name = drawing_name(at + 2)
            depth -= 1
            if name < 0 or depth < 0 or around[depth] != name:
                return NULL
            at += 2 + strlen(DRAWING_NAMES[name])
            at = end_of_tag(at, &closes_itself)
            continue
        name = drawing_name(at + 1)
        if name < 0:
            return NULL
        at += 1 + strlen(DRAWING_NAMES[name])
        at = end_of_tag(at, &closes_itself)
        if not closes_itself:
            if depth == 16:
                return NULL
            around[depth] = name
            depth += 1
