"""Hugo's shortcodes show what the site's own templates make of them: hugo_templates.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import CONFIG, Publication

DATA: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("hugo_templates.yaml").read_text(encoding="utf-8")
)

_KEYS = "title: A storm\ndate: 2026-11-20\n"


def write_site(root: Path, data: dict[str, Any] = DATA) -> None:
    """Write the site of hugo_templates.yaml, with an article `news/N.md` for each case."""
    shortcodes = {f"layouts/shortcodes/{name}.html": text for name, text in data["templates"].items()}
    articles = {
        f"content/news/{number}.md": f"---\n{_KEYS}number: {number}\n---\n{case['text']}\n"
        for number, case in enumerate(data["cases"])
    }
    for path, text in {"hugo.toml": data["settings"], **data["files"], **shortcodes, **articles}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def site(publication: Publication) -> Publication:
    """The site, and a config.yaml of ours that shows all of it."""
    write_site(publication.root)
    publication.configure(f"{CONFIG}  formats: [json]\n  pages: false\n  entries: 100\n")
    return publication


def test_shortcodes_by_the_templates_of_the_site(site: Publication) -> None:
    site.build()
    shown = {int(item["url"].split("/")[-2]): item.get("content_html", "") for item in site.json()["items"]}
    expected = {number: case["shows"] for number, case in enumerate(DATA["cases"])}
    assert {number: " ".join(html.split()) for number, html in shown.items()} == {
        number: " ".join(html.split()) for number, html in expected.items()
    }


def test_an_entry_is_made_again_when_a_template_or_its_data_change(site: Publication) -> None:
    site.build()
    for file, old, new in (
        ("layouts/shortcodes/small.html", "<q>", "<q>Port "),
        ("layouts/partials/person.html", "upper", "lower"),
        ("data/boats.yaml", "Gull", "Tern"),
        ("i18n/en.toml", "Wharf", "Quay"),
        ("hugo.toml", "The Quay", "The Pier"),
        ("config/_default/params.toml", "East", "West"),
    ):
        path = site.root / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    site.build()
    text = site.bytes("feed.json").decode()
    assert all(
        words in text for words in ("Port South", "<b>ann", "Tern", "The Pier, Quay of", "The Pier, West")
    )


def test_templates_of_a_theme_count_below_those_of_the_site(site: Publication) -> None:
    (site.root / "hugo.toml").write_text('baseURL = "https://quay.example/"\ntheme = "pier"\n')
    for folder, words in (
        ("themes/other/layouts/shortcodes", "other"),
        ("themes/pier/layouts/_shortcodes", "pier"),
    ):
        (site.root / folder).mkdir(parents=True)
        for name in ("buoy", "mark"):
            (site.root / folder / f"{name}.html").write_text(f"<b>{words}</b>")
    site.article("news/theme.md", "{{< buoy >}} {{< mark gull >}}")
    site.build()
    shown = {item["url"].split("/")[-2]: item.get("content_html") for item in site.json()["items"]}
    assert shown["theme"] == "<p><b>pier</b> <em>gull</em></p>"


def test_titles_of_pictures_are_captions_where_the_sites_hook_makes_them_so(site: Publication) -> None:
    vendored = site.root / "_vendor" / "github.com" / "quay" / "theme" / "layouts" / "_markup"
    vendored.mkdir(parents=True)
    site.article(
        "news/boat.md",
        '![A *boat*](/a.png "Two\nof **many**")\n\n![A *second*](/c.png)\n\nIn ![a line](/b.png "No").',
    )
    for hook, captions in (
        ("{{ with .Title }}<i>{{ . }}</i>{{ end }}", []),
        (
            "<figure>{{ with .Title }}<figcaption>{{ . }}</figcaption>{{ end }}</figure>",
            ["Two of **many**"],
        ),
        (
            "<figure><img><figcaption>{{ .Title | default .Text }}, {{ .PlainText }}</figcaption></figure>",
            ["Two of **many**, A boat", "A <em>second</em>, A second"],
        ),
        (
            "{{ .Unknown }}<figcaption>{{ .Title }}</figcaption>",
            ["Two\nof <strong>many</strong>"],
        ),
    ):
        (vendored / "render-image.html").write_text(hook)
        site.build()
        shown = {item["url"].split("/")[-2]: item.get("content_html", "") for item in site.json()["items"]}
        assert re.findall("<figcaption>(.*?)</figcaption>", shown["boat"], re.DOTALL) == captions


def test_ref_leads_to_pages_and_sections_outside_of_content(site: Publication) -> None:
    site.configure(f"{site.config.read_text()}content: content/news\n")
    for path in ("authors/ann.md", "crews/_index.md", "news/_index.md"):
        (site.content / path).parent.mkdir(exist_ok=True)
        (site.content / path).write_text("---\ntitle: A page\n---\n")
    names = {"Ann": "/authors/ann", "crews": "/crews", "us": "/news/", "first": "./0#part"}
    text = "".join(f'[{name}]: {{{{< ref "{path}" >}}}}\n' for name, path in names.items())
    site.article("news/refs/index.md", f"[Ann], [crews], [us], [first].\n\n{text}")
    report = site.build()
    shown = {item["url"].split("/")[-2]: item.get("content_html", "") for item in site.json()["items"]}
    assert re.findall('href="(.*?)"', shown["refs"]) == [
        "https://example.org/authors/ann/",
        "https://example.org/crews/",
        "https://example.org/news/",
        "https://example.org/news/0/#part",
    ]
    assert not [warning for warning in report.warnings if "refs" in str(warning)]


def test_a_shortcode_that_shows_files_shows_no_settings(site: Publication) -> None:
    (site.root / "layouts/shortcodes/show.html").write_text("<p>{{ readFile (.Get 0) }}</p>")
    (site.root / "note.txt").write_text("Low water.")
    site.article("news/show/index.md", '{{< show "note.txt" >}}\n\n{{< show "config.yaml" >}}\n')
    site.build()
    shown = {item["url"].split("/")[-2]: item.get("content_html", "") for item in site.json()["items"]}
    assert "Low water." in shown["show"]
    assert "title:" not in shown["show"]
