"""Pictures reach readers whole: with their words, in several sizes, in the text once, and in Media RSS."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from PIL import Image, ImageCms

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.resolve.renditions import render
from media_files import SVG, picture

MEDIA = "{http://search.yahoo.com/mrss/}"
SIZES = "media: {image_sizes: [320, 640, 1200]}\n"


def entries(publication: Publication) -> list[etree._Element]:
    """The first entry as RSS and as Atom have it."""
    rss = etree.fromstring(publication.bytes("news/rss.xml")).find("channel/item")
    atom = etree.fromstring(publication.bytes("news/atom.xml")).find("{*}entry")
    assert rss is not None
    assert atom is not None
    return [rss, atom]


def content(publication: Publication) -> str:
    return str(publication.json("news")["items"][0]["content_html"])


def published(publication: Publication, url: str) -> Path:
    return publication.feeds / url.removeprefix("https://feeds.example.org/")


# sizes


@pytest.fixture
def sized(publication: Publication) -> Publication:
    publication.configure(CONFIG + SIZES)
    publication.write("news/lead.jpg", picture("JPEG", 1000, 500))
    publication.article(image="{src: lead.jpg, caption: A wave, credit: Ann Lee, copyright: © AP, alt: Sea}")
    return publication


def test_several_sizes_stand_in_a_group_the_original_as_default(sized: Publication) -> None:
    sized.build()
    for entry in entries(sized):
        (group,) = entry.findall(f"{MEDIA}group")
        assert entry.findall(f"{MEDIA}content") == []
        contents = group.findall(f"{MEDIA}content")
        assert [(one.get("width"), one.get("height"), one.get("isDefault")) for one in contents] == [
            ("1000", "500", "true"),
            ("640", "320", None),
            ("320", "160", None),
        ]
        for one in contents:
            data = published(sized, one.get("url", "")).read_bytes()
            assert one.get("fileSize") == str(len(data))
            assert (one.get("type"), one.get("medium")) == ("image/jpeg", "image")
            assert Image.open(io.BytesIO(data)).size == (int(one.get("width", 0)), int(one.get("height", 0)))
        words = {etree.QName(child).localname: child.text for child in contents[0]}
        assert words == {"title": "Sea", "description": "A wave", "credit": "Ann Lee", "copyright": "© AP"}


def test_the_thumbnail_is_the_smallest_size(sized: Publication) -> None:
    sized.build()
    for entry in entries(sized):
        (thumbnail,) = entry.findall(f"{MEDIA}thumbnail")
        assert (thumbnail.get("width"), thumbnail.get("height")) == ("320", "160")
        assert published(sized, thumbnail.get("url", "")).is_file()


def test_readers_see_the_sizes_and_the_caption_is_no_summary(sized: Publication) -> None:
    sized.article(image="{src: lead.jpg, caption: A wave}", summary="What happened.", body="At length.")
    sized.build()
    for name in ("rss.xml", "atom.xml"):
        entry: Any = feedparser.parse(sized.bytes(f"news/{name}")).entries[0]
        assert [one["width"] for one in entry.media_content] == ["1000", "640", "320"]
        assert entry.summary == "What happened."


def test_json_feed_has_the_sizes_in_its_extension(sized: Publication) -> None:
    sized.build()
    about = sized.json("news")["items"][0]["_image"]
    assert [(one["width"], one["height"]) for one in about["sizes"]] == [(320, 160), (640, 320)]
    assert about["copyright"] == "© AP"


def test_a_small_picture_is_never_made_larger(publication: Publication) -> None:
    publication.configure(CONFIG + SIZES)
    publication.write("news/lead.png", picture("PNG", 320, 200))
    publication.article(image="lead.png")
    publication.build()
    for entry in entries(publication):
        assert entry.findall(f"{MEDIA}group") == []
        (only,) = entry.findall(f"{MEDIA}content")
        assert (only.get("width"), only.get("isDefault")) == ("320", "true")


@pytest.mark.parametrize("name", ["moving.gif", "drawing.svg", "moving.webp"])
def test_what_moves_or_has_no_size_stays_as_it_is(publication: Publication, name: str) -> None:
    split_records = [Image.new("RGB", (700, 400), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    if name.startswith("moving"):
        split_records[0].save(
            file, name[-4:].strip(".").upper(), save_all=True, append_images=split_records[1:]
        )
    publication.configure(CONFIG + SIZES)
    publication.write(f"news/{name}", file.getvalue() or SVG)
    publication.article(image=name)
    assert publication.build().warnings == []
    assert len(list((publication.feeds / "media").rglob("*.*"))) == 1


def test_sizes_are_upright_and_keep_the_colour_profile_alone(publication: Publication) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera with a serial number"
    file = io.BytesIO()
    Image.new("RGB", (800, 400), "teal").save(file, "JPEG", icc_profile=profile, exif=exif)
    publication.configure(CONFIG + SIZES)
    publication.write("news/lead.jpg", file.getvalue())
    publication.article(image="lead.jpg")
    publication.build()
    (small,) = (publication.feeds / "media").rglob("*-320w.jpg")
    with Image.open(small) as made:
        assert made.size == (320, 640)
        assert made.info["icc_profile"] == profile
        assert not made.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_sizes_have_the_colours_of_the_picture_and_those_between(publication: Publication, mode: str) -> None:
    """A dark half and a light half, which only a picture with scalable colours has a middle of."""
    dark, light = ("black", "white") if mode in ("1", "L") else ("navy", "yellow")
    original = Image.new("RGB", (641, 400), dark)
    original.paste(Image.new("RGB", (321, 400), light), (320, 0))
    file = io.BytesIO()
    original.convert(mode).save(file, "PNG")
    publication.configure(CONFIG + SIZES)
    publication.write("news/lead.png", file.getvalue())
    publication.article(image="lead.png")
    publication.build()
    (small,) = (publication.feeds / "media").rglob("*-320w.png")
    with Image.open(small) as made:
        shown = made.convert("RGB")
    assert shown.getpixel((0, 0)) == Image.new("RGB", (1, 1), dark).getpixel((0, 0))
    assert shown.getpixel((319, 199)) == Image.new("RGB", (1, 1), light).getpixel((0, 0))
    assert len(shown.getcolors() or ()) > 2


def test_a_size_is_made_once(sized: Publication) -> None:
    sized.build()
    (small,) = (sized.feeds / "media").rglob("*-320w.jpg")
    before = small.stat()
    assert not (sized.root / ".feedwright" / "images").exists()
    sized.article("news/other.md", image="lead.jpg", title="Another story")
    sized.build()
    (sized.root / ".feedwright" / "catalog.sqlite").unlink()
    sized.build()
    assert (small.stat().st_mtime_ns, small.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_size_that_was_lost_is_made_again(sized: Publication) -> None:
    sized.build()
    (small,) = (sized.feeds / "media").rglob("*-320w.jpg")
    data = small.read_bytes()
    small.unlink()
    sized.build()
    assert small.read_bytes() == data


def test_a_broken_picture_is_left_out_with_a_warning(publication: Publication) -> None:
    publication.configure(CONFIG + SIZES)
    publication.write("news/lead.jpg", picture("JPEG", 1000, 500)[:-400])
    publication.article(image="lead.jpg")
    (warning,) = publication.build().warnings
    assert warning.message.startswith("image: lead.jpg cannot be made smaller: ")
    assert entries(publication)[0].findall(f"{MEDIA}content") == []


def test_a_picture_that_is_gone_when_it_is_made_smaller_is_said_in_the_systems_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        render(tmp_path / "lead.jpg", "image/jpeg", "lead.jpg", (1000, 500), [320], (tmp_path, tmp_path))
    assert caught.value.strerror == "No such file or directory"


# the gallery


def test_a_gallery_is_in_media_rss_and_in_the_text_but_no_enclosure(publication: Publication) -> None:
    for name in ("lead", "one", "two"):
        publication.write(f"news/{name}.png", picture("PNG", 30, 20) + name.encode())
    publication.article(
        "news/story.md",
        "Hello. ![](two.png)",
        image="lead.png",
        gallery="[{src: one.png, caption: The first, credit: Bo}, two.png, lead.png]",
    )
    publication.build()
    for entry in entries(publication):
        urls = [one.get("url", "") for one in entry.findall(f"{MEDIA}content")]
        assert [url.rpartition("-")[2] for url in urls] == ["lead.png", "one.png", "two.png"]
        captions = [one.text for one in entry.iter(f"{MEDIA}description")]
        assert captions == ["The first"]
    html = content(publication)
    assert [html.count(f"-{name}.png") for name in ("lead", "one", "two")] == [1, 1, 1]
    assert html.endswith("<figcaption>The first | Bo</figcaption></figure>")
    item = publication.json("news")["items"][0]
    assert len(item["attachments"]) == 1
    assert [one["caption"] for one in item["_gallery"]["pictures"][:1]] == ["The first"]


# the lead picture in the text


@pytest.mark.parametrize(
    ("body", "is_added"),
    [
        ("Hello.", True),
        ("![](lead.png)", False),
        ('<img alt="" src="../news/lead.png">', False),
        ('<picture><source srcset="lead.png 1x, other.png 2x"><img src="other.png"></picture>', False),
        ("![](other.png)", True),
    ],
)
def test_the_text_opens_with_the_lead_picture_unless_it_shows_it(
    publication: Publication, body: str, is_added: bool
) -> None:
    for name in ("lead", "other"):
        publication.write(f"news/{name}.png", picture("PNG", 30, 20) + name.encode())
    publication.article("news/story.md", body, image="{src: lead.png, caption: A wave, credit: Ann}")
    publication.build()
    assert content(publication).count("-lead.png") == 1
    assert content(publication).count("<figcaption>A wave | Ann</figcaption></figure>") == 1
    assert content(publication).startswith("<figure><img ") == (is_added or body.startswith(("!", "<img")))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Alone in its paragraph, be it in a link, or not in one at all: a figure takes the paragraph's place.
        ("<p>{lead}</p><p>Hello.</p>", "<figure>{lead}{words}</figure><p>Hello.</p>"),
        ('<p><a href="#a">{lead}</a></p>', '<figure><a href="#a">{lead}</a>{words}</figure>'),
        ("<div>{lead}</div>", "<div><figure>{lead}{words}</figure></div>"),
        ("<ul><li>{lead}</li></ul>", "<ul><li><figure>{lead}{words}</figure></li></ul>"),
        ("Hello.<br>{lead}", "Hello.<br><figure>{lead}{words}</figure>"),
        # Among other words no figure may stand.
        (
            "<p>One <b>two {lead}</b> three</p>",
            "<p>One <b>two {lead}</b> <small>(A wave | Ann)</small> three</p>",
        ),
        ("<h2>{lead} So</h2>", "<h2>{lead} <small>(A wave | Ann)</small> So</h2>"),
        # Alone in a heading or in a preformatted text: these stay what they are, and may hold no figure.
        ("<h2>{lead}</h2>", "<h2>{lead} <small>(A wave | Ann)</small></h2>"),
        ("<pre>{lead}</pre>", "<pre>{lead} <small>(A wave | Ann)</small></pre>"),
        # In a figure: what it does not say yet.
        ("<figure>{lead}</figure>", "<figure>{lead}{words}</figure>"),
        ("<figure><p>{lead}</p></figure>", "<figure><p>{lead}</p>{words}</figure>"),
        ("<figure>{lead}<figcaption></figcaption></figure>", "<figure>{lead}{words}</figure>"),
        (
            "<figure>{lead}<figcaption>The <i>sea</i></figcaption></figure>",
            "<figure>{lead}<figcaption>The <i>sea</i> | Ann</figcaption></figure>",
        ),
        (
            "<figure>{lead}<figcaption>A wave. Photo: ANN</figcaption></figure>",
            "<figure>{lead}<figcaption>A wave. Photo: ANN</figcaption></figure>",
        ),
        # Words that people read right there are not said again; a longer word is another one.
        ("<p>{lead}</p><p>A wave (photo: Ann)</p>", "<p>{lead}</p><p>A wave (photo: Ann)</p>"),
        (
            "<p>{lead}</p><p>A wave, said Anna.</p>",
            "<figure>{lead}<figcaption>Ann</figcaption></figure><p>A wave, said Anna.</p>",
        ),
        # Once, at the first place.
        ("<p>{lead}</p><p>{lead}</p>", "<figure>{lead}{words}</figure><p>{lead}</p>"),
    ],
)
def test_a_picture_that_the_text_shows_gets_its_caption_and_credit_there(
    publication: Publication, body: str, expected: str
) -> None:
    lead = '<img src="https://e.example/lead.png" alt="x > y">'
    image = "{src: 'https://e.example/lead.png', caption: A wave, credit: Ann}"
    publication.article("news/story.html", body.format(lead=lead), image=image)
    publication.build()
    shown = (
        content(publication).replace("x &gt; y", "x > y").replace("https://example.org/2026/11/20/story/", "")
    )
    words = "<figcaption>A wave | Ann</figcaption>"
    assert re.sub(r'href="[^"#]*#', 'href="#', shown) == expected.format(lead=lead, words=words)


def test_a_picture_of_the_gallery_that_the_text_shows_has_its_credit_there(publication: Publication) -> None:
    gallery = "[{src: 'https://e.example/one.png', credit: Bo & Co}]"
    publication.article("news/story.md", "![One](https://e.example/one.png)", gallery=gallery)
    publication.build()
    assert content(publication) == (
        '<figure><img src="https://e.example/one.png" alt="One"><figcaption>Bo &amp; Co</figcaption></figure>'
    )


@pytest.mark.parametrize("name", ["a%00b.png", f"{'a' * 300}.png", "loop.png"], ids=lambda name: name[:8])
def test_a_picture_whose_name_leads_to_no_file_is_left_out_with_a_warning(
    publication: Publication, name: str
) -> None:
    """The name has a zero byte, is too long, or is a link that leads to itself."""
    publication.article(image=name)
    (publication.content / "news/loop.png").symlink_to("loop.png")
    report = publication.build()
    assert report.rejected == []
    [warning] = report.warnings
    assert warning.message.startswith(f"image: {name} ")
    assert publication.titles() == ["A story"]


@pytest.mark.parametrize(
    "shown",
    [
        "https://example.org/a/lead.jpg?w=640",
        "https://example.org/a/lead-300x200.jpg",
        "https://example.org/a/lead-640w.jpg",
        "https://example.org/a/lead@2x.jpg#top",
    ],
)
def test_another_size_of_a_picture_is_that_picture(publication: Publication, shown: str) -> None:
    publication.article("news/story.md", f"![]({shown})", image="https://example.org/a/lead.jpg?w=1200")
    publication.build()
    assert "<figure>" not in content(publication)


def test_a_section_may_keep_pictures_out_of_its_text(publication: Publication) -> None:
    publication.configure(CONFIG + "sections: {news: {lead_image_in_content: never}}\n")
    publication.write("news/lead.png", picture("PNG", 30, 20))
    publication.article(image="lead.png")
    publication.build()
    assert "<img" not in content(publication)
    assert entries(publication)[0].find(f"{MEDIA}content") is not None


def test_all_of_it_passes_the_checks(sized: Publication) -> None:
    sized.write("news/one.png", picture("PNG", 700, 20))
    sized.article("news/more.md", "Words. " * 60, image="lead.jpg", gallery="[one.png]", title="More of it")
    sized.build()
    assert feedwright.check(sized.config, now=NOW) == []


# folders of the site


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("../../static/img/quay.png", "static/img/quay.png"),
        ("../static/img/quay.png", "static/img/quay.png"),
        ("/public/quay.png", "public/quay.png"),
        ("@site/static/quay.png", "static/quay.png"),
        ("../../src/assets/quay.png", "src/assets/quay.png"),
        ("img/quay.png", "static/img/quay.png"),
        ("harbour/quay.png", "content/harbour/quay.png"),
    ],
)
def test_a_picture_in_a_folder_of_the_site_is_published(
    publication: Publication, written: str, file: str
) -> None:
    path = publication.root / file
    path.parent.mkdir(parents=True)
    path.write_bytes(picture("PNG", 40, 30))
    publication.article(body=f"![The quay]({written})", image=f'"{written}"')
    report = publication.build()
    assert (report.warnings, report.left_out) == ([], {})
    [item] = publication.json("news")["items"]
    assert published(publication, item["image"]).read_bytes() == picture("PNG", 40, 30)
    assert item["image"] in item["content_html"]


def test_no_other_folder_of_the_site_is_read(publication: Publication) -> None:
    for place in ("private/quay.png", "static/.quay/x.txt", "quay.png"):
        path = publication.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture("PNG", 40, 30))
    (publication.root / "static" / "link.png").symlink_to(publication.root / "quay.png")
    for number, written in enumerate(
        (
            "../../private/quay.png",
            "../../quay.png",
            "../../static/../private/quay.png",
            "../../static/link.png",
        )
    ):
        publication.article(f"news/{number}.md", f"![x]({written})", title=f"Number {number}")
    publication.build()
    assert not (publication.feeds / "media").exists()


def test_names_are_found_whether_accents_are_composed_or_not(publication: Publication) -> None:
    """MacOS decomposes them, editors on other systems do not."""
    composed, decomposed = unicodedata.normalize("NFC", "Öl.jpg"), unicodedata.normalize("NFD", "Öl.jpg")
    note = unicodedata.normalize("NFD", "Übung.md")
    publication.article("news/a.md", f"![]({composed}) ![](%C3%96l.jpg) [x](Übung.md)", title="A")
    publication.article("sport/b.md", f"![]({decomposed}) ![](foto.jpg)", title="B", image=decomposed)
    publication.article(f"news/{note}", title="C")
    publication.write(f"news/{decomposed}", picture("JPEG", 8, 6))
    publication.write(f"sport/{composed}", picture("JPEG", 8, 7))
    publication.write("sport/Foto.JPG", picture("JPEG", 8, 8))
    report = publication.build()
    assert [str(one) for one in report.warnings] == [
        "content/sport/b.md: body: foto.jpg is missing; the file is called Foto.JPG"
    ]
    shown = {item["title"]: item["content_html"] for item in publication.json()["items"]}
    assert shown["A"].count('src="https://feeds.example.org/media/') == 2
    assert 'href="https://example.org/news/ubung/"' in shown["A"]
    assert shown["B"].count('src="https://feeds.example.org/media/') == 1
