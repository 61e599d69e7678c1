"""Have Sphinx with ablog build a site, and print its posts as JSON: `python run_sphinx.py FOLDER URL`."""

# mypy: ignore-errors

import ast
import json
import os
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

os.chdir(sys.argv[1])
made = tempfile.mkdtemp()


def settings():
    """The plain values in conf.py, which is not run: it may fetch what is not here."""
    with open("conf.py", encoding="utf-8") as file:
        statements = ast.parse(file.read()).body
    for statement in statements:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            with suppress(ValueError):
                yield statement.targets[0].id, ast.literal_eval(statement.value)


wanted = (
    "blog_",
    "post_",
    "myst_",
    "exclude_patterns",
    "source_suffix",
    "root_doc",
    "master_doc",
    "language",
)
overrides = {key: value for key, value in settings() if key.startswith(wanted)}
named = [name for name in dict(settings())["extensions"] if find_spec(name.partition(".")[0])]
known = ("sphinx.", "ablog", "myst_", "sphinx_design")
overrides |= {
    "extensions": [name for name in named if name.startswith(known) and "intersphinx" not in name],
    "nb_execution_mode": "off",
}
with docutils_namespace():
    app = Sphinx(
        ".", None, made, f"{made}/doctrees", "html", confoverrides=overrides, status=None, warning=None
    )
    bodies = {}
    app.connect(
        "html-page-context",
        lambda app, name, template, context, tree: bodies.update({name: context.get("body")}),
    )
    app.build()
    found = []
    for name, posts in app.env.ablog_posts.items():
        for post in posts:
            found.append(
                {
                    "path": os.path.relpath(app.env.doc2path(name)),
                    "url": sys.argv[2].rstrip("/") + "/" + app.builder.get_target_uri(name),
                    "title": post["title"],
                    "date": post["date"].isoformat() if post["date"] else None,
                    "html": bodies.get(name),
                }
            )
print(f"\0{json.dumps([one for one in found if one['date']])}")
