# What the class of an inline element says, see inline_classes.py: part of tree_walk.pyx.

cdef PartFinder HIDDEN = finder_of(inline_classes.HIDDEN_PARTS)
cdef Py_ssize_t LONGEST_HIDDEN = inline_classes.LONGEST_HIDDEN
cdef object hides_text = inline_classes.hides_text


cdef bint is_for_screen_readers(xmlNode* element, xmlAttr* class_name) except -1:
    return (
        HIDDEN.is_in_value(element, class_name)
        and hides_text(value_of(element, class_name))
        and is_short_text(element)
    )


cdef bint is_short_text(xmlNode* element) noexcept:
    """Has it a letter or figure, and not too many signs?"""
    cdef Py_ssize_t length = 0
    cdef bint says_something = False
    cdef const unsigned char* at
    cdef Py_UCS4 sign
    cdef int size
    cdef xmlNode* node = element.children
    while node is not NULL:
        if is_text(node) and node.content is not NULL:
            at = node.content
            while at[0]:
                sign = code_point(at, &size)
                if at[0] < 0x80:
                    sign = at[0]
                says_something = says_something or Py_UNICODE_ISALNUM(sign)
                at += size
                length += 1
                if length > LONGEST_HIDDEN:
                    return False
        elif node.type == XML_ELEMENT_NODE and node.children is not NULL:
            node = node.children
            continue
        node = following(node, element)
    return says_something


cdef bint is_line_break(xmlNode* element, xmlAttr* class_name):
    cdef xmlNode* content = class_name.children
    if element.children is not NULL or content is NULL:
        return False
    if content.next is NULL and content.content is not NULL and strstr(<const char*>content.content, "br") is NULL:
        return False  # as most say
    return inline_classes.BREAK_CLASS in value_of(element, class_name).split()
