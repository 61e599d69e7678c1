"""Each key of config.yaml is a field of Config under the same name, with one default."""

from __future__ import annotations

from typing import Any

import msgspec

from conftest import Publication
from feedwright import formats
from feedwright.config import Config, load_config
from feedwright.config.keys import feeds
from test_config import LEAST
from test_every_key import CONFIG_TABLES

SET_BY_LOADING = {
    "site.says_language",
    "root",
    "file",
    "digest",
    "rehearsed_in",
    "previewed_at",
    "feeds_folder",
    "media_root",
}
REQUIRED = {"site.title", "site.url", "feeds.url"}
DEPENDENT_DEFAULTS = {"content", "feeds.formats", "media.url", "output"}
"""They depend on the files and formats that there are, on `feeds.url`, and on where config.yaml is."""
OF_SECTIONS = {"title", "description", "language", "link", "partners"}
"""Settings of a section's feeds that the key `feeds:` does not have."""


def fields(settings: Any, prefix: str = "") -> dict[str, Any]:
    """The fields of settings, by the paths of their keys."""
    found: dict[str, Any] = {}
    for info in msgspec.structs.fields(settings):
        is_group = isinstance(info.type, type) and info.type.__module__ == Config.__module__
        found |= fields(info.type, f"{prefix}{info.name}.") if is_group else {prefix + info.name: info}
    return found


def test_each_key_is_a_field_of_its_name_and_each_field_is_a_key() -> None:
    groups = {group for group in CONFIG_TABLES if group}
    keys = {f"{group}.{key}".lstrip(".") for group, table in CONFIG_TABLES.items() for key in table} - groups
    of_sections = {f"feeds.{key}" for key in OF_SECTIONS}
    assert set(fields(Config)) - SET_BY_LOADING - of_sections == keys
    assert OF_SECTIONS - {"partners"} == set(feeds.OF_ONE)


def test_each_default_is_that_of_its_field(publication: Publication) -> None:
    publication.configure(LEAST)
    config = load_config(publication.config, formats.names())
    without_default = {path for path, info in fields(Config).items() if info.required}
    assert (
        without_default
        == SET_BY_LOADING
        - {"rehearsed_in", "previewed_at", "feeds_folder", "media_root", "site.says_language"}
        | REQUIRED
        | DEPENDENT_DEFAULTS
    )
    for path, info in fields(Config).items():
        if path in without_default:
            continue
        value: Any = config
        for name in path.split("."):
            value = getattr(value, name)
        is_made = info.default is msgspec.NODEFAULT
        assert value == (info.default_factory() if is_made else info.default), path
