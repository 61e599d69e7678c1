"""Write a site from the data in tests/permalinks/NAME.yaml, and have its generator say the URLs.

`python -m sites.made NAME…` (or all) writes tests/permalinks/NAME.json: the URL of each article's file.
`make truth` installs the generators, and runs it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from sites.generators import pages

DATA = Path(__file__).parents[1] / "permalinks"


def write(name: str, root: Path) -> dict[str, Any]:
    """Write the site into `root`, and return its data."""
    site: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    for file, text in site["settings"].items():
        _write(root / file, text)
    for file, keys in site["articles"].items():
        _write(root / file, _article(site.get("format", "yaml"), site.get("defaults", {}) | keys))
    return site


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _article(form: str, keys: dict[str, Any]) -> str:
    body = keys.pop("body", "Text.\n")
    if form == "lines":
        return "".join(f"{key.title()}: {value}\n" for key, value in keys.items()) + f"\n{body}"
    lines = (f"{key}: {_scalar(value)}\n" for key, value in keys.items())
    return f"---\n{''.join(lines)}---\n{body}"


def _scalar(value: Any) -> str:
    """A value in YAML; dates stay as they are."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat() if not hasattr(value, "hour") else value.isoformat(" "))
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_scalar(one)}' for key, one in value.items())}}}"
    is_date = isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value)
    return str(value) if is_date else json.dumps(value, ensure_ascii=False)


def _is_article(path: str, site: dict[str, Any]) -> bool:
    return path in site["articles"] and "/_" not in path.removeprefix(site["content"]).replace("_posts", "")


def main() -> None:
    for name in sys.argv[1:] or sorted(path.stem for path in DATA.glob("*.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            site = write(name, Path(folder))
            found = pages(site.get("generator", name), Path(folder), site["url"])
        urls = {page["path"]: page["url"] for page in found if _is_article(page["path"], site)}
        text = json.dumps(dict(sorted(urls.items())), ensure_ascii=False, indent=1)
        (DATA / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        print(f"{name}: {len(urls)} of {len(site['articles'])} articles have a URL")


if __name__ == "__main__":
    main()
