"""Reads HTML as a browser does and checks that nothing in it could do harm."""

from xml.etree import ElementTree as ET

import html5lib

from engage.core.text import Allowed


def elements(html: str) -> list[ET.Element]:
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [element for element in fragment.iter() if element is not fragment]


def assert_safe(html: str, allowed: Allowed) -> None:
    for element in elements(html):
        assert element.tag in allowed.tags, html
        names = set(element.attrib)
        assert names <= allowed.attributes.get(str(element.tag), frozenset()) | {"rel"}, html
        href = element.attrib.get("href", "/")
        assert href.lower().startswith(("http://", "https://", "mailto:", "tel:", "/", "#")), html
        assert not href.startswith(("//", "/\\")), html
        src = element.attrib.get("src", "/files/")
        assert src.startswith("/files/"), html
        assert ".." not in src, html
