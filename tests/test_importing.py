"""What an import promises whatever the source: nothing lost, nothing doubled, nothing believed."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.store import open_store
from feedwright.importers.xml import RecordText, split_records
from feedwright.pipeline.run.lock import only_run
from feedwright.text import normalize_html_space
from test_importers import run, tree, zipped

SAMPLE = Path(__file__).parents[1]
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
{items}
</channel></rss>
"""
POST = """<item><title>{title}</title><link>https://old.example/{slug}/</link><guid>https://old.example/?p={id}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_date_gmt>2024-01-02 03:04:05</wp:post_date_gmt>
<wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"""


def post(id_: int = 1, *, title: str = "A story", slug: str = "a-story", body: str = "Hello.") -> str:
    return POST.format(id=id_, title=title, slug=slug, body=body)


def export(*posts: str) -> bytes:
    return WXR.format(items="\n".join(posts)).encode()


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    return file.getvalue()


def articles(publication: Publication) -> list[str]:
    """The files under content/ that an import made."""
    return [name for name in tree(publication.content) if not name.endswith("_section.yaml")]


# --- moving: from a feed back to the same feed ---


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rich publication, the sample's, built with the full text of every article in its feeds."""
    root = tmp_path_factory.mktemp("published")
    shutil.copytree(SAMPLE / "content", root / "content")
    _rich_config(root, SAMPLE / "config.yaml")
    # What a feed does not carry cannot come back: an article for members has only its summary there.
    for file in (root / "content").rglob("*.md"):
        file.write_text(file.read_text().replace("access: members\n", ""))
    assert not feedwright.build(root / "config.yaml", now=Publication.now).rejected
    return root


def _rich_config(root: Path, sample: Path) -> None:
    lines = sample.read_text().replace("opinion: {content: summary}", "opinion: {content: full}")
    (root / "config.yaml").write_text(lines)


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_a_publication_moves_by_its_own_feed(name: str, published: Path, tmp_path: Path) -> None:
    _rich_config(tmp_path, SAMPLE / "config.yaml")
    shutil.copytree(SAMPLE / "content/_site", tmp_path / "content/_site")
    config = tmp_path / "config.yaml"
    report = feedwright.import_articles(published / "feeds" / name, config=config)
    assert not report.problems
    feedwright.build(config, now=Publication.now)
    for other in ("rss.xml", "atom.xml", "feed.json"):
        assert feedwright.diff(published / "feeds" / other, tmp_path / "feeds" / other) == []


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_a_feed_that_went_round_has_the_same_items(name: str, published: Path, tmp_path: Path) -> None:
    import json

    _rich_config(tmp_path, SAMPLE / "config.yaml")
    shutil.copytree(SAMPLE / "content/_site", tmp_path / "content/_site")
    feedwright.import_articles(published / "feeds" / name, config=tmp_path / "config.yaml")
    feedwright.build(tmp_path / "config.yaml", now=Publication.now)

    def items(root: Path) -> list[dict[str, Any]]:
        found = json.loads((root / "feeds/feed.json").read_text())["items"]
        keys = ("id", "url", "title", "summary", "image", "date_published", "date_modified", "tags")
        return [{key: item.get(key) for key in keys} for item in found]

    assert items(tmp_path) == items(published)


# --- again ---


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
@pytest.mark.parametrize(
    "text",
    [
        "Put it in a <main> element, when x<y & y>z",
        "How <b>bold</b> text is written: &lt;b&gt;",
        "Fish & chips, AT&T, R&amp;D and &copy;",
    ],
)
def test_summaries_and_captions_that_we_wrote_read_back_as_they_were(
    text: str, name: str, publication: Publication, tmp_path: Path
) -> None:
    typed = html.escape(text, quote=False)
    picture = f"{{src: 'https://e.example/a.jpg', caption: '{typed}'}}"
    publication.article(summary=f"'{typed}'", image=picture)
    publication.build()
    (tmp_path / "other").mkdir()
    other = Publication(tmp_path / "other")
    assert run(other, publication.feeds / "news" / name).exit_code == 0
    (article,) = articles(other)
    front_matter = yaml.safe_load((other.content / article).read_text().split("---")[1])
    other.build()
    assert other.json("news")["items"][0]["summary"] == text
    if name != "feed.json":
        assert html.unescape(front_matter["image"]["caption"]) == text
        assert other.json("news")["items"][0]["_image"]["caption"] == text


def test_an_article_that_was_edited_since_is_left_alone(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(1), post(2, slug="other")))
    run(publication, source)
    article = publication.content / "a-story.md"
    article.write_text(article.read_text() + "An editor's words.\n")
    result = run(publication, source)
    assert (
        result.output
        == "0 articles written, 1 already imported, 1 already imported and edited since, left alone\n"
    )
    assert "An editor's words." in article.read_text()


def test_an_article_that_was_moved_since_is_not_written_again(
    publication: Publication, tmp_path: Path
) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    run(publication, source)
    (publication.content / "news").mkdir()
    (publication.content / "a-story.md").rename(publication.content / "news/renamed.md")
    assert "0 articles written" in run(publication, source).output
    assert articles(publication) == ["news/renamed.md"]


def test_articles_with_one_slug_are_files_of_their_own(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(1), post(2, body="Another.")))
    run(publication, source)
    assert articles(publication) == ["a-story-2.md", "a-story.md"]


def test_two_different_articles_with_one_id_are_one_too_many(
    publication: Publication, tmp_path: Path
) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(1), post(1, body="Another.")))
    result = run(publication, source)
    assert result.exit_code == 1
    assert "which another article here has" in result.output


def test_a_file_that_is_there_is_never_overwritten(publication: Publication, tmp_path: Path) -> None:
    publication.article("a-story.md", body="Mine.")
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    run(publication, source)
    assert "Mine." in (publication.content / "a-story.md").read_text()
    assert "a-story-2.md" in articles(publication)


def test_a_dry_run_writes_nothing(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    result = run(publication, source, "--dry-run")
    assert result.output == "would write: content/a-story.md\n1 article would be written\n"
    assert articles(publication) == []


def test_a_dry_run_names_files_as_config_yaml_has_their_folder(
    publication: Publication, tmp_path: Path
) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    publication.configure(CONFIG + "content: src/blog\n")
    assert run(publication, source, "--dry-run").output.startswith("would write: src/blog/a-story.md\n")


# --- where to ---


def test_a_section_may_be_given_for_all(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    item = post().replace("</item>", '<category domain="category" nicename="x">Ships</category></item>')
    source.write_bytes(export(item))
    run(publication, source, "--section", "archive/old")
    assert articles(publication) == ["archive/old/a-story.md"]
    assert "- Ships" in (publication.content / "archive/old/a-story.md").read_text()


# --- bodies ---


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        ("<p>Plain <em>words</em>.</p>", ".md"),
        ("<p>1. Not a list, 2 * 3 * 4, a_b_c, &lt;tag&gt;.</p>", ".md"),
        (
            '<figure><img src="https://e.example/a.jpg" alt=""><figcaption>So</figcaption></figure><p>x</p>',
            ".md",
        ),
        ("<ul><li>one</li><li>two</li></ul><blockquote><p>said</p></blockquote>", ".md"),
        ("<p>H<sub>2</sub>O <mark>wet</mark> <q>he said</q></p>", ".html"),
        ('<p dir="rtl" lang="fa">سلام</p>', ".html"),
        ('<p>A film.</p><iframe src="https://film.example/1"></iframe>', ".html"),
    ],
)
def test_a_body_is_markdown_where_that_loses_nothing(
    body: str, suffix: str, publication: Publication, tmp_path: Path
) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(body=body)))
    run(publication, source)
    assert articles(publication) == [f"a-story{suffix}"]
    publication.build()
    content = publication.json()["items"][0]["content_html"]
    assert normalize_html_space(content.split("<iframe")[0]).startswith(
        normalize_html_space(body).split("<iframe")[0].replace("/>", ">")
    )


# --- pictures ---


def test_pictures_in_a_zip_lie_beside_their_article(publication: Publication, tmp_path: Path) -> None:
    address = "https://old.example/wp-content/uploads/2024/01/ferry.jpg"
    body = f'<p><img src="{address}" srcset="x 2x" alt="A ferry"></p>'
    members = {"export.xml": export(post(body=body)), "uploads/2024/01/ferry.jpg": picture()}
    result = run(publication, zipped(tmp_path / "export.zip", members))
    assert result.output == (
        f"copied: {tmp_path}/export.zip/uploads/2024/01/ferry.jpg -> content/a-story/ferry.jpg\n"
        "1 article written, with 1 media file\n"
    )
    assert articles(publication) == ["a-story/ferry.jpg", "a-story/index.md"]
    publication.build()
    [item] = publication.json()["items"]
    assert item["image"].startswith("https://feeds.example.org/media/")


def test_pictures_of_a_folder_lie_beside_their_article(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "backup"
    (source / "wp-content/uploads").mkdir(parents=True)
    (source / "wp-content/uploads/a.jpg").write_bytes(picture())
    body = '<img src="https://old.example/wp-content/uploads/a.jpg">'
    (source / "export.xml").write_bytes(export(post(body=body)))
    run(publication, source)
    assert "a-story/a.jpg" in articles(publication)


def test_only_media_are_taken_over(publication: Publication, tmp_path: Path) -> None:
    body = '<img src="/secrets/key.pem"><img src="/secrets/page.html">'
    members = {"export.xml": export(post(body=body)), "secrets/key.pem": b"x", "secrets/page.html": b"x"}
    run(publication, zipped(tmp_path / "export.zip", members))
    assert len(articles(publication)) == 1


# --- hostile ---


@pytest.mark.parametrize(
    "name", ["../../evil.jpg", "/etc/evil.jpg", "..\\evil.jpg", "a/../../evil.jpg", "C:/evil.jpg"]
)
def test_a_zip_whose_names_lead_outside_is_refused(
    name: str, publication: Publication, tmp_path: Path
) -> None:
    source = zipped(tmp_path / "export.zip", {"export.xml": export(post()), name: picture()})
    result = run(publication, source)
    assert result.exit_code == 2
    assert "expected only files inside the zip" in result.output
    assert articles(publication) == []


def test_a_zip_bomb_is_refused(publication: Publication, tmp_path: Path) -> None:
    source = zipped(tmp_path / "export.zip", {"export.xml": bytes(150_000_000)})
    result = run(publication, source)
    assert result.exit_code == 2
    assert "not a zip bomb" in result.output


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
    ],
)
def test_xml_with_entities_of_its_own_is_refused(
    doctype: str, publication: Publication, tmp_path: Path
) -> None:
    source = tmp_path / "export.xml"
    text = export(post(title="&b;")).decode()
    source.write_text(text.replace("<rss", f"{doctype}\n<rss", 1))
    result = run(publication, source)
    assert result.exit_code == 1
    assert "found a DTD with declarations of its own" in result.output
    assert articles(publication) == []


@pytest.mark.parametrize(
    "slug", ["../../../evil", "/etc/passwd", "..%2F..%2Fevil", "a\x00b", "index", ".hidden", "_draft"]
)
def test_a_slug_never_leads_elsewhere(slug: str, publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(slug=slug)))
    run(publication, source)
    [name] = articles(publication)
    assert "/" not in name
    assert publication.build().articles == 1


PRIVATE = {
    "a picture in a folder beside it": "Documents/passport.jpg",
    "a hidden file": ".hidden/x.png",
    "a file above it": "../private.jpg",
    "by an absolute path": "/private.jpg",
}


@pytest.mark.parametrize("reference", PRIVATE.values(), ids=PRIVATE)
def test_nothing_is_copied_from_beside_a_single_file(
    publication: Publication, tmp_path: Path, reference: str
) -> None:
    """Whoever wrote the export knows no better than to guess names, but home folders have usual ones."""
    downloads = tmp_path / "downloads"
    for folder in (downloads, tmp_path):
        private = folder / reference.lstrip("/")
        private.parent.mkdir(parents=True, exist_ok=True)
        private.write_bytes(picture())
    source = downloads / "export.xml"
    source.write_bytes(export(post(body=f'<p>Look: <img src="{reference}" alt="It"></p>')))
    result = run(publication, source)
    assert articles(publication) == ["a-story.md"]
    assert f"{reference} was not found and not copied (give its folder with --media DIR)" in result.stderr


def test_an_enclosure_beside_a_single_file_is_left_where_it_is(
    publication: Publication, tmp_path: Path
) -> None:
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.4")
    source = tmp_path / "rss.xml"
    source.write_text(
        "<rss version='2.0'><channel><title>x</title><item><title>A story</title><guid>urn:x:1</guid>"
        "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description>x</description>"
        "<enclosure url='invoice.pdf' length='8' type='application/pdf'/></item></channel></rss>"
    )
    result = run(publication, source)
    assert articles(publication) == ["a-story.md"]
    assert "invoice.pdf was not found" in result.stderr


def test_media_lie_in_a_folder_that_is_given_for_them(publication: Publication, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "2024").mkdir(parents=True)
    (uploads / "2024/ferry.jpg").write_bytes(picture())
    (uploads / ".cache").mkdir()
    (uploads / ".cache/x.jpg").write_bytes(picture())
    (tmp_path / "private.jpg").write_bytes(picture())
    (uploads / "link.jpg").symlink_to(tmp_path / "private.jpg")
    source = tmp_path / "export.xml"
    names = ("https://old.example/wp-content/uploads/2024/ferry.jpg", ".cache/x.jpg", "link.jpg")
    images = " ".join(f'<img src="{name}" alt="It">' for name in names)
    source.write_bytes(export(post(body=f"<p>Look: {images}</p>")))
    result = run(publication, source, "--media", uploads)
    assert articles(publication) == ["a-story/ferry.jpg", "a-story/index.md"]
    assert f"copied: {uploads}/2024/ferry.jpg -> content/a-story/ferry.jpg\n" in result.stdout
    assert [line.split(" was not found")[0].rpartition(" ")[2] for line in result.stderr.splitlines()] == [
        ".cache/x.jpg",
        "link.jpg",
    ]


def test_a_media_folder_that_is_not_there_is_said(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    result = run(publication, source, "--media", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert f"{tmp_path}/nowhere: found no such folder, expected a folder of pictures" in result.stderr


# --- what is there already ---


IDS = ["2024-13-45", "0x_", "[[[", "[" * 300, "{a: [", "&a [*a]", "!!python/object:x", "0o9", "1:60:99", "'"]


@pytest.mark.parametrize("own_id", IDS)
def test_no_id_of_an_article_that_is_there_stops_an_import(
    publication: Publication, tmp_path: Path, own_id: str
) -> None:
    publication.write("strange.md", f"---\ntitle: Strange\nid: {own_id}\n---\nx\n")
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    result = run(publication, source)
    assert (result.exit_code, result.exception) == (0, None)
    assert articles(publication) == ["a-story.md", "strange.md"]
    unusable = (
        "strange.md: its id cannot be read, so its article may be imported a second time: " in result.stderr
    )
    assert unusable is (own_id in IDS[2:6] + IDS[-1:])


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: Mine\nid: {}\n---\n",
        "---\ntitle: Mine\nid: >-\n  {}\n---\n",
        "\ufeff---\r\ntitle: Mine\r\nid: {}\r\n---\r\n",
        '+++\ntitle = "Mine"\nid = "{}"\n+++\n',
        '{{"title": "Mine", "id": "{}"}}\n',
    ],
    ids=["YAML", "YAML folded", "YAML of Windows", "TOML", "JSON"],
)
def test_an_article_is_known_by_its_id_in_every_syntax(
    publication: Publication, tmp_path: Path, header: str
) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    run(publication, source)
    [line] = [
        line for line in publication.content.joinpath("a-story.md").read_text().split("\n") if "id:" in line
    ]
    own_id = line.removeprefix("id: ").strip("'\"")
    publication.content.joinpath("a-story.md").unlink()
    publication.write("mine.md", header.format(own_id) + "x\n")
    result = run(publication, source)
    assert "0 articles written, 1 already imported and edited since" in result.stdout
    assert articles(publication) == ["mine.md"]


def test_two_imports_at_once_write_each_article_once(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(*(post(number, slug=f"story-{number}") for number in range(1, 200))))
    line = [sys.executable, "-m", "feedwright", "import", "-c", str(publication.config), str(source)]
    running = [
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "abc"
    ]
    ended = [(*process.communicate(), process.returncode) for process in running]
    assert sum(code == 0 for *_, code in ended) >= 1
    for _, error, code in ended:
        assert code in (0, 75), error
        assert (code == 75) is error.startswith("error: another run is under way: process ")
    assert len(articles(publication)) == 199


def test_a_dry_run_waits_for_no_import(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    publication.root.joinpath(".feedwright").mkdir()
    with only_run(publication.root / ".feedwright", NOW, wait=0, name="import.lock"):
        assert run(publication, source, "--dry-run").exit_code == 0
        assert run(publication, source).exit_code == 75
    assert run(publication, source).exit_code == 0


def test_a_record_without_an_end_does_not_stop_the_next(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(1).replace("</item>", ""), post(2, slug="second")))
    result = run(publication, source)
    assert "<item> is not closed before the next <item>" in result.output
    assert articles(publication) == ["second.md"]


def test_a_file_that_was_cut_says_so(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post(1), post(2, slug="second"))[:-120])
    result = run(publication, source)
    assert result.exit_code == 1
    assert "the file ends inside <item>" in result.output
    assert articles(publication) == ["a-story.md"]


def test_a_zip_with_a_damaged_file_gives_the_others(publication: Publication, tmp_path: Path) -> None:
    members = {"a.xml": export(post(1)), "b.xml": export(post(2, slug="second"))}
    source = zipped(tmp_path / "export.zip", members)
    data = source.read_bytes()
    at = data.index(b"a.xml") + 60
    source.write_bytes(data[:at] + bytes(20) + data[at + 20 :])
    result = run(publication, source)
    assert result.exit_code == 1
    assert "expected a whole file" in result.output
    assert articles(publication) == ["second.md"]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- " * 200_000,
        "<!DOCTYPE " * 100_000,
        "<rss><channel>" + "<img " * 200_000,
        "<rss><item>" + "<![CDATA[" * 99_999,
    ],
)
def test_xml_that_is_made_to_take_long_does_not(text: str, publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_text(f"<!-- http://wordpress.org/export/1.2/ -->{text}")
    assert run(publication, source).output.count("\n") <= 2


def test_what_is_no_source_is_a_wrong_use(publication: Publication, tmp_path: Path) -> None:
    result = run(publication, tmp_path / "nothing.xml")
    assert result.exit_code == 2
    assert "expected a file, a folder or a zip" in result.output


def test_what_nobody_knows_is_said(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "notes.bin"
    source.write_bytes(b"\x7fELF")
    result = run(publication, source)
    assert result.exit_code == 1
    assert "found nothing to import" in result.output


def test_a_large_export_is_read_record_by_record(tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(
        export(*(post(number, slug=f"s-{number}", body="word " * 200) for number in range(2000)))
    )
    store, [path] = open_store(source)
    first = next(
        found for found in split_records(Document(store, path), ("item",)) if isinstance(found, RecordText)
    )
    assert first.line == 4
    assert store.bytes_read < source.stat().st_size / 10


# --- addresses ---


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a server serves a feed."""
    folder = tmp_path / "served"
    folder.mkdir()
    shutil.copy(SAMPLE / "feeds/rss.xml", folder)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base class's name
            """Says nothing."""

    def handler(*args: Any) -> Quiet:
        return Quiet(*args, directory=str(folder))

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_feed_may_be_given_by_its_address(publication: Publication, address: str) -> None:
    assert run(publication, f"{address}/rss.xml").output.startswith("30 articles written")


def test_an_address_without_a_feed_is_a_wrong_use(publication: Publication, address: str) -> None:
    result = run(publication, f"{address}/none.xml")
    assert result.exit_code == 2
    assert "the server answers 404" in result.output


def test_a_section_that_cannot_be_is_refused(publication: Publication, tmp_path: Path) -> None:
    source = tmp_path / "export.xml"
    source.write_bytes(export(post()))
    publication.configure(CONFIG)
    with pytest.raises(InputError, match="a section such as news/us"):
        feedwright.import_articles(source, config=publication.config, section="../..")
