"""Have Nikola read a site, and print its posts as JSON: `python run_nikola.py FOLDER`."""

import importlib.util

# mypy: ignore-errors
import json
import os
import sys

from nikola import Nikola

os.chdir(sys.argv[1])
spec = importlib.util.spec_from_file_location("conf", "conf.py")
conf = importlib.util.module_from_spec(spec)
spec.loader.exec_module(conf)
site = Nikola(**{key: value for key, value in vars(conf).items() if key.isupper()})
site.init_plugins()
site.scan_posts()


def html(post, language):
    """The text of a post alone; None if it cannot be compiled here."""
    try:
        post.compile(language)
        with open(post.translated_base_path(language), encoding="utf-8") as file:
            return file.read()
    except Exception as fault:
        print(f"{post.source_path}: {fault}", file=sys.stderr)
        return None


found = [
    {
        "path": post.translated_source_path(language) or post.source_path,
        "url": post.permalink(language, absolute=True),
        "title": post.title(language),
        "date": post.date.isoformat(),
        "html": html(post, language),
    }
    for post in site.timeline
    for language in post.translated_to
    if post.is_post
]
print(f"\0{json.dumps(found)}")
