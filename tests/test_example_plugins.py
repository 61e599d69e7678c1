"""The plugins in examples/ and on docs/plugins.md do what they promise, and pass mypy --strict."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication, slow

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "plugins"


def use(publication: Publication, *names: str) -> None:
    for name in names:
        (publication.root / name).write_text((EXAMPLES / name).read_text())
    publication.configure(f"{CONFIG}plugins: [{', '.join(names)}]\n")


def test_house_style(publication: Publication) -> None:
    use(publication, "house_style.py")
    publication.article(
        body='He said "no" <a href="x.html">here</a>.', kicker="Ports", link="https://example.org/a"
    )
    publication.build()
    publication.article("news/b.md", title="B", date="2026-11-19")
    publication.build()
    item, other = publication.json()["items"]
    assert item["title"] == "Ports: A story"
    assert "He said “no” <a href" in item["content_html"]
    assert item["url"] == "https://example.org/a?utm_source=feed"
    assert other["url"] == "https://example.org/news/b/?utm_source=feed"


def test_no_advertorials(publication: Publication) -> None:
    use(publication, "no_advertorials.py")
    publication.article("news/a.md", title="A", sponsor="A ship's chandler")
    publication.article("news/b.md", title="B", tags="[advertorial]")
    publication.article("news/c.md", title="C")
    assert publication.build().warnings == []
    assert publication.titles() == ["C"]


def test_ratings(publication: Publication) -> None:
    use(publication, "ratings.py")
    publication.article("news/a.md", title="A", rating="4")
    publication.article("news/b.md", title="B", rating="7")
    (error,) = publication.build().rejected
    assert re.search(r"ValueError: rating: 7 is not a number from 1 to 5 in ratings.py:\d+", str(error))
    for name in ("rss.xml", "atom.xml"):
        assert b"<review:rating>4</review:rating>" in publication.bytes(name)


def test_reading_time(publication: Publication) -> None:
    use(publication, "reading_time.py")
    publication.article(body="word " * 700)
    publication.build()
    assert publication.json()["items"][0]["_reading"]["minutes"] == 3


def test_contributors(publication: Publication) -> None:
    use(publication, "contributors.py")
    publication.article()
    publication.build()
    assert publication.rss("news")["feed"]["author"] == "news@example.org (News desk)"
    assert publication.atom("news")["feed"]["contributors"][0]["name"] == "News desk"


def test_all_together_pass_our_own_check(publication: Publication) -> None:
    names = sorted(file.name for file in EXAMPLES.glob("*.py"))
    use(publication, *names)
    publication.article(kicker="Ports", rating="4")
    assert publication.build().rejected == []
    assert feedwright.check(publication.config, now=NOW) == []
    listed = re.findall(r"^\| `(\w+\.py)` \|", (EXAMPLES / "README.md").read_text(), re.M)
    assert sorted(listed) == names


def test_the_plugin_of_the_page_does_what_it_says(publication: Publication) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "plugins.md").read_text(), re.S)
    (publication.root / "house_style.py").write_text(code)
    publication.configure(CONFIG + "plugins: [house_style.py]\n")
    publication.article(kicker="Ports")
    publication.build()
    assert [tag["term"] for tag in publication.rss()["entries"][0]["tags"]] == ["News", "Ports"]


@slow
@pytest.mark.parametrize(
    "stubs", ["", str(ROOT / "stubs")], ids=["as people have it", "with types of feedgen"]
)
def test_a_users_plugin_passes_mypy(stubs: str, tmp_path: Path) -> None:
    config = tmp_path / "mypy.ini"
    config.write_text(f"[mypy]\nstrict = True\nmypy_path = {ROOT / 'src'}:{stubs}\nfollow_imports = silent\n")
    mine = sorted(map(str, EXAMPLES.glob("*.py")))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(config), "--cache-dir", str(tmp_path), *mine],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.stdout.startswith("Success"), done.stdout
