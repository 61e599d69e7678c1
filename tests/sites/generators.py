"""Run other generators, and return what they make of a site: one function for each."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Page = dict[str, Any]
"""`path` of a file below the site's folder, its `url`, `title`, `date`, the `html` of its text, and whether
it `is_held_back`, if its generator tells."""

HERE = Path(__file__).parent
_SETTINGS = re.compile(r"(hugo|config|_config|package)\.(toml|yaml|yml|json)")
_BASE = re.compile(r"^\s*\"?baseurl\"?\s*[:=]", re.MULTILINE | re.IGNORECASE)
_MISSING = re.compile(r'module "[^"]+" not found in "([^"]*)"')
_SHORTCODE = re.compile(r'template for shortcode "([\w/-]+)" not found')
_REFUSED = re.compile(r"is not a parsable date: see (\S+)")
_OLD_KEY = re.compile(r"^([\s\[-]*(?:cascade\.)?)_build(?=\s*[]:=.])", re.MULTILINE)
_PAIRED = re.compile(r'shortcode "([\w/-]+)" does not evaluate \.Inner')
_RENAMED = {"getjson": "modules", "getcsv": "modulequeries", "enableDefault: true": "useEmbedded: fallback"}
"""Settings of older versions of Hugo."""
_ALONE = re.compile(r'shortcode "([\w/-]+)" must be closed')
_REMOVED = re.compile(r"The (\".*\") shortcodes? (?:was|were) deprecated in .* removed")
_FETCHING = ("instagram", "tweet", "twitter", "vimeo", "x")
"""Shortcodes of Hugo that ask a server."""
_OF_TEXTS = {"shortcodes", "_shortcodes", "partials", "_partials", "_markup"}
_OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
_OUTPUT = re.compile(r'unknown output format "(\w+)"|OutputFormat with key "(\w+)" not found')
_BROKEN = re.compile(r'"(/[^":]+/content/[^":]+\.\w+):\d+')
_UNKNOWN = re.compile(r"html/template:_?([\w/.-]+):\d+:\d+: no such template")
_ENDS = {"---": "\n---", "+++": "\n+++"}


def pages(generator: str, root: Path, url: str) -> list[Page]:
    """What `generator` makes of the site in `root`, which is at `url`."""
    return list(globals()[f"_{generator}"](root, url))


def _run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | environment
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def _jekyll(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["ruby", str(HERE / "jekyll.rb"), str(root)], root))


def _copied(root: Path, site: Path, names: tuple[str, ...]) -> None:
    """Copy a site without the bodies of its articles, themes and templates, which may need more."""
    for place in root.iterdir():
        if place.name in names:
            shutil.copytree(place, site / place.name, symlinks=True)
        elif _SETTINGS.fullmatch(place.name):
            shutil.copy(place, site)
    for file in (file for name in names for file in (site / name).rglob("*")):
        if file.suffix in (".md", ".html") and file.is_file():
            text = file.read_text(encoding="utf-8")
            end = text.find(_ENDS.get(text[:3], "\0"), 3)
            file.write_text(f"{text[: end + 4]}\n" if end > 0 else text, encoding="utf-8")


_HUGO_WORDS = """{{ $pages := slice }}{{ range site.RegularPages }}{{ $page := . }}{{ with try .Content }}
{{ if .Err }}{{ warnf "%s: %s" $page.File.Path .Err }}{{ else }}
{{ $path := strings.TrimPrefix hugo.WorkingDir $page.File.Filename }}
{{ $pages = $pages | append (dict "path" $path "html" .Value) }}
{{ end }}{{ end }}{{ end }}{{ $pages | jsonify }}"""
"""A template of the home page that shows the texts of all pages as JSON."""


def _hugo(root: Path, url: str) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        _copied(root, site, ("content", "config"))
        files = [file for file in site.rglob("*.*") if _SETTINGS.fullmatch(file.name)]
        has_url = any(_BASE.search(file.read_text(encoding="utf-8")) for file in files)
        base = {} if has_url else {"HUGO_BASEURL": url}
        rows, published = (_listed(_run_hugo(["list", what], site, **base)) for what in ("all", "published"))
    shown = {row["path"] for row in published}
    html = _hugo_html(root)
    for row in rows:
        yield {
            "path": row["path"],
            "url": row["permalink"],
            "title": row["title"],
            "date": row["date"],
            "html": html.get(row["path"]),
            "is_held_back": row["path"] not in shown,
        }


def _listed(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out[out.find("path,") :])))


def _run_hugo(words: list[str], site: Path, **settings: str) -> str:
    for file in (one for one in site.rglob("*.*") if _SETTINGS.fullmatch(one.name) and one.is_file()):
        text = file.read_text(encoding="utf-8")
        for old, new in _RENAMED.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    for file in (site / "content").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        if "_build" in text:
            # It was renamed.
            file.write_text(_OLD_KEY.sub(r"\1build", text), encoding="utf-8")
    outputs: dict[str, str] = {}
    for _ in range(40):
        done = subprocess.run(
            ["hugo", *words],
            cwd=site,
            env=os.environ
            | _OFFLINE
            | outputs
            | settings
            | {"HUGO_SECURITY_ALLOWCONTENT": ".*", "HUGO_ENABLEGITINFO": "false"},
            capture_output=True,
            text=True,
            check=False,
        )
        missing, shortcode = _MISSING.search(done.stderr), _SHORTCODE.search(done.stderr)
        alone, refused = _ALONE.search(done.stderr), _REFUSED.search(done.stderr)
        if output := _OUTPUT.search(done.stderr):
            # It is a theme's, which is not here.
            outputs |= {f"HUGO|OUTPUTFORMATS|{output[1] or output[2]}|MEDIATYPE": "text/plain"}
        elif missing is not None:
            Path(missing[1]).mkdir(parents=True)
        elif unknown := _UNKNOWN.search(done.stderr):
            # It has a template of a theme, or of an older Hugo, which is not here.
            for file in [one for one in site.rglob("*.html") if one.as_posix().endswith(unknown[1])]:
                file.unlink()
        elif removed := _REMOVED.search(done.stderr):
            for name in re.findall(r"\w+", removed[1]):
                _write_shortcode(site, name, "")
        elif refused is not None:
            Path(refused[1]).unlink()
        elif one := shortcode or alone or _PAIRED.search(done.stderr):
            # The theme has it, which is not here.
            _write_shortcode(site, one[1], "" if alone else "{{ .Inner }}")
        elif done.returncode and (broken := _BROKEN.search(done.stderr)) and Path(broken[1]).is_file():
            Path(broken[1]).unlink()
        else:
            break
    print(done.stderr[-3000:], end="", file=sys.stderr)
    return done.stdout


def _write_shortcode(site: Path, name: str, template: str) -> None:
    place = site / "layouts" / "shortcodes" / f"{name}.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(template, encoding="utf-8")


def _hugo_html(root: Path) -> dict[str, str]:
    """The texts of pages by their paths, made with the site's own shortcodes and no other template."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for place in root.iterdir():
            if place.name in ("content", "config", "data", "i18n", "assets", "themes", "_vendor"):
                shutil.copytree(place, site / place.name, symlinks=True)
            elif _SETTINGS.fullmatch(place.name):
                shutil.copy(place, site)
        for names in ("shortcodes", "_shortcodes", "partials", "_partials", "_default/_markup", "_markup"):
            if (root / "layouts" / names).is_dir():
                shutil.copytree(root / "layouts" / names, site / "layouts" / names)
        for name in _FETCHING:
            if not any(site.rglob(f"layouts/*shortcodes/{name}.html")):
                _write_shortcode(site, name, "<iframe></iframe>")
        for layouts in (*site.glob("themes/*/layouts"), *site.glob("_vendor/**/layouts")):
            _without_pages(layouts)
        (site / "layouts").mkdir(exist_ok=True)
        (site / "layouts" / "home.html").write_text(_HUGO_WORDS, encoding="utf-8")
        # Sites that are older than this setting show all of their HTML.
        _run_hugo(["--destination", str(site / "made")], site, HUGO_MARKUP_GOLDMARK_RENDERER_UNSAFE="true")
        found: dict[str, str] = {}
        for file in sorted((site / "made").rglob("index.html")):
            text = file.read_text(encoding="utf-8").strip()
            for page in json.loads(text) if text.startswith('[{"') else ():
                found.setdefault(page["path"].lstrip("/"), page["html"])
        return found


def _without_pages(layouts: Path) -> None:
    """Remove the templates of a theme that make whole pages, which need more than is here."""
    for file in layouts.rglob("*.*"):
        if file.is_file() and not _OF_TEXTS & set(file.relative_to(layouts).parts):
            file.unlink()


def _pelican(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["python", str(HERE / "run_pelican.py"), str(root), url], root))


def _nikola(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(_run(["python", str(HERE / "run_nikola.py"), str(root)], root).rpartition("\0")[2])


def _mkdocs(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(
        _run(["python", str(HERE / "run_mkdocs.py"), str(root), url], root).rpartition("\0")[2]
    )


def _sphinx(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(
        _run(["python", str(HERE / "run_sphinx.py"), str(root), url], root).rpartition("\0")[2]
    )


def _quarto(root: Path, url: str) -> Iterator[Page]:
    yield from json.loads(
        _run(["python", str(HERE / "run_quarto.py"), str(root), url], root).rpartition("\0")[2]
    )


def _hexo(root: Path, url: str) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(root / "source", Path(folder, "source"))
        shutil.copy(root / "_config.yml", folder)
        shutil.copy(root / "package.json", folder)
        Path(folder, "node_modules").symlink_to(os.environ["NODE_PATH"])
        # Days in permalinks are those of the machine's zone, which is the site's own where it is built.
        zone = re.search(
            r"^timezone:[ \t]*[\"']?([\w/+-]+)", (root / "_config.yml").read_text(), re.MULTILINE
        )
        out = _run(["node", str(HERE / "run_hexo.cjs"), folder], root, TZ=zone[1] if zone else "UTC")
        yield from json.loads(out.rpartition("\0")[2])


def _docusaurus(root: Path, url: str) -> Iterator[Page]:
    out = _run(["node", str(HERE / "run_docusaurus.cjs"), str(root)], root)
    yield from json.loads(out.rpartition("\0")[2])


def _eleventy(root: Path, url: str) -> Iterator[Page]:
    """Eleventy itself writes its pages as JSON. It takes only paths below the folder it runs in."""
    out = _run(["eleventy", "--to=json", "--dryrun", "--quiet"], root)
    for page in json.loads(out[out.find("[") :]):
        yield {
            "path": page["inputPath"].removeprefix("./"),
            "url": url.rstrip("/") + str(page["url"]),
            "html": page["content"],
        }
