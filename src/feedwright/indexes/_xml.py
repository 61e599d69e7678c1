"""Helpers for writing XML. Import this only to write a document: most runs need neither this nor lxml."""

from __future__ import annotations

from lxml import etree

from feedwright.text import legal


def child(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    """Append an element, without characters that XML does not allow in its text and attributes."""
    cleaned = {name: legal(value) for name, value in attributes.items()}
    added = etree.SubElement(parent, tag, cleaned)
    added.text = None if text is None else legal(text)
    return added


def document(root: etree._Element) -> bytes:
    """Serialize the document, each element on its own line."""
    # libxml2 itself indents at most sixty levels; sections may be nested deeper.
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
