"""Create files for people to edit: a new publication, a new article."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path

import yaml

from feedwright.errors import ArticleError, ConfigError
from feedwright.template_words import AUTHOR, FIRST_PARAGRAPH, SITE_TITLE
from feedwright.text import one_line, slugify


def make_publication(folder: Path, now: datetime, others: Mapping[str, str]) -> list[Path]:
    """Create config.yaml, a section, a first article, and `others`, texts by path.

    Raises ConfigError if there is a config.yaml.
    """
    config = folder / "config.yaml"
    if config.exists():
        raise ConfigError(str(config), found="a publication", expected="a folder without config.yaml")
    templates = resources.files(__name__) / "templates"
    made = []
    for name in ("config.yaml", "content/news/_section.yaml", "content/news/first-article.md"):
        text = (templates / Path(name).name).read_text(encoding="utf-8")
        if not (folder / name).exists():
            for placeholder, value in (("{now}", _date(now)), ("{author}", AUTHOR), ("{title}", SITE_TITLE)):
                text = text.replace(placeholder, value)
            made.append(_write(folder / name, text))
    made += write_files(folder, {name: text for name, text in others.items() if not (folder / name).exists()})
    ignored = folder / ".gitignore"
    before = ignored.read_text(encoding="utf-8") if ignored.exists() else ""
    if ".feedwright/" not in before.splitlines():
        # The state of feedwright belongs to this machine.
        made.append(
            _write(ignored, before + ("" if before.endswith("\n") or not before else "\n") + ".feedwright/\n")
        )
    return made


def write_files(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write texts to files below a folder, by their paths; return the files."""
    return [_write(folder / name, text) for name, text in texts.items()]


def make_article(
    content: Path,
    section: str,
    title: str,
    now: datetime,
    image: Path | None,
    is_picture: Callable[[Path], bool],
    *,
    draft: bool,
) -> Path:
    """Create the file of an article, with front matter to fill in. Raises ArticleError."""
    slug = slugify(title)
    if not slug:
        raise ArticleError("new", field="title", found=f'"{title}"', expected="letters or digits")
    folder = _section_folder(content, section)
    front_matter: dict[str, object] = {
        "title": one_line(title),
        "date": _date(now),
        **({"draft": True} if draft else {}),
        "author": None,
        "summary": None,
        "tags": None,
    }
    if image is None:
        file = folder / f"{slug}.md"
        _refuse_existing(file)
        return _write(file, _article(front_matter))
    bundle = folder / slug
    _refuse_existing(bundle)
    if not image.is_file():
        raise ArticleError(str(image), found="no such file", expected="a picture")
    if not is_picture(image):
        raise ArticleError(str(image), found="another kind of file", expected="a picture")
    front_matter["image"] = {"src": image.name, "alt": None, "caption": None, "credit": None}
    file = _write(bundle / "index.md", _article(front_matter))
    shutil.copyfile(image, bundle / image.name)
    return file


def _section_folder(content: Path, section: str) -> Path:
    """Return the folder of a section, with a new `_section.yaml` if its name is not that of the folder."""
    folder = content
    for name in section.strip("/").split("/"):
        slug = slugify(name)
        if not slug:
            raise ArticleError(
                "new", field="section", found=f'"{section}"', expected="a section such as news/us"
            )
        folder /= slug
        if name != slug and not folder.exists():
            _write(folder / "_section.yaml", _yaml({"title": one_line(name)}))
    return folder


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise ArticleError(str(path), found="an article", expected="another title (or delete the old file)")


def _article(front_matter: dict[str, object]) -> str:
    return f"---\n{_yaml(front_matter)}---\n\n{FIRST_PARAGRAPH}\n"


class _Dumper(yaml.SafeDumper):
    """Writes None as an empty value, not as `null`."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def _yaml(values: dict[str, object]) -> str:
    written: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return written


def _date(now: datetime) -> str:
    return now.replace(microsecond=0).isoformat()


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
