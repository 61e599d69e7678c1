"""Have MkDocs build a site, and print its pages as JSON: `python run_mkdocs.py FOLDER`."""

# mypy: ignore-errors

import json
import os
import sys
import tempfile

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import get_plugin_logger

os.chdir(sys.argv[1])
config = load_config("mkdocs.yml", site_dir=tempfile.mkdtemp())
found = []


def remember(page, **_: object):
    found.append(
        {
            "path": os.path.relpath(page.file.abs_src_path),
            "url": page.canonical_url,
            "title": page.title,
            "html": page.content,
        }
    )
    return page


get_plugin_logger(__name__)
config.plugins._register_event("pre_page", lambda page, **more: remember(page))
build(config)
blog = config.plugins.get("material/blog")
for post in blog.blog.posts if blog is not None else ():
    remember(post)
print(json.dumps(found, default=str))
