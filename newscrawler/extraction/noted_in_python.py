"""The walk that notes elements by tag, name and address, in Python: the twin of ``tree_walk_names.pxi``."""

from lxml.html import HtmlElement

_Named = tuple[HtmlElement, int, str]  # the element, its place among all elements, its names
_Values = tuple[str | None, ...]  # of attributes, None for those that the element has not


def noted_elements(
    tree: HtmlElement,
    noted_tags: frozenset[str],
    value_tags: dict[str, tuple[str, ...]],
    attributes: tuple[str, ...],
    name_parts: tuple[str, ...],
    address_parts: tuple[str, ...],
    most: int,
) -> tuple[dict[str, list[tuple[int, HtmlElement]]], dict[str, list[_Values]], list[_Named], list[_Named]]:
    """What is noted of the page's elements, in four tables of at most ``most`` entries each.

    The elements with the tags; of each tag of ``value_tags`` the values of its attributes; the elements with a part in
    their names; the other links with a part in their address. Names are values of ``attributes``, joined; parts are in
    lower case.
    """
    of_tag: dict[str, list[tuple[int, HtmlElement]]] = {}
    values: dict[str, list[_Values]] = {tag: [] for tag in value_tags}
    with_name: list[_Named] = []
    with_address: list[_Named] = []
    for order, element in enumerate(tree.iter()):
        tag = element.tag
        if tag in noted_tags:
            noted = of_tag.setdefault(tag, [])
            if len(noted) < most:
                noted.append((order, element))
        if tag in value_tags and len(values[tag]) < most:
            values[tag].append(tuple(element.get(name) for name in value_tags[tag]))
        names = " ".join([value for name in attributes if (value := element.get(name))])
        if names and len(with_name) < most:
            folded = names.lower()
            if any(part in folded for part in name_parts):
                with_name.append((element, order, names))
                continue
        if tag == "a" and len(with_address) < most and (address := element.get("href")):
            folded = address.lower()
            if any(part in folded for part in address_parts):
                with_address.append((element, order, names))
    return of_tag, values, with_name, with_address
