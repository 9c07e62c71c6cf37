# The walk that cuts a page into blocks: part of tree_walk.pyx.

cdef bint is_name(const char* name) noexcept nogil:
    """Is it an attribute whose value names the element?"""
    if name[0] == c"c":
        return not strcmp(name, "class")
    if name[0] == c"i":
        return not (strcmp(name, "id") and strcmp(name, "itemprop"))
    if name[0] == c"d":
        return not (strcmp(name, "data-component") and strcmp(name, "data-testid") and strcmp(name, "data-type"))
    if name[0] == c"r":
        return not strcmp(name, "role")
    return name[0] == c"a" and not strcmp(name, "aria-hidden")


cdef class Cutter:
    """The state of one walk."""

    cdef Tags tags
    cdef Text text
    cdef Counts ordinals
    cdef list node_parent, node_end, node_first_block, node_last_block, node_tag, node_class, node_id, node_names
    cdef list node_ordinal, texts, block_node, link_lengths, link_counts, links, strong_lengths, leads
    cdef Links of_block  # the links of the block in the making
    cdef list elements  # None where nobody asks for them
    cdef cetree._Element tree
    cdef Py_ssize_t node, nodes
    cdef Py_ssize_t link_length, target_length, link_count, strong_length, in_links, in_targets, in_strong
    cdef bint has_parts, after_break, only_space_since_break
    cdef xmlNode* lead
    cdef xmlNode* figures  # the table of figures that we are in
    cdef xmlNode* heading  # the heading in a box of its own that we are in

    def __cinit__(self, cetree._Element tree, cut, list elements):
        self.tags, self.text, self.ordinals = Tags(), Text(), Counts()
        self.tree, self.elements = tree, elements
        self.node_parent, self.node_end = cut.node_parent, cut.node_end
        self.node_first_block, self.node_last_block = cut.node_first_block, cut.node_last_block
        self.node_tag, self.node_class, self.node_id = cut.node_tag, cut.node_class, cut.node_id
        self.node_names, self.node_ordinal = cut.node_names, cut.node_ordinal
        self.texts, self.block_node, self.leads = cut.texts, cut.block_node, cut.leads
        self.link_lengths, self.link_counts, self.strong_lengths = (
            cut.link_lengths, cut.link_counts, cut.strong_lengths
        )
        self.links, self.of_block = cut.links, Links()
        self.node = self.nodes = self.in_links = self.in_targets = self.in_strong = 0
        self.figures = self.heading = NULL
        self.clear()

    cdef inline void clear(self) noexcept:
        self.text.clear()
        self.has_parts = self.after_break = self.only_space_since_break = False
        self.link_length = self.target_length = self.link_count = self.strong_length = 0
        self.lead = NULL

    cdef str walk(self, Py_ssize_t most_blocks, Py_ssize_t most_elements):
        """The name of what the page has too much of, None where it has not."""
        cdef xmlNode* root = self.tree._c_node
        cdef xmlNode* parent = root
        cdef xmlNode* node
        cdef Py_ssize_t elements = 1
        cdef int role = self.enter(root)
        cdef bint is_seen = role != BREAK  # lxml hides text after a comment, and we that inside a br
        node = NULL if role == SKIPPED else root.children
        while True:
            if len(self.texts) > most_blocks:
                return "blocks of text"
            if node is NULL:
                self.leave(parent)
                if parent == root:
                    return "blocks of text" if len(self.texts) > most_blocks else None
                node, parent, is_seen = parent.next, parent.parent, True
            elif is_text(node):
                if is_seen:
                    self.add(node)
                node = after_texts(node)
            elif node.type == XML_ELEMENT_NODE:
                elements += 1
                if elements > most_elements:
                    return "elements"
                role = self.enter(node)
                is_seen = role != BREAK
                if role == SKIPPED:
                    node = node.next
                else:
                    parent, node = node, node.children
            else:
                is_seen = is_seen and is_passed_over(node)
                node = node.next

    cdef inline int role_of(self, int traits) noexcept:
        cdef int role = traits & ROLE_MASK
        if role == CELL:
            return BLOCK if self.figures is NULL else INLINE
        if self.heading is not NULL and traits & DIV:
            return INLINE
        return role

    cdef int role_by_class(self, xmlNode* element, int role) except -1:
        cdef xmlAttr* class_name = attribute_of(element, "class")
        if class_name is NULL:
            return role
        if role == INLINE and is_line_break(element, class_name):
            return BREAK
        return SKIPPED if is_for_screen_readers(element, class_name) else role

    cdef int enter(self, xmlNode* element) except -1:
        cdef int tag = self.tags.number(element)
        cdef int traits = self.tags.traits[tag]
        cdef int role = self.role_of(traits)
        if (role == INLINE or role == LINK or role == STRONG) and element.properties is not NULL:
            role = self.role_by_class(element, role)
        if role == SKIPPED:
            return role
        if role == BLOCK or role == TABLE:
            self.open(element, tag)
            if role == TABLE and self.figures is NULL:
                self.figures = element
            elif traits & HEADING and self.is_boxed(element):
                self.heading = element
            return role
        if role == BREAK:
            self.break_line()
            return role
        if role == LINK:
            self.in_links += 1
            self.in_targets += not leads_somewhere(element)
            self.link_count += 1
            self.of_block.enter(element)
        elif role == STRONG:
            self.in_strong += 1
        elif traits & IS_CELL and self.figures is not NULL:
            self.add_space()
        if self.lead is NULL and not self.has_parts:
            self.lead = element
        return role

    cdef int leave(self, xmlNode* element) except -1:
        cdef int role = self.role_of(self.tags.traits[self.tags.number(element)])
        if role == BLOCK or role == TABLE:
            self.close()
            if element == self.figures:
                self.figures = NULL
            elif element == self.heading:
                self.heading = NULL
        elif role == LINK:
            self.in_links -= 1
            self.in_targets -= not leads_somewhere(element)
            self.of_block.leave()
        elif role == STRONG:
            self.in_strong -= 1
        return 0

    cdef inline void add_space(self) noexcept:
        self.has_parts = True
        self.text.space_waits = True

    cdef int add(self, xmlNode* node) except -1:
        """Adds the texts that stand side by side from here on."""
        cdef Py_ssize_t seen = 0, start = -1, end = 0, found
        while node is not NULL and (is_text(node) or is_passed_over(node)):
            if is_text(node) and node.content is not NULL:
                found = self.text.add(node.content, NO_LIMIT, NO_LIMIT, &seen, &start)
                if found:
                    end = found
            node = node.next
        if start < 0:
            return 0  # white space alone begins nothing, and the text remembers to leave a space
        self.has_parts = True
        self.of_block.texts += 1
        self.only_space_since_break = False
        if self.in_links:
            self.link_length += end - start
            if self.in_targets == self.in_links:
                self.target_length += end - start
        if self.in_strong:
            self.strong_length += end - start
        return 0

    cdef int break_line(self) except -1:
        if self.has_parts:
            if self.after_break and self.only_space_since_break:
                self.flush()
            else:
                self.add_space()
                self.after_break = self.only_space_since_break = True
        return 0

    cdef int open(self, xmlNode* element, int tag) except -1:
        if self.has_parts:
            self.flush()
        else:
            self.lead = NULL
            if self.link_count:
                self.link_count = 0
                self.of_block.finish()
        cdef Py_ssize_t parent = self.node
        cdef str value, names = "", class_name = "", identity = ""
        cdef bint is_first = True
        cdef xmlAttr* attribute = element.properties
        while attribute is not NULL:
            if attribute.ns is NULL and is_name(<const char*>attribute.name):
                value = value_of(element, attribute)
                if attribute.name[0] == c"c":
                    class_name = value
                elif attribute.name[0] == c"a":
                    value = f"aria-hidden={value}"
                elif attribute.name[1] == c"d":
                    identity = value
                names = value if is_first else f"{names} {value}"
                is_first = False
            attribute = attribute.next
        self.node = self.nodes
        self.nodes += 1
        if self.elements is not None:
            self.elements.append(cetree.elementFactory(self.tree._doc, element))
        self.node_parent.append(parent)
        self.node_end.append(0)
        self.node_first_block.append(len(self.texts))
        self.node_last_block.append(0)
        self.node_tag.append(self.tags.names[tag])
        self.node_class.append(class_name)
        self.node_id.append(identity)
        self.node_names.append(names)
        self.node_ordinal.append(self.ordinals.add_one(parent, tag))
        return 0

    cdef int close(self) except -1:
        if self.has_parts:
            self.flush()
        self.node_end[self.node] = self.nodes
        self.node_last_block[self.node] = len(self.texts)
        self.node = self.node_parent[self.node]
        return 0

    cdef int flush(self) except -1:
        cdef Py_ssize_t length = self.text.signs
        cdef tuple links = self.of_block.finish() if self.link_count else ()
        if self.text.says_something:
            self.texts.append(self.text.finish())
            self.block_node.append(self.node)
            if self.target_length and self.node_tag[self.node] in element_roles.HEADINGS:
                self.link_length -= self.target_length  # a place to jump to
                self.link_count = len(links)
            self.link_lengths.append(min(self.link_length, length))
            self.link_counts.append(self.link_count)
            self.links.append(links)
            self.strong_lengths.append(min(self.strong_length, length))
            self.leads.append("" if self.lead is NULL else self.lead_name())
        self.clear()
        return 0

    cdef str lead_name(self):
        cdef xmlAttr* attribute = attribute_of(self.lead, "class")
        class_name = "" if attribute is NULL else value_of(self.lead, attribute)
        return f"{self.tags.names[self.tags.number(self.lead)]} {class_name}"

    cdef bint is_boxed(self, xmlNode* heading) except -1:
        """Is all of a short heading in one div, as editors built on Draft.js write it? Longer ones are unclosed tags."""
        cdef xmlNode* only = NULL
        cdef xmlNode* node = heading.children
        cdef Py_ssize_t length = 0
        while node is not NULL:
            if cetree._isElement(node):
                if only is not NULL:
                    return False
                only = node
            node = node.next
        if only is NULL or only.type != XML_ELEMENT_NODE or not self.tags.traits[self.tags.number(only)] & DIV:
            return False
        node = heading.children
        while node is not NULL:
            if is_text(node) and node.content is not NULL:
                length += signs_in(node.content)
            elif node.type == XML_ELEMENT_NODE:
                if node != only and self.tags.traits[self.tags.number(node)] & PARTS_A_HEADING:
                    return False
                if node.children is not NULL:
                    node = node.children
                    continue
            if length > LONGEST_HEADING:
                return False
            node = following(node, heading)
        return True


def walk_blocks(cetree._Element tree not None, cut, Py_ssize_t most_blocks, Py_ssize_t most_elements):
    """Fills the empty lists of a `CutPage`; the name of what the page has too much of, None where it has not."""
    return Cutter(tree, cut, None).walk(most_blocks, most_elements)


def block_elements(cetree._Element tree not None, cut, Py_ssize_t most_blocks, Py_ssize_t most_elements):
    """The same walk once more: the elements of its nodes, in order."""
    cdef list elements = []
    Cutter(tree, cut, elements).walk(most_blocks, most_elements)
    return elements
