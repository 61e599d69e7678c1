"""JSON Schemas for editors: what a build accepts is never underlined, and what it refuses mostly is."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import feedwright
from conftest import LONG, NOW, Publication
from feedwright import formats
from feedwright.cli import main
from feedwright.config import keys as config_keys
from feedwright.config import load_config
from feedwright.errors import InputError
from feedwright.schema.describe import undescribed
from feedwright.sources import section_file
from feedwright.sources.front_matter import keys as article_keys
from feedwright.sources.front_matter import rare_keys
from test_config import GOOD, WRONG, with_lines
from test_every_key import ARTICLE, CONFIG, EPISODE, MEDIA, PODCAST, SECTION

ROOT = Path(__file__).parents[1]


class Yaml11(yaml.SafeLoader):
    """YAML as most programs read it; dates stay texts, as in editors."""


class Yaml12(Yaml11):
    """YAML as editors read it: `yes` and `no` are texts."""


Yaml11.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.yaml_implicit_resolvers = {
    sign: [
        (tag, re.compile("^(?:true|True|TRUE|false|False|FALSE)$") if tag.endswith(":bool") else pattern)
        for tag, pattern in found
    ]
    for sign, found in Yaml11.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="session")
def validators() -> dict[str, Any]:
    """A validator for each file that people write."""
    schemas = {
        "config": feedwright.json_schema("config"),
        "section": feedwright.json_schema("section"),
        "article": feedwright.json_schema("article"),
    }
    return {name: Draft202012Validator(schema) for name, schema in schemas.items()}


def test_the_schemas_are_schemas(validators: dict[str, Any]) -> None:
    for validator in validators.values():
        validator.check_schema(validator.schema)


def complaints(validator: Any, text: str) -> list[str]:
    """What an editor underlines, whichever version of YAML it reads."""
    return [
        error.message[:200]
        for loader in (Yaml11, Yaml12)
        for error in validator.iter_errors(yaml.load(text, loader))
    ]


def test_every_key_has_a_kind_with_a_schema() -> None:
    top = config_keys.top(sorted(formats.names()), list, list)
    tables = [top, section_file._FIELDS, article_keys.own_fields(), rare_keys._EPISODE, rare_keys._PODCAST]
    assert [undescribed(table) for table in tables] == [[], [], [], [], []]


def test_the_sample_publication_is_right(validators: dict[str, Any]) -> None:
    assert complaints(validators["config"], (ROOT / "config.yaml").read_text()) == []
    sections = sorted((ROOT / "content").rglob("_section.yaml"))
    assert len(sections) > 10
    for file in sections:
        assert complaints(validators["section"], file.read_text()) == [], file
    articles = [file for file in sorted((ROOT / "content").rglob("*.md")) if file.name != "README.md"]
    assert len(articles) > 20
    for file in articles:
        _, header, _ = file.read_text().split("---\n", 2)
        assert complaints(validators["article"], header) == [], file


def test_every_sample_of_a_key_is_right(validators: dict[str, Any]) -> None:
    for path, sample in CONFIG.items():
        document = {"site": {"title": "A", "url": "https://a.org/"}, "feeds": {"url": "https://a.org/"}}
        *groups, name = path.split(".")
        inner: dict[str, Any] = document
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = sample
        assert complaints(validators["config"], json.dumps(document)) == [], path
    everything = {**ARTICLE, "image": MEDIA, "podcast": EPISODE}
    assert complaints(validators["article"], json.dumps(everything)) == []
    assert complaints(validators["section"], json.dumps({**SECTION, "podcast": PODCAST})) == []


@pytest.mark.parametrize(("group", "lines"), [case[:2] for case in GOOD])
def test_good_values_are_not_underlined(validators: dict[str, Any], group: str, lines: str) -> None:
    assert complaints(validators["config"], with_lines(group, lines)) == []


UNSEEN = {
    "language: English": "whether a language exists",
    "language: zz": "whether a language exists",
    "language: e": "whether a language exists",
    "title: Again": "a key that stands twice",
    "feeds: {}": "a key that stands twice",
    "bytes: 500": "a number that is too small",
    "permalink: /{slug}/": "what stands in a pattern",
    "permalink: '{url}/{section}/'": "what stands in a pattern",
    "permalink: '{url}/{slug'": "what stands in a pattern",
    "permalink: '{url}/{}/{slug}'": "what stands in a pattern",
    "permalink: '{url}/{slugs}/'": "what stands in a pattern",
    "permalink: '{url}/{x}/{slug}/'": "what stands in a pattern",
    "inbox: World News": "which names a section can have",
    "gone: [a//b]": "which names a section can have",
    "gone: ../a": "which names a section can have",
    "moved: {a: a/b}": "what other keys say",
    "[a": "what is no YAML",
}
"""Mistakes that only a build sees."""


@pytest.mark.parametrize(("group", "lines"), [case[:2] for case in WRONG])
def test_bad_values_are_underlined(validators: dict[str, Any], group: str, lines: str) -> None:
    if lines.split("\n")[-1].strip() in UNSEEN or lines in UNSEEN:
        return
    assert complaints(validators["config"], with_lines(group, lines)) != []


VALUES = [
    None, True, False, 0, 1, -1, 30, 3.5, "text", "no", "yes", "30 days", "500 KB", "50 %", "12:34", "0640",
    "https://example.org/a", "/a", "en", "es-MX", "Europe/Lisbon", "rss", "full", "both", "forever", "none",
    "ann@example.org", "#0a5c8a", "news/us", "2026-11-20", ["a"], [1, None], ["rss"], {"a": "b"},
    {"name": "Ann"}, {"src": "a.png"}, {"url": "https://example.org/"}, [{"name": "Ann"}], [["a"]],
]  # fmt: skip


# An empty list counts as absent, as null does; that editors underline it is no harm.


def mutations(samples: dict[str, Any], seed: int) -> Iterator[tuple[str, Any]]:
    """Keys with values that others have, and keys that do not exist."""
    chance = random.Random(seed)
    keys = [*samples, *(f"{key}s" for key in samples)]
    for _ in range(400):
        yield chance.choice(keys), chance.choice(VALUES)


def accepts_config(publication: Publication, text: str) -> bool:
    publication.configure(text)
    try:
        load_config(publication.config, formats.names(), lambda: ("readers",), lambda: ("zapier",))
    except InputError:
        return False
    return True


@pytest.mark.parametrize("seed", range(3 if LONG else 1))
def test_what_a_build_accepts_is_never_underlined(
    validators: dict[str, Any], publication: Publication, seed: int
) -> None:
    seen = refused = 0
    for path, value in mutations(CONFIG, seed):
        document: dict[str, Any] = {"site": {"title": "A", "url": "https://a.org/"}}
        document["feeds"] = {"url": "https://a.org/"}
        *groups, name = path.split(".")
        inner = document
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = value
        text = yaml.safe_dump(document)
        said = complaints(validators["config"], text)
        if accepts_config(publication, text):
            assert said == [], text
        else:
            refused += 1
            seen += bool(said)
    assert refused > 200
    assert seen / refused > 0.9


@pytest.mark.parametrize("seed", range(3))
def test_what_a_section_may_say_is_never_underlined(validators: dict[str, Any], seed: int) -> None:
    seen = refused = 0
    for key, value in mutations(SECTION, seed):
        text = yaml.safe_dump({key: value})
        said = complaints(validators["section"], text)
        try:
            section_file.read_section_file(text.encode(), "_section.yaml")
        except InputError:
            refused += 1
            seen += bool(said)
        else:
            assert said == [], text
    assert seen / refused > 0.9


def test_what_an_article_may_say_is_never_underlined(
    validators: dict[str, Any], publication: Publication
) -> None:
    """All in one build, for each has a warning or none of its own."""
    written = {}
    for number, (key, value) in enumerate(mutations(ARTICLE, 1)):
        keys = {"title": f"Story {number}", "date": "2026-11-20", key: value}
        text = yaml.safe_dump(keys, sort_keys=False)
        publication.write(f"news/{number}.md", f"---\n{text}---\n\nText.\n")
        written[f"content/news/{number}.md"] = text
    report = publication.build()
    wrong = {error.path for error in report.rejected}
    wrong |= {notice.path for notice in report.warnings if "expected" in notice.message}
    fine = [path for path in written if path not in wrong]
    assert len(fine) > 100
    underlined = [text for path in fine if complaints(validators["article"], text := written[path])]
    assert underlined == []


def test_what_init_writes_leads_editors_to_the_schemas(tmp_path: Path, validators: dict[str, Any]) -> None:
    feedwright.init(tmp_path, now=NOW)
    for name, kind in (("config.yaml", "config"), ("content/news/_section.yaml", "section")):
        file = tmp_path / name
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text())
        assert named
        schema = json.loads((file.parent / named[1]).read_text())
        assert schema == feedwright.json_schema(kind)  # type: ignore[arg-type]
        assert complaints(validators[kind], file.read_text()) == []
    _, header, _ = (tmp_path / "content/news/first-article.md").read_text().split("---\n", 2)
    assert complaints(validators["article"], header) == []


def test_the_command_prints_one_or_writes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["schema", "section"])
    assert json.loads(result.stdout) == feedwright.json_schema("section")
    assert CliRunner().invoke(main, ["schema", "--write"]).exit_code == 2
    feedwright.init(tmp_path)
    (tmp_path / "schemas/config.json").write_text("{}")
    result = CliRunner().invoke(main, ["schema", "--write"])
    assert result.stdout.splitlines() == [
        f"written: schemas/{name}.json" for name in ("config", "section", "article")
    ]
    assert json.loads((tmp_path / "schemas/config.json").read_text()) == feedwright.json_schema()


def test_time_zones_can_be_completed() -> None:
    assert "Europe/Lisbon" in json.dumps(feedwright.json_schema())
