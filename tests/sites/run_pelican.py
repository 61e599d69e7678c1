"""Have Pelican read a site, and print its articles as JSON: `python run_pelican.py FOLDER URL`."""

# mypy: ignore-errors

import json
import os
import sys
import tempfile
from urllib.parse import urlsplit

from pelican import Pelican
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

os.chdir(sys.argv[1])
conf = next((name for name in ("pelicanconf.py", "settings.py") if os.path.exists(name)), "pelicanconf.py")
usual = {
    "PLUGINS": [],
    "CACHE_CONTENT": False,
    "THEME": read_settings()["THEME"],
    "TYPOGRIFY": False,
}
settings = read_settings(conf, override=usual)
if os.path.abspath(settings["PATH"]) == os.getcwd() and os.path.isdir("content"):
    # `make html` runs `pelican content`.
    settings = read_settings(conf, override={**usual, "PATH": os.path.abspath("content")})
# What is published has another address than a test at home.
if urlsplit(settings["SITEURL"]).hostname in (None, "localhost", "127.0.0.1"):
    settings["SITEURL"] = sys.argv[2].rstrip("/")
Pelican(settings)
context = {"generated_content": {}, "static_links": set(), "static_content": {}, "filenames": {}}
generator = ArticlesGenerator(
    context=settings | context,
    settings=settings,
    path=settings["PATH"],
    theme=settings["THEME"],
    output_path=tempfile.mkdtemp(),
)
generator.generate_context()
articles = [*generator.articles, *generator.translations, *getattr(generator, "hidden_articles", [])]
found = [
    {
        "path": os.path.relpath(article.source_path),
        "url": f"{settings['SITEURL']}/{article.url}",
        "title": article.title,
        "date": article.date.isoformat(),
        "html": article.content,
    }
    for article in articles
]
print(json.dumps(found))
