# What a page's markup will weigh as a tree, and the part of it that is read: part of tree_walk.pyx.


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


cdef const unsigned char* start_of_attribute(const unsigned char* at, bint* closes_itself) noexcept nogil:
    """The next attribute of a tag, or the sign that ends the tag; is the last thing before it a slash?"""
    closes_itself[0] = False
    while at[0] == c"/" or is_blank(at[0]):
        closes_itself[0] = at[0] == c"/"
        at += 1
    return at


cdef bint has_slash(const unsigned char* at, const unsigned char* end) noexcept nogil:
    while at < end:
        if at[0] == c"/":
            return True
        at += 1
    return False


cdef const unsigned char* end_of_attribute(
    const unsigned char* at, const unsigned char** end_of_name
) noexcept nogil:
    """The place after an attribute and its value."""
    cdef unsigned char quote
    at += 1
    while not ends_name(at[0]) and at[0] != c"=":
        at += 1
    end_of_name[0] = at
    while is_blank(at[0]):
        at += 1
    if at[0] != c"=":
        return at
    at += 1
    while is_blank(at[0]):
        at += 1
    if at[0] == c'"' or at[0] == c"'":
        quote = at[0]
        at = found_or_end(at + 1, quote)
        return at + 1 if at[0] else at
    while at[0] and at[0] != c">" and not is_blank(at[0]):
        at += 1
    return at


cdef const unsigned char* end_of_tag(const unsigned char* at, bint* closes_itself) noexcept nogil:
    """The place after a tag, from behind its name."""
    cdef const unsigned char* end_of_name
    while True:
        at = start_of_attribute(at, closes_itself)
        if at[0] == 0 or at[0] == c">":
            return at + 1 if at[0] else at
        at = end_of_attribute(at, &end_of_name)


cdef struct Weight:
    Py_ssize_t tags, attributes, most


cdef unsigned char* copy_up_to(unsigned char* out, const unsigned char* start, const unsigned char* end) noexcept nogil:
    memcpy(out, start, end - start)
    return out + (end - start)


cdef bint hides_a_quote(const unsigned char* at, const unsigned char* end) noexcept nogil:
    """Is a quote open where what stands here ends? In a document type the parser then reads on, elsewhere not."""
    cdef unsigned char quote = 0
    while at < end:
        if quote == 0 and (at[0] == c'"' or at[0] == c"'"):
            quote = at[0]
        elif at[0] == quote:
            quote = 0
        at += 1
    return quote != 0


cdef const unsigned char* slim_tag(
    const unsigned char* at, unsigned char** out, const unsigned char** copied, Weight* weight, AttributeNames kept,
    bint keeps_all, bint* closes_itself,
) noexcept nogil:
    """The place after a start tag, from behind its name; leaves out attributes that are not kept."""
    cdef const unsigned char* before
    cdef const unsigned char* start
    cdef const unsigned char* end_of_name
    cdef Py_ssize_t count = 0
    while True:
        before, at = at, start_of_attribute(at, closes_itself)
        if at[0] == 0 or at[0] == c">":
            break
        start, at = at, end_of_attribute(at, &end_of_name)
        # a slash before it would end the tag
        if keeps_all or kept.has(start, end_of_name - start) or has_slash(before, start):
            count += 1
        else:
            out[0] = copy_up_to(out[0], copied[0], start)
            copied[0] = at
    weight.tags += 1
    weight.attributes += count
    weight.most = max(weight.most, count)
    return at + 1 if at[0] else at


cdef unsigned char* slim(
    const unsigned char* at, unsigned char* out, Weight* weight, AttributeNames kept
) noexcept nogil:
    """Writes what is read of the markup; the place behind it. All attributes are, where ``kept`` is None."""
    cdef const unsigned char* copied = at  # what stands before is written, or left out
    cdef const unsigned char* start
    cdef const unsigned char* name
    cdef const unsigned char* space
    cdef const char* raw
    cdef bint closes_itself, is_sure = True
    while at[0]:
        at = found_or_end(at, c"<")
        if not at[0]:
            break
        at += 1
        if is_letter(at[0]):
            raw = raw_name(at)
            is_sure = is_sure and not ((at[0] | 32) == c"p" and begins_with(at, "plaintext"))
            name = at
            while not ends_name(at[0]):
                at += 1
            at = slim_tag(at, &out, &copied, weight, kept, kept is None or not is_sure, &closes_itself)
            if raw is not NULL and not closes_itself:
                start, at = at, end_of_raw(at, raw)
                if is_sure and at[0] and raw[0] == c"s":  # a script or a style
                    out, copied = copy_up_to(out, copied, start), at
            elif is_sure and (name[0] | 32) == c"s" and not closes_itself and begins_with(name, "svg"):
                start = end_of_drawing(at, &space)
                if start is not NULL:
                    out, copied = copy_up_to(out, copied, at), start
                    if space is not NULL:
                        out = copy_up_to(out, space, space + 1)
                    at = start
        elif at[0] == c"/" and is_letter(at[1]):
            while not ends_name(at[1]):
                at += 1
            at = end_of_tag(at + 1, &closes_itself)
        elif at[0] == c"!" and at[1] == c"-" and at[2] == c"-":
            start, at = at + 3, end_of_comment(at + 1)
            if is_sure and at[0] and at - start >= 3 and (at - 2)[0] == c"-" and (at - 3)[0] == c"-":
                out, copied = copy_up_to(out, copied, start), at - 3
        elif at[0] == c"!" or at[0] == c"?" or at[0] == c"/":
            start, at = at, found_or_end(at, c">")
            is_sure = is_sure and not hides_a_quote(start, at)
    return copy_up_to(out, copied, at)


def slim_markup(bytes markup not None, attributes=None):
    """The part of the markup that is read, and three numbers: see the twin."""
    cdef AttributeNames kept = names_of(attributes)
    cdef Weight weight = Weight(0, 0, 0)
    cdef const unsigned char* at = markup
    cdef unsigned char* out = <unsigned char*>PyMem_Malloc(len(markup) + 1)
    cdef unsigned char* end
    if out is NULL:
        raise MemoryError
    try:
        with nogil:
            end = slim(at, out, &weight, kept)
        return <bytes>out[: end - out], weight.tags, weight.attributes, weight.most
    finally:
        PyMem_Free(out)
