"""A Flask application that serves feeds of the articles in its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

import feedwright

HERE = Path(__file__).parent

publication = feedwright.Publication(
    title="The Harbour Post",
    url="https://harbourpost.example/",
    feeds_url="https://harbourpost.example/feeds/",
    sections={"news/us": {"title": "U.S."}},
)


def create_app(database: str = str(HERE / "articles.db")) -> Flask:
    """Make the application."""
    app = Flask(__name__)
    app.config["DATABASE"] = database
    app.add_url_rule("/feeds/<path:path>", view_func=feed)
    app.cli.command("init-db")(init_db)
    return app


def feed(path: str) -> Response:
    """Answer with a feed: `rss.xml`, or `news/us/atom.xml`."""
    section, _, name = path.rpartition("/")
    made = publication.feed(section, articles=articles(section))
    formats = {"rss.xml": made.rss, "atom.xml": made.atom, "feed.json": made.json}
    if name not in formats:
        abort(404)
    document = formats[name]()
    if document.is_unchanged(request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")):
        return Response(status=304, headers={"ETag": document.etag})
    return Response(document.body, headers=document.headers | {"Cache-Control": "public, max-age=300"})


def articles(section: str) -> Iterator[feedwright.Article]:
    """The newest articles of a section and those below it."""
    query = """SELECT id, title, published, section, html FROM article
               WHERE section = ? OR section LIKE ? ORDER BY published DESC LIMIT 50"""
    below = f"{section}/%" if section else "%"
    with sqlite3.connect(current_app.config["DATABASE"]) as db:
        for key, title, published, own, html in db.execute(query, (section, below)):
            url = f"https://harbourpost.example/{own}/{key}"
            yield feedwright.Article(
                key=key, title=title, published=published, section=own, html=html, url=url
            )
    db.close()


def init_db() -> None:
    """Make a database with a few articles."""
    with sqlite3.connect(current_app.config["DATABASE"]) as db:
        db.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, title, published, section, html)")
        db.executemany(
            "INSERT INTO article (title, published, section, html) VALUES (?, ?, ?, ?)",
            [
                ("A storm passes", "2026-11-20T08:00:00Z", "news/us", "<p>It has <b>gone</b>.</p>"),
                ("The ferries are back", "2026-11-20T12:00:00Z", "news", "<p>Since noon.</p>"),
            ],
        )
    db.close()
