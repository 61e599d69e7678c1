"""XML documents as trees. Whoever writes one imports this then, and lxml with it: most runs write none."""

from __future__ import annotations

from lxml import etree

from feedwright.text import legal


def child(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    """Appends an element; what XML cannot carry is left out of its text and attributes."""
    said = {name: legal(value) for name, value in attributes.items()}
    added = etree.SubElement(parent, tag, said)
    added.text = None if text is None else legal(text)
    return added


def document(root: etree._Element) -> bytes:
    """The whole document, each element on a line of its own."""
    # Sections lie deeper than the sixty levels that libxml2 indents by itself.
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
