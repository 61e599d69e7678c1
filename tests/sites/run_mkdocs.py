"""Have MkDocs build a site, and print its pages as JSON: `python run_mkdocs.py FOLDER`."""

# mypy: ignore-errors

import json
import os
import sys
import tempfile

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import get_plugin_logger, get_plugins
from mkdocs.utils.yaml import yaml_load

os.chdir(sys.argv[1])
with open("mkdocs.yml", encoding="utf-8") as file:
    named = yaml_load(file).get("plugins") or []
named = [{key: value} for key, value in named.items()] if isinstance(named, dict) else named
there = {name.rpartition("/")[2] for name in get_plugins()} - {"social"}
plugins = [
    one for one in named if (one if isinstance(one, str) else next(iter(one))).rpartition("/")[2] in there
]
config = load_config("mkdocs.yml", site_dir=tempfile.mkdtemp(), plugins=plugins)
found = []


def remember(page):
    found.append(
        {
            "path": os.path.relpath(page.file.abs_src_path),
            "url": page.canonical_url,
            "title": page.title,
            "date": str(page.config.date.created) if hasattr(page.config, "date") else None,
            "html": page.content,
        }
    )
    return page


get_plugin_logger(__name__)
config.plugins._register_event("pre_page", lambda page, **_: page)
build(config)
blog = config.plugins.get("material/blog")
for post in blog.blog.posts if blog is not None else ():
    remember(post)
print(json.dumps(found, default=str))
