"""XML for feeds and sitemaps, built as a tree, so that it is always well-formed."""

from collections.abc import Mapping

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XMLElement = etree._Element


def add(parent: XMLElement, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> XMLElement:
    """Add a child to `parent`. `text` must not contain characters that XML forbids."""
    child = etree.SubElement(parent, name, dict(attributes or {}))
    child.text = text or None
    return child


def write_document(root: XMLElement) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
