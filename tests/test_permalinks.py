"""URLs of articles in other generators' trees. A case is a site in tests/permalinks/NAME.yaml.

NAME.json has what its generator makes of it (`make truth` has run the generator): the URL of each file.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from sites.made import DATA, write
from sites.read import read

NAMES = sorted(path.stem for path in DATA.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_urls_are_those_that_the_generator_makes(name: str, tmp_path: Path) -> None:
    site = write(name, tmp_path)
    found, rejected = read(tmp_path, site["content"], site["url"])
    folder = "" if site["content"] == "." else f"{site['content']}/"
    urls = {f"{folder}{path}": unquote(page["url"]) for path, page in found.items()}
    expected = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    assert rejected == []
    assert {path: urls.get(path) for path in expected} == {
        path: unquote(url) for path, url in expected.items() if path not in site.get("unknown", ())
    }
