"""Drawings are published without what runs when somebody opens them by themselves."""

from __future__ import annotations

from io import BytesIO

import pytest

from conftest import Publication
from feedwright.resolve.metadata import pieces, svg
from media_files import SVG


def cleaned(data: str) -> str:
    """The drawing as it is published."""
    assert svg.is_svg(data.encode())
    found = svg.clean(data.encode())
    return b"".join(pieces.content(BytesIO(data.encode()), found)).decode()


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ("<script>alert(1)</script><rect/>", "<rect/>"),
        ('<script type="text/javascript"><![CDATA[ if (a < b) alert(1) ]]></script >', ""),
        ('<SCRIPT href="https://evil.example/a.js"/><g/>', "<g/>"),
        ("<s:script xmlns:s='http://www.w3.org/2000/svg'>alert(1)</s:script>", ""),
        ("<rect/><script>alert(1)", "<rect/>"),
        ('<rect onclick="alert(1)" width="9"/>', '<rect width="9"/>'),
        ("<rect width='9'\n onmouseover = 'a > b'/>", "<rect width='9'\n/>"),
        ('<a xlink:href="javascript:alert(1)"><rect/></a>', "<a><rect/></a>"),
        ("<a href=' JavaScript:alert(1)'/>", "<a/>"),
        # What no script is
        ('<a href="https://example.org/?on=1"/>', '<a href="https://example.org/?on=1"/>'),
        ("<text>turn it on = now</text>", "<text>turn it on = now</text>"),
        ('<description>a > b "</description>', '<description>a > b "</description>'),
        ('<g id="only" opacity="1"/>', '<g id="only" opacity="1"/>'),
    ],
)
def test_scripts_go_and_all_else_stays(inside: str, left: str) -> None:
    start = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">'
    assert cleaned(f"{start}{inside}</svg>").removesuffix("</svg>") == f"{start}{left}"


def test_an_event_handler_of_the_drawing_itself_goes() -> None:
    assert cleaned('<svg onload="alert(1)" width="9"></svg>') == '<svg width="9"></svg>'


def test_a_drawing_with_a_script_is_published_without_it_and_that_is_said(publication: Publication) -> None:
    publication.write("news/map.svg", SVG.replace(b"</svg>", b"<script>alert(1)</script></svg>"))
    publication.article(image="map.svg")
    [notice] = publication.build().warnings
    assert str(notice).endswith("map.svg: a drawing is published without its scripts")
    [file] = (publication.feeds / "media").rglob("*.svg")
    assert file.read_bytes() == SVG


def test_a_drawing_without_scripts_is_published_as_it_is(publication: Publication) -> None:
    publication.write("news/map.svg", SVG)
    publication.article(image="map.svg")
    assert publication.build().warnings == []
    [file] = (publication.feeds / "media").rglob("*.svg")
    assert file.read_bytes() == SVG
