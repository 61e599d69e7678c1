"""What an editor reads after a mistake in an article: tests/mistakes.txt has each beside its message.

A mistake in the file is a line `== what it is`, then front matter, a line `--`, and what `build` prints.
tests/mistakes_in_files.txt has whole files, each with a line `=>` below it; mistakes_in_settings.txt those
in config.yaml and `_section.yaml`.
`python tests/test_mistakes.py` writes the messages anew; read each as somebody who does not know YAML.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest

import feedwright
from conftest import NOW
from feedwright.errors import InputError
from feedwright.sources.section_file import read_section_file

FILES = {"mistakes.txt": "--\n", "mistakes_in_files.txt": "=>\n", "mistakes_in_settings.txt": "=>\n"}
"""Each with the line between a mistake and what is said of it."""
CONFIG = """\
site: {title: The Harbour, url: https://example.org/, timezone: UTC}
feeds: {url: https://feeds.example.org/}
"""


def mistakes(file: str) -> dict[str, tuple[str, str]]:
    """What was written and what is said of it, by the name of the mistake."""
    found = {}
    text = Path(__file__).with_name(file).read_text()
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        name, rest = block.split("\n", 1)
        written, _, said = rest.rpartition(FILES[file])
        found[name] = (written, said.strip())
    return found


def said_of_settings(name: str, written: str, folder: Path) -> str:
    """Why a file of settings is refused."""
    file = folder / name.partition(":")[0]
    file.write_text(written)
    try:
        if file.name == "config.yaml":
            feedwright.build(file, now=NOW)
        else:
            read_section_file(file.read_bytes(), file.name)
    except InputError as error:
        return str(error).replace(f"{folder}/", "")
    return ""


def said_of(file: str, folder: Path) -> dict[str, str]:
    """What one build says of each article, beside one without a mistake."""
    if file == "mistakes_in_settings.txt":
        return {name: said_of_settings(name, one[0], folder) for name, one in mistakes(file).items()}
    (folder / "config.yaml").write_text(CONFIG)
    places = {}
    for number, (name, (written, _)) in enumerate(mistakes(file).items()):
        places[f"content/s{number}/news/"] = name
        news = folder / "content" / f"s{number}" / "news"
        news.mkdir(parents=True)
        (news / "other.md").write_text("---\ntitle: Other\ndate: 2026-11-19\n---\nText.\n")
        is_whole = file != "mistakes.txt"
        (news / "storm.md").write_text(written if is_whole else f"---\n{written}---\n\nText of the story.\n")
    report = feedwright.build(folder / "config.yaml", now=NOW)
    said: dict[str, list[str]] = {name: [] for name in places.values()}
    for kind, messages in (("rejected", report.rejected), ("warning", report.warnings)):
        for message in map(str, messages):
            place = next(place for place in places if message.startswith(place))
            said[places[place]].append(f"{kind}: {message.replace(place, 'content/news/')}")
    return {name: "\n".join(lines) for name, lines in said.items()}


@pytest.fixture(scope="module", params=FILES)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, str]]:
    """A file of mistakes, and what is said of each."""
    return request.param, said_of(request.param, tmp_path_factory.mktemp("mistakes"))


def test_mistakes_are_explained(both: tuple[str, dict[str, str]]) -> None:
    file, said = both
    assert said == {name: expected for name, (_, expected) in mistakes(file).items()}
    assert all(said.values())


def write() -> None:
    """Write the messages of all mistakes anew."""
    for file, divider in FILES.items():
        with tempfile.TemporaryDirectory() as folder:
            said = said_of(file, Path(folder))
        blocks = [
            f"== {name}\n{written}{divider}{said[name]}\n" for name, (written, _) in mistakes(file).items()
        ]
        Path(__file__).with_name(file).write_text("\n".join(blocks))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    write()
