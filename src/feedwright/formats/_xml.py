"""Adding elements to what feedgen writes."""

from __future__ import annotations

from lxml import etree


def child(parent: etree._Element, name: str, text: str | None = None, **attributes: object) -> etree._Element:
    """Appends an element; attributes that are None are left out."""
    said = {key: str(value) for key, value in attributes.items() if value is not None}
    added = etree.SubElement(parent, name, said)
    added.text = text
    return added
