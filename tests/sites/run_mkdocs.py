"""Have MkDocs build a site, and print its pages as JSON: `python run_mkdocs.py FOLDER URL`."""

# mypy: ignore-errors

import json
import os
import sys
import tempfile
from glob import glob

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import get_plugin_logger, get_plugins
from mkdocs.structure.files import File
from mkdocs.utils.yaml import yaml_load
from yaml.constructor import UnsafeConstructor

os.chdir(sys.argv[1])


def name_of_python(loader, name, node):
    """What `!!python/name:…` names; None if that is not installed here."""
    try:
        return UnsafeConstructor.find_python_name(loader, name, node.start_mark)
    except yaml.YAMLError:
        return None


yaml.Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", name_of_python)


def plugins_in(settings):
    with open(settings, encoding="utf-8") as file:
        named = yaml_load(file).get("plugins") or []
    return [{key: value} for key, value in named.items()] if isinstance(named, dict) else named


def name_of(plugin):
    return plugin if isinstance(plugin, str) else next(iter(plugin))


# A project may have another file for its documentation.
files = sorted(glob("mkdocs*.yml"), key=lambda name: (name != "mkdocs.yml", name))
settings = next(
    (name for name in files if {"blog", "material/blog"} & set(map(name_of, plugins_in(name)))), "mkdocs.yml"
)
named = plugins_in(settings)
there = {name.rpartition("/")[2] for name in get_plugins()} - {"optimize", "privacy", "social"}
plugins = [one for one in named if name_of(one).rpartition("/")[2] in there]
# Only the texts count: the site's own templates may need files and plugins that are not here.
config = load_config(
    settings, site_dir=tempfile.mkdtemp(), plugins=plugins, theme={"name": "material"}, extra={}
)
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


def without_template(page, **_):
    page.meta.pop("template", None)
    return page


config.plugins._register_event("pre_page", without_template)
config.site_url = config.site_url or sys.argv[2]
File.copy_file = lambda self, dirty=False: None
build(config)
blog = config.plugins.get("material/blog")
for post in blog.blog.posts if blog is not None else ():
    remember(post)
# Hooks of a site may print, too.
print(f"\0{json.dumps(found, default=str)}")
