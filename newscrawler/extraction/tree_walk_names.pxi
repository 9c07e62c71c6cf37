# The walk that notes elements by tag, name and address: part of tree_walk.pyx.

cdef enum:
    STOP = 0xFFFE  # a text's end, or a sign beyond ASCII
    FOUND = 0xFFFF


cdef class PartFinder:
    """Finds any of some parts in a name, whatever its case, in one pass: the automaton of Aho and Corasick."""

    cdef readonly tuple parts
    cdef unsigned short* steps  # of each state, for each kind of sign: where the next state begins; FOUND at a part's end
    cdef unsigned char kinds[256]
    cdef int width
    cdef bint finds_all
    cdef char first  # the sign, no letter, with which all parts begin; else 0

    def __cinit__(self, tuple parts):
        self.parts = parts
        ascii_parts = [part.encode() for part in parts if part.isascii()]
        self.finds_all = b"" in ascii_parts
        firsts = {part[:1] for part in parts}
        self.first = ord(firsts.pop()) if firsts == {"/"} and len(ascii_parts) == len(parts) else 0
        letters = sorted(set(b"".join(ascii_parts)))
        self.width = len(letters) + 2
        memset(self.kinds, 0, sizeof(self.kinds))
        memset(&self.kinds[128], self.width - 1, 128)
        self.kinds[0] = self.width - 1
        for kind, letter in enumerate(letters, 1):
            self.kinds[letter] = kind
        for letter in range(65, 91):
            self.kinds[letter] = self.kinds[letter + 32]
        rows = automaton([[self.kinds[letter] for letter in part] for part in ascii_parts], self.width - 1)
        if len(rows) * self.width >= STOP:
            raise ValueError("too many name parts")
        self.steps = <unsigned short*>PyMem_Malloc(len(rows) * self.width * sizeof(unsigned short))
        if self.steps is NULL:
            raise MemoryError
        for state, row in enumerate(rows):
            for kind, target in enumerate(row):
                self.steps[<int>state * self.width + <int>kind] = FOUND if target < 0 else target * self.width
            self.steps[(<int>state + 1) * self.width - 1] = STOP

    def __dealloc__(self):
        PyMem_Free(self.steps)

    cdef bint is_in(self, str text):
        """Is a part in this text? Python says, for text with letters beyond ASCII."""
        folded = text.lower()
        return any([part in folded for part in self.parts])

    cdef bint is_in_value(self, xmlNode* element, xmlAttr* attribute):
        cdef xmlNode* content = attribute.children
        if content is NULL:
            return False
        cdef int state = -2
        if content.next is NULL and content.type == XML_TEXT_NODE and content.content is not NULL:
            state = self.read(0, content.content)
        return state == -1 or (state == -2 or self.finds_all) and self.is_in(value_of(element, attribute))

    cdef int read(self, int state, const unsigned char* text) noexcept nogil:
        """The state after this text, -1 where a part was found, -2 where a sign beyond ASCII was met."""
        cdef const unsigned short* steps = self.steps
        cdef int next_state
        while True:
            if self.first and not state:
                text = <const unsigned char*>strchr(<const char*>text, self.first)
                if text is NULL:
                    return 0
            next_state = steps[state + self.kinds[text[0]]]
            if next_state >= STOP:
                return -1 if next_state == FOUND else -2 if text[0] else state
            state = next_state
            text += 1


def automaton(parts, width):
    """Rows of next states for the parts, given as lists of letter kinds; -1 is a part's end."""
    rows, ends = [[None] * width], set()
    for part in parts:
        state = 0
        for kind in part:
            if rows[state][kind] is None:
                rows[state][kind] = len(rows)
                rows.append([None] * width)
            state = rows[state][kind]
        ends.add(state)
    waiting, falls = [0], {0: 0}
    for state in waiting:  # grows as it is read: breadth first
        for kind in range(width):
            fall = rows[falls[state]][kind] if state else 0
            target = rows[state][kind]
            if target is None:
                rows[state][kind] = fall
                continue
            falls[target] = fall
            if fall in ends:
                ends.add(target)
            waiting.append(target)
    return [[-1 if target in ends else target for target in row] for row in rows]


cdef dict FINDERS = {}


cdef PartFinder finder_of(tuple parts):
    """Made once for each of the few tables of parts."""
    found = FINDERS.get(parts)
    if found is None:
        FINDERS.clear() if len(FINDERS) > 8 else None
        found = FINDERS[parts] = PartFinder(parts)
    return found


cdef class Namer:
    """Reads the names of elements: the values of some attributes, in their order."""

    cdef PartFinder finder
    cdef list keys
    cdef int count
    cdef bint begins_one[256]
    cdef const char* attributes[16]
    cdef xmlAttr* found[16]

    def __cinit__(self, tuple attributes, tuple parts):
        self.finder = finder_of(parts)
        if len(attributes) > 16:
            raise ValueError("too many naming attributes")
        self.keys = [name.encode() for name in attributes]
        self.count = len(attributes)
        memset(self.begins_one, 0, sizeof(self.begins_one))
        for place, key in enumerate(self.keys):
            self.attributes[<int>place] = <const char*>key
            self.begins_one[<unsigned char>self.attributes[<int>place][0]] = True

    cdef bint find(self, xmlNode* element) noexcept nogil:
        """Notes the naming attributes of an element; has it any?"""
        cdef int place
        cdef bint any_found = False
        cdef xmlAttr* attribute = element.properties
        for place in range(self.count):
            self.found[place] = NULL
        while attribute is not NULL:
            if self.begins_one[attribute.name[0]] and attribute.ns is NULL and attribute.children is not NULL:
                for place in range(self.count):
                    if attribute.name[0] == <unsigned char>self.attributes[place][0] and not strcmp(
                        <const char*>attribute.name, self.attributes[place]
                    ):
                        self.found[place] = attribute
                        any_found = True
                        break
            attribute = attribute.next
        return any_found

    cdef str names(self, xmlNode* element):
        """The names of the element that was looked at last."""
        values = [value_of(element, self.found[place]) for place in range(self.count) if self.found[place] is not NULL]
        return " ".join([value for value in values if value])

    cdef str names_with_part(self, xmlNode* element):
        """The names, "" where there are none or none with a part."""
        if not self.find(element):
            return ""
        cdef int state = self.judge()
        if state >= 0 and not self.finder.finds_all:
            return ""
        names = self.names(element)
        return names if state != -2 or self.finder.is_in(names) else ""

    cdef int judge(self) noexcept nogil:
        cdef int place, state = 0
        cdef bint is_first = True
        cdef xmlNode* content
        for place in range(self.count):
            if self.found[place] is NULL:
                continue
            content = self.found[place].children
            if content.next is not NULL or content.type != XML_TEXT_NODE:
                return -2
            if content.content is NULL or not content.content[0]:
                continue
            if not is_first:
                state = self.finder.read(state, <const unsigned char*>b" ")
                if state < 0:
                    return state
            is_first = False
            state = self.finder.read(state, content.content)
            if state < 0:
                return state
        return state


cdef tuple values_of(xmlNode* element, list keys):
    """The values of the attributes with these names, None where the element has none."""
    cdef list values = [None] * len(keys)
    cdef xmlAttr* attribute = element.properties
    cdef Py_ssize_t place
    while attribute is not NULL:
        if attribute.ns is NULL:
            for place in range(len(keys)):
                if not strcmp(<const char*>attribute.name, <const char*><bytes>keys[place]):
                    values[place] = value_of(element, attribute)
                    break
        attribute = attribute.next
    return tuple(values)


def noted_elements(
    cetree._Element tree not None,
    frozenset noted_tags,
    dict value_tags,
    tuple attributes,
    tuple name_parts,
    tuple address_parts,
    Py_ssize_t most,
):
    """A table of elements, one of values and two lists of elements: see the twin."""
    cdef Tags tags = Tags(noted_tags, value_tags)
    cdef dict keys = {kind: [name.encode() for name in wanted] for kind, wanted in value_tags.items()}
    cdef dict values = {kind: [] for kind in value_tags}
    cdef Namer namer = Namer(attributes, name_parts)
    cdef PartFinder addresses = finder_of(address_parts)
    cdef dict of_tag = {}
    cdef list with_name = [], with_address = [], noted
    cdef xmlNode* root = tree._c_node
    cdef xmlNode* node = root
    cdef xmlAttr* address
    cdef Py_ssize_t order = -1
    cdef int tag
    cdef str names
    while node is not NULL:
        order += cetree._isElement(node)
        if node.type != XML_ELEMENT_NODE:
            node = following(node, root)
            continue
        tag = tags.number(node)
        if tags.traits[tag] & NOTED:
            noted = of_tag.setdefault(tags.names[tag], [])
            if len(noted) < most:
                noted.append((order, cetree.elementFactory(tree._doc, node)))
        if tags.traits[tag] & VALUED:
            noted = values[tags.names[tag]]
            if len(noted) < most:
                noted.append(values_of(node, keys[tags.names[tag]]))
        if node.properties is not NULL:
            names = namer.names_with_part(node) if len(with_name) < most else ""
            if names:
                with_name.append((cetree.elementFactory(tree._doc, node), order, names))
            elif tags.traits[tag] & IS_LINK and len(with_address) < most:
                address = attribute_of(node, "href")
                if address is not NULL and addresses.is_in_value(node, address):
                    namer.find(node)
                    with_address.append((cetree.elementFactory(tree._doc, node), order, namer.names(node)))
        node = node.children if node.children is not NULL else following(node, root)
    return of_tag, values, with_name, with_address
