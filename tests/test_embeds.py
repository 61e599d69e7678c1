"""Frames of other sites become links: no reader shows them, and what is in them must not be lost."""

from __future__ import annotations

import pytest

from conftest import Publication
from media_files import picture

FRAMES = {
    "<iframe src='https://www.youtube.com/embed/abc_-1?rel=0' title='The launch'></iframe>": (
        '<a href="https://www.youtube.com/watch?v=abc_-1">The launch</a>'
    ),
    '<IFRAME width=560 src="//www.youtube-nocookie.com/embed/abc">No frames?</IFRAME>': (
        '<a href="https://www.youtube.com/watch?v=abc">YouTube</a>'
    ),
    '<iframe src="https://player.vimeo.com/video/123?h=4" allow="autoplay">': (
        '<a href="https://vimeo.com/123">Vimeo</a>'
    ),
    '<iframe src="/charts/tides.html" title="Tides"></iframe>': (
        '<a href="https://example.org/charts/tides.html">Tides</a>'
    ),
    '<script src="https://gist.github.com/ann/1a2b.js"></script>': (
        '<a href="https://gist.github.com/ann/1a2b">Gist</a>'
    ),
    '<iframe src="https://www.youtube.com/embed/abc" title="YouTube video player"></iframe>': (
        '<a href="https://www.youtube.com/watch?v=abc">YouTube</a>'
    ),
    '<iframe src="https://www.maps.example/"></iframe>': '<a href="https://www.maps.example/">maps.example</a>',
    '<iframe src="https://maps.example/?a=1&amp;b=2" title="Where &lt;b&gt; is"></iframe>': (
        '<a href="https://maps.example/?a=1&amp;b=2">Where &lt;b&gt; is</a>'
    ),
}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_becomes_a_link_to_what_it_shows(publication: Publication, frame: str) -> None:
    publication.article("news/film.md", f"Before.\n\n{frame}\n\nAfter.")
    publication.build()
    content = publication.json("news")["items"][0]["content_html"]
    assert FRAMES[frame] in content
    assert "iframe" not in content.casefold()
    assert "No frames?" not in content
    assert "Before." in content
    assert "After." in content


@pytest.mark.parametrize("src", ["javascript:alert(1)", "data:text/html,x", "about:blank", ""])
def test_a_frame_of_no_other_site_is_dropped(publication: Publication, src: str) -> None:
    publication.article("news/film.md", f'Before.\n\n<iframe src="{src}"></iframe>\n\nAfter.')
    publication.build()
    content = publication.json("news")["items"][0]["content_html"]
    assert content.split() == ["<p>Before.</p>", "<p>After.</p>"]


def test_a_frame_that_is_shown_as_code_stays(publication: Publication) -> None:
    publication.article("news/film.md", '`<iframe src="https://maps.example/">`')
    publication.build()
    assert "&lt;iframe" in publication.json("news")["items"][0]["content_html"]


def test_a_player_is_no_enclosure(publication: Publication) -> None:
    """What `video` names may be a page with a film, of which nobody knows where the file is."""
    publication.article("news/a.md", "Words.", title="A", video="https://youtu.be/abc-123")
    publication.article(
        "news/b.md", "Words.", title="B", video="{src: https://vimeo.com/12345, title: Tides}"
    )
    publication.article(
        "news/c.md", "[See](https://vimeo.com/12345)", title="C", audio="https://vimeo.com/12345"
    )
    publication.article("news/d.md", "Words.", title="D", image="'x: https://example.org/a.png'")
    publication.article("news/e.md", "The tide.", title="E", audio="https://soundcloud.com/ann/tide")
    report = publication.build()
    assert [str(one) for one in report.warnings] == [
        "content/news/d.md: image: x: https://example.org/a.png is missing; left out"
    ]
    items = {item["title"]: item for item in publication.json("news")["items"]}
    assert [item for item in items.values() if "attachments" in item] == []
    assert items["A"]["summary"] == "Words. YouTube"
    assert '<p><a href="https://youtu.be/abc-123">YouTube</a></p>' in items["A"]["content_html"]
    assert '<p><a href="https://vimeo.com/12345">Tides</a></p>' in items["B"]["content_html"]
    assert items["E"]["content_html"].count("https://soundcloud.com/ann/tide") == 1
    assert items["C"]["content_html"].count("vimeo.com") == 1


def test_a_page_may_say_what_its_addresses_are_relative_to(publication: Publication) -> None:
    page = (
        "<base href='https://quay.example/news/'><p><a href='b.html?a=1&amp;b=2'>b</a> <a href='#c'>c</a> "
        "<img src='c.png' srcset='c.png 1x, /d.png 2x'> <img src='./saved_files/e.png'></p>"
    )
    publication.article("news/a.html", page)
    publication.build()
    assert publication.json("news")["items"][0]["content_html"] == (
        '<p><a href="https://quay.example/news/b.html?a=1&amp;b=2">b</a> '
        '<a href="https://example.org/news/a/#c">c</a> <img src="https://quay.example/news/c.png" '
        'srcset="https://quay.example/news/c.png 1x, https://quay.example/d.png 2x"> '
        '<img src="https://example.org/news/a/saved_files/e.png"></p>'
    )


def test_paths_as_people_with_windows_write_them(publication: Publication) -> None:
    publication.write("news/pictures/quay.png", picture("PNG", 3, 3))
    body = (
        "<p><img src='pictures\\quay.png'> <a href='\\tides\\north'>n</a></p>\n\n"
        "![x](pictures\\quay.png) ![y](pictures/quay.png?raw=true#only-light)"
    )
    publication.article("news/a.md", body, image=r"'pictures\quay.png'")
    report = publication.build()
    assert report.warnings == []
    content = publication.json("news")["items"][0]["content_html"]
    assert content.count("-quay.png") == 3
    assert '<a href="https://example.org/tides/north">' in content


@pytest.mark.parametrize("path", [r"..\..\outside.png", r"pictures\..\..\..\outside.png"])
def test_such_a_path_leads_out_of_content_no_more_than_others(publication: Publication, path: str) -> None:
    (publication.root / "outside.png").write_bytes(picture("PNG", 3, 3))
    publication.article("news/a.md", image=f"'{path}'")
    report = publication.build()
    assert len(report.warnings) == 1
    assert not (publication.feeds / "media").exists()


def test_a_link_without_a_scheme_gets_one_and_is_named(publication: Publication) -> None:
    publication.article("news/a.md", "[Quay](www.quay.example/a) and [other](www/b).")
    report = publication.build()
    said = "body: the link www.quay.example/a has no https:// at its beginning; it gets that"
    assert [one.message for one in report.warnings] == [said]
    content = publication.json("news")["items"][0]["content_html"]
    assert '<a href="https://www.quay.example/a">Quay</a>' in content
    assert '<a href="https://example.org/news/a/www/b">other</a>' in content
