"""Have Pandoc make the texts of a Quarto site, and print them as JSON: `python run_quarto.py FOLDER URL`.

Quarto itself is a program that no registry has; it hands texts to Pandoc after it has run their code.
"""

# mypy: ignore-errors

import json
import re
import subprocess
import sys
from pathlib import Path

import pypandoc
import yaml

root, url = Path(sys.argv[1]), sys.argv[2].rstrip("/")
CELL = re.compile(r"^(`{3,})\{(\w+)([^}\n]*)\}\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
CALLOUT = re.compile(r"^[ \t]*:{3,}[ \t]*\{[^}\n]*\.callout-(\w+)[^}\n]*\}[ \t]*$", re.MULTILINE)
TITLE = re.compile(r"title=\"([^\"]*)\"")
VIDEO = re.compile(r"\{\{<\s*video\s+\"?([^\s\"]+).*?>\}\}")
INCLUDE = re.compile(r"^[ \t]*\{\{<\s*include\s+\"?([^\s\"]+).*?>\}\}", re.MULTILINE)
MADE = re.compile(r"\{\{<.*?>\}\}|(?<![\w\[@])@(?:fig|tbl|sec|eq|lst)-[\w-]+")
OPTION = re.compile(r"^(?:#|//|%%)[|].*\n", re.MULTILINE)
HIDDEN = re.compile(r"(?:echo|include)[ \t]*[:=][ \t]*(?:false|FALSE|F)\b")
FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def kept(file):
    """The text with the outputs of its cells, if the site keeps them."""
    place = root / "_freeze" / file.relative_to(root).with_suffix("") / "execute-results" / "html.json"
    return json.loads(place.read_text(encoding="utf-8"))["result"]["markdown"] if place.is_file() else None


def without_cells(text, hides):
    return CELL.sub(
        lambda cell: (
            ""
            if HIDDEN.search(cell[3] + cell[4]) or hides or cell[2] in ("mermaid", "dot", "ojs")
            else f"{cell[1]}\n{OPTION.sub('', cell[4])}{cell[1]}"
        ),
        text,
    )


def with_included(text, folder):
    def included(named):
        file = (root if named[1].startswith("/") else folder) / named[1].lstrip("/")
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    return INCLUDE.sub(included, text)


def with_titles(text):
    def titled(callout):
        title = TITLE.search(callout[0])
        return f"{callout[0]}\n\n**{title[1] if title else callout[1].title()}**\n"

    text = VIDEO.sub(r"<iframe src=\"\1\"></iframe>", text)
    return MADE.sub("", CALLOUT.sub(titled, text))


def html(text, shows):
    made = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html", "--wrap=none", "--mathjax"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return made if shows else re.sub(r"<span class=\"citation\".*?</span>", "", made, flags=re.DOTALL)


usual = {}
for name in ("_quarto.yml", "_quarto.yaml"):
    if (root / name).is_file():
        usual = yaml.safe_load((root / name).read_text(encoding="utf-8")) or {}
found = []
for file in sorted(root.rglob("*")):
    path = file.relative_to(root)
    if (
        file.name.endswith(".html.md")
        or file.suffix.lower() not in (".qmd", ".md", ".rmd")
        or any(one[0] in "_." for one in path.parts)
    ):
        continue
    written = file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
    front = FRONT.match(written)
    try:
        keys = yaml.safe_load(front[1]) if front else {}
    except yaml.YAMLError:
        continue
    if not isinstance(keys, dict) or not keys.get("title"):
        continue
    execute = (usual.get("execute") or {}) | (keys.get("execute") or {})
    text = with_included(FRONT.sub("", kept(file) or written, count=1), file.parent)
    page = path.with_suffix(".html").as_posix().removesuffix("index.html")
    found.append(
        {
            "path": path.as_posix(),
            "url": f"{url}/{page}",
            "title": str(keys["title"]),
            "date": None,
            "html": html(
                with_titles(without_cells(text, execute.get("echo") is False)),
                "bibliography" not in keys | usual,
            ),
            "is_held_back": bool(keys.get("draft")),
        }
    )
print(f"\0{json.dumps(found)}")
