"""Have Hugo render the shortcodes of tests/hugo_templates.yaml, and print where its words are others."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from sites.read import words_of_text
from test_hugo_templates import DATA, write_site

_HOME = """{{ $pages := slice }}{{ range site.RegularPages }}
{{ $pages = $pages | append (dict "number" .Params.number "html" .Content) }}{{ end }}
{{ $pages | jsonify }}"""
_UNSAFE = "\n[markup.goldmark.renderer]\nunsafe = true\n"


def main() -> None:
    cases = [case for case in DATA["cases"] if case.get("hugo", True)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        templates = {name: text for name, text in DATA["templates"].items() if name not in DATA["unknown"]}
        write_site(
            root, DATA | {"cases": cases, "templates": templates, "settings": DATA["settings"] + _UNSAFE}
        )
        (root / "layouts" / "home.html").write_text(_HOME, encoding="utf-8")
        subprocess.run(["hugo", "--quiet", "--destination", str(root / "made")], cwd=root, check=True)
        pages = json.loads((root / "made" / "index.html").read_text(encoding="utf-8"))
    for page in pages:
        case = cases[page["number"]]
        if words_of_text(page["html"]) != words_of_text(case["shows"]):
            print(f"{case['text']}\n  Hugo: {page['html']}\n  ours: {case['shows']}")
    print(f"Hugo has rendered {len(pages)} of {len(cases)} texts")


if __name__ == "__main__":
    main()
