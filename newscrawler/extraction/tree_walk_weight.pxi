# What a page's markup will weigh as a tree: part of tree_walk.pyx.


cdef inline bint is_blank(unsigned char sign) noexcept nogil:
    return sign == 32 or sign == 9 or sign == 10 or sign == 12 or sign == 13


cdef inline bint is_letter(unsigned char sign) noexcept nogil:
    return c"a" <= (sign | 32) <= c"z"


cdef inline bint ends_name(unsigned char sign) noexcept nogil:
    return sign == 0 or sign == c">" or sign == c"/" or is_blank(sign)


cdef inline const unsigned char* found_or_end(const unsigned char* at, int sign) noexcept nogil:
    cdef const unsigned char* found = <const unsigned char*>strchr(<const char*>at, sign)
    return found if found is not NULL else at + strlen(<const char*>at)


cdef bint begins_with(const unsigned char* at, const char* name) noexcept nogil:
    """Does a tag's name stand here, in any case?"""
    while name[0]:
        if (at[0] | 32) != <unsigned char>name[0]:
            return False
        at += 1
        name += 1
    return ends_name(at[0])


cdef const char* raw_name(const unsigned char* at) noexcept nogil:
    """The tag's name where what follows it is text up to its end tag, else NULL."""
    cdef unsigned char first = at[0] | 32
    cdef const char* one = "iframe"
    cdef const char* other = "xmp"
    if first == c"s":
        one, other = "script", "style"
    elif first == c"t":
        one, other = "title", "textarea"
    elif first == c"n":
        one, other = "noembed", "noframes"
    elif first != c"i" and first != c"x":
        return NULL
    if begins_with(at, one):
        return one
    return other if begins_with(at, other) else NULL


cdef const unsigned char* end_of_raw(const unsigned char* at, const char* name) noexcept nogil:
    """The end tag; a script that holds a comment may hold a script inside it."""
    cdef bint is_script = not strcmp(name, "script")
    cdef bint in_comment = False, in_inner = False
    while True:
        if in_comment:
            while at[0] and at[0] != c"<" and at[0] != c"-":
                at += 1
        else:
            at = found_or_end(at, c"<")
        if not at[0]:
            return at
        if at[0] == c"-":
            if in_comment and at[1] == c"-" and at[2] == c">":
                in_comment = in_inner = False
        elif at[1] == c"/" and begins_with(at + 2, name):
            if not in_inner:
                return at
            in_inner = False
        elif is_script and at[1] == c"!" and at[2] == c"-" and at[3] == c"-" and not in_comment:
            in_comment = True
            at += 1  # its dashes may also end it
        elif in_comment and begins_with(at + 1, "script"):
            in_inner = True
        at += 1


cdef const unsigned char* end_of_comment(const unsigned char* start) noexcept nogil:
    """The place after a comment whose dashes begin here."""
    cdef const unsigned char* at = start + 2
    cdef int dashes = 2
    while at[0]:
        if at[0] == c">" and dashes >= 2:
            return at + 1
        if at[0] == c"!" and at[1] == c">" and dashes >= 2 and at - start >= 4:
            return at + 2
        dashes = dashes + 1 if at[0] == c"-" else 0
        at += 1
    return at


cdef const unsigned char* end_of_tag(
    const unsigned char* at, Py_ssize_t* attributes, bint* closes_itself
) noexcept nogil:
    """The place after a tag, from behind its name."""
    cdef unsigned char quote
    while True:
        closes_itself[0] = False
        while at[0] == c"/" or is_blank(at[0]):
            closes_itself[0] = at[0] == c"/"
            at += 1
        if not at[0]:
            return at
        if at[0] == c">":
            return at + 1
        attributes[0] += 1
        at += 1
        while not ends_name(at[0]) and at[0] != c"=":
            at += 1
        while is_blank(at[0]):
            at += 1
        if at[0] != c"=":
            continue
        at += 1
        while is_blank(at[0]):
            at += 1
        if at[0] == c'"' or at[0] == c"'":
            quote = at[0]
            at += 1
            at = found_or_end(at, quote)
            if at[0]:
                at += 1
        else:
            while at[0] and at[0] != c">" and not is_blank(at[0]):
                at += 1


def markup_weight(bytes markup not None):
    """Number of start tags, of their attributes, and of the attributes of the one that has most."""
    cdef const unsigned char* at = markup
    cdef const char* raw
    cdef Py_ssize_t tags = 0, attributes = 0, most = 0, count
    cdef bint closes_itself
    with nogil:
        while at[0]:
            at = found_or_end(at, c"<")
            if not at[0]:
                break
            at += 1
            if is_letter(at[0]):
                raw = raw_name(at)
                while not ends_name(at[0]):
                    at += 1
                count = 0
                at = end_of_tag(at, &count, &closes_itself)
                tags += 1
                attributes += count
                most = max(most, count)
                if raw is not NULL and not closes_itself:
                    at = end_of_raw(at, raw)
                continue
            if at[0] == c"/" and is_letter(at[1]):
                while not ends_name(at[1]):
                    at += 1
                count = 0
                at = end_of_tag(at + 1, &count, &closes_itself)
            elif at[0] == c"!" and at[1] == c"-" and at[2] == c"-":
                at = end_of_comment(at + 1)
            elif at[0] == c"!" or at[0] == c"?" or at[0] == c"/":
                at = found_or_end(at, c">")
    return tags, attributes, most


def place_of_json_ld(str text not None, Py_ssize_t start):
    """Where ``ld+json`` begins at or after a place, else -1."""
    cdef Py_ssize_t end = len(text) - 4
    cdef Py_ssize_t place = start + 1
    while place + 1 < end:
        place = PyUnicode_FindChar(text, c"+", place + 1, end, 1)
        if place < 0:
            return -1
        if text[place - 1] == u"d" and text[place + 1] == u"j" and text[place - 2 : place + 5] == "ld+json":
            return place - 2
    return -1
