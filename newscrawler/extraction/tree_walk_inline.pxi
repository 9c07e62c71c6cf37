# What the class of an inline element says, see inline_classes.py: part of tree_walk.pyx.

cdef PartFinder HIDDEN = finder_of(inline_classes.HIDDEN_PARTS)
cdef Py_ssize_t LONGEST_HIDDEN = inline_classes.LONGEST_HIDDEN
cdef object hides_text = inline_classes.hides_text


cdef bint is_for_screen_readers(xmlNode* element, xmlAttr* class_name) except -1:
    if not HIDDEN.is_in_value(element, class_name) or not hides_text(value_of(element, class_name)):
        return False
    cdef str text = short_text(element)
    return text is not None and inline_classes.is_mere_help(text)


cdef str short_text(xmlNode* element):
    """The element's text as it is written; None where it has too many signs."""
    cdef str text = ""
    cdef xmlNode* node = element.children
    while node is not NULL:
        if is_text(node) and node.content is not NULL:
            text += decoded(node.content)
            if len(text) > LONGEST_HIDDEN:
                return None
        elif node.type == XML_ELEMENT_NODE and node.children is not NULL:
            node = node.children
            continue
        node = following(node, element)
    return text


cdef bint is_line_break(xmlNode* element, xmlAttr* class_name):
    cdef xmlNode* content = class_name.children
    if element.children is not NULL or content is NULL:
        return False
    if content.next is NULL and content.content is not NULL and strstr(<const char*>content.content, "br") is NULL:
        return False  # as most say
    return inline_classes.BREAK_CLASS in value_of(element, class_name).split()
