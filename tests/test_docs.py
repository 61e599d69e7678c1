"""README, CONTRIBUTING and docs/: every link leads somewhere, and what they say of the code is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

import command_tables
import feedwright
from conftest import CONFIG, Publication
from feedwright import formats
from feedwright.config import Config, load_config
from feedwright.sources import systems
from feedwright.sources.dialects import article_suffixes
from test_every_key import CONFIG as CONFIG_SAMPLES
from test_every_key import TABLES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
HOUSE = ROOT / "src" / "feedwright"
ROOTS = (ROOT, HOUSE.parent, HOUSE, *(folder for folder in HOUSE.iterdir() if folder.is_dir()))
OF_THE_CODE = [
    ROOT / "CONTRIBUTING.md",
    *(DOCS / f"{name}.md" for name in ("design", "decisions", "pages", "extensions")),
]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]

_CODE = re.compile(r"^(```|~~~).*?^\1|^(?: {4}|\t).*?$|`[^`\n]*`", re.M | re.S)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?)(?: +#+)?$", re.M)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _rows(document: str, heading: str) -> list[list[str]]:
    """The cells of the rows of all tables whose first column is called so."""
    found: list[list[str]] = []
    inside = False
    for line in _text(DOCS / document).splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            inside = False
        elif cells[0] == heading:
            inside = True
        elif inside and not cells[0].startswith("---"):
            found.append(cells)
    return found


def _named(document: str, heading: str) -> list[str]:
    """What stands in code in the first column of the tables that are called so."""
    return [name for row in _rows(document, heading) for name in re.findall(r"`([^`]+)`", row[0])]


@cache
def _anchors(file: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    found: set[str] = set()
    for heading in _HEADING.findall(re.sub(r"^```.*?^```", "", _text(file), flags=re.M | re.S)):
        name = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        slug = name.strip().replace(" ", "-")
        found.add(next(one for one in _numbered(slug) if one not in found))
    return found


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    for number in range(1, 1000):
        yield f"{slug}-{number}"


def _links(file: Path) -> list[str]:
    return [link for link in _LINK.findall(_CODE.sub("", _text(file))) if "://" not in link]


def _broken(file: Path, root: Path = ROOT) -> Iterator[str]:
    for link in _links(file):
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        within = target.is_relative_to(root) and target.exists()
        if not within or (anchor and anchor not in _anchors(target)):
            yield link


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_relative_link_leads_somewhere(file: Path) -> None:
    assert list(_broken(file)) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `word`, and more\n[a](#one-word-and-more) [b](#two) [c](page.md) [d](none.md) `[e](code.md)`\n"
    )
    assert list(_broken(page, tmp_path)) == ["#two", "none.md"]


def test_configuration_has_each_key_of_config_yaml_once() -> None:
    assert sorted(_named("configuration.md", "key")) == sorted(CONFIG_SAMPLES)


def test_configuration_has_each_key_of_a_section_once() -> None:
    here = {key.removeprefix("feeds.") for key in CONFIG_SAMPLES if key.startswith("feeds.")}
    of_all = {
        "url",
        "pages",
        "articles",
        "stylesheet",
        "also",
        "also_minimum",
        "menu",
        "mode",
        "more",
        "names",
        "sitemap",
    }
    assert sorted(_named("configuration.md", "in a section")) == sorted(
        here - of_all | {"title", "description", "language", "link", "partners"}
    )


DEFAULTS = [
    (key, default[1])
    for row in _rows("configuration.md", "key")
    for key in re.findall(r"`([^`]+)`", row[0])
    if len(row) == 3 and (default := re.fullmatch(r"`([^`]+)`", row[2]))
]


def test_most_defaults_are_values() -> None:
    assert len(DEFAULTS) > 20


@pytest.mark.parametrize(("key", "default"), DEFAULTS)
def test_the_default_that_configuration_names_changes_nothing(
    publication: Publication, key: str, default: str
) -> None:
    assert _config(publication, f"{_lines(key, default)}") == _config(publication, "")


def _lines(key: str, value: str) -> str:
    """The key as it stands in config.yaml: `a.b` is `b` under `a`."""
    group, _, name = key.rpartition(".")
    quoted = f'"{value}"' if value.startswith("{") else value
    return f"{group}:\n  {name}: {quoted}\n" if group else f"{name}: {quoted}\n"


def _config(publication: Publication, lines: str) -> Config:
    """What config.yaml means with these lines, apart from the digest of its bytes."""
    group, _, rest = lines.partition("\n")
    at = CONFIG.find(f"{group}\n") if group else -1
    text = CONFIG.replace(f"{group}\n", f"{group}\n{rest}", 1) if at >= 0 else CONFIG + lines
    publication.configure(text)
    return replace(load_config(publication.config, formats.names()), digest=b"")


@pytest.mark.parametrize(
    ("table", "heading"),
    [
        ("front matter", "key"),
        ("media", "key of a media file"),
        ("episode", "key of an episode"),
        ("section", "key of a section"),
        ("podcast", "key of a podcast"),
    ],
)
def test_articles_has_each_key_of_a_table_once(table: str, heading: str) -> None:
    assert sorted(_named("articles.md", heading)) == sorted(TABLES[table][1])


def test_articles_names_each_suffix_of_an_article() -> None:
    assert [suffix for suffix in article_suffixes() if f"`{suffix}`" not in _text(DOCS / "articles.md")] == []


def test_dialects_has_each_key_of_another_generator() -> None:
    rows = " ".join(row[1] for row in _rows("dialects.md", "meaning"))
    named = set(re.findall(r"`([\w. -]+)(?::[^`]*)?`", rows))
    assert set(systems.keys()) - named == set()


def test_commands_has_every_command_as_its_help_has_it() -> None:
    assert command_tables.FILE.read_text(encoding="utf-8") == command_tables.text(), "run `make docs`"


def test_commands_groups_every_command() -> None:
    written = _text(command_tables.FILE).partition(command_tables.MADE)[0]
    assert sorted(re.findall(r"\(#feedwright-([a-z-]+)\)", written)) == sorted(command_tables.commands())


def test_python_has_every_name_once() -> None:
    named = [name for row in _rows("python.md", "name") for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(named) == sorted(feedwright.__all__)


@pytest.mark.parametrize("file", OF_THE_CODE, ids=lambda file: file.name)
def test_every_file_of_ours_that_is_named_is_there(file: Path) -> None:
    """Paths in code such as `pipeline/run/lock.py`: from the repository, src/feedwright or a room of it."""
    named = set(re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|yaml|json))`", _text(file)))
    assert [path for path in sorted(named) if not any((root / path).exists() for root in ROOTS)] == []


PAGES = sorted(file.name for file in DOCS.glob("*.md"))


def test_the_index_leads_to_every_page() -> None:
    assert {"index.md", *_links(DOCS / "index.md")} >= set(PAGES)


def test_readme_leads_to_every_page() -> None:
    pages = {link.partition("#")[0] for link in _links(ROOT / "README.md")}
    assert {"docs/index.md", *pages} >= {f"docs/{page}" for page in PAGES}


def test_the_site_has_every_page_once() -> None:
    assert sorted(re.findall(r"[\w-]+\.md", _text(ROOT / "mkdocs.yml").partition("nav:")[2])) == PAGES


@pytest.mark.parametrize("file", sorted(DOCS.glob("*.md")), ids=lambda file: file.name)
def test_a_page_links_to_nothing_outside_docs(file: Path) -> None:
    """The site has only what is in docs/."""
    assert [link for link in _links(file) if link.startswith("../")] == []
