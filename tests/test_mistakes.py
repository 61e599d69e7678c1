"""What an editor reads after a mistake in an article: tests/mistakes.txt has each beside its message.

A mistake in the file is a line `== what it is`, then front matter, a line `--`, and what `build` prints.
`python tests/test_mistakes.py` writes the messages anew; read each as somebody who does not know YAML.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

import feedwright
from conftest import NOW

FILE = Path(__file__).with_name("mistakes.txt")
CONFIG = """\
site: {title: The Harbour, url: https://example.org/, timezone: UTC}
feeds: {url: https://feeds.example.org/}
"""


def mistakes() -> dict[str, tuple[str, str]]:
    """The front matter and what is said of it, by the name of the mistake."""
    found = {}
    for block in FILE.read_text().split("== ")[1:]:
        name, rest = block.split("\n", 1)
        front_matter, _, said = rest.rpartition("--\n")
        found[name] = (front_matter, said.strip())
    return found


def said_of(front_matter: str, folder: Path) -> str:
    """What a build says of an article with this front matter, beside an article without a mistake."""
    (folder / "content" / "news").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG)
    news = folder / "content" / "news"
    (news / "other.md").write_text("---\ntitle: Other\ndate: 2026-11-19\n---\nText.\n")
    (news / "storm.md").write_text(f"---\n{front_matter}---\n\nText of the story.\n")
    report = feedwright.build(folder / "config.yaml", now=NOW)
    lines = [f"rejected: {error}" for error in report.rejected]
    lines += [f"warning: {warning}" for warning in report.warnings]
    return "\n".join(lines)


@pytest.mark.parametrize("name", mistakes())
def test_a_mistake_is_explained(name: str, tmp_path: Path) -> None:
    front_matter, expected = mistakes()[name]
    assert said_of(front_matter, tmp_path) == expected
    assert expected


def write() -> None:
    """Write the messages of all mistakes anew."""
    blocks = []
    for name, (front_matter, _) in mistakes().items():
        with tempfile.TemporaryDirectory() as folder:
            blocks.append(f"== {name}\n{front_matter}--\n{said_of(front_matter, Path(folder))}\n")
    FILE.write_text("\n".join(blocks))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    write()
