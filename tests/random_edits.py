"""Random edits of a publication, and what its feeds should say after each build."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from feedwright.pipeline import Report
from media_files import picture
from newsroom import NOW, Newsroom

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))

SECTIONS = ("", "news/", "news/us/", "sport/", "arts/")


class Walk:
    """Random edits of a publication, and what its feeds should say after each build."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.root = root
        (root / "kept").mkdir()
        self.room = Newsroom(root / "kept")
        self.room.settings("  formats: [rss, json]\n  entries: 6\n")
        self.steps: list[str] = []
        self.number = 0
        self.good: dict[str, str] = {}
        self.trash: dict[str, str] = {}
        self.rendered: set[str] = set()
        self.ids: dict[str, tuple[str, str, str]] = {}
        self.now = NOW

    @property
    def articles(self) -> list[str]:
        content = self.room.content
        return sorted(file.relative_to(content).as_posix() for file in content.rglob("*.md"))

    def step(self) -> None:
        edits = [self.add, self.edit, self.edit, self.delete, self.restore, self.rename, self.move]
        edits += [self.draft, self.schedule, self.expire, self.break_, self.mend, self.bundle, self.touch]
        edits += [self.illustrate, self.describe, self.configure, self.spoil, self.rename_section]
        edit = self.random.choice(edits)
        if edit in (self.add, self.restore, self.describe, self.configure, self.spoil) or self.articles:
            self.steps.append(f"{edit.__name__} {edit() or ''}")

    def one(self) -> str:
        return self.random.choice(self.articles)

    def text(self, **keys: str) -> str:
        """A new article: its title is its own, its date too, so that there is one order."""
        self.number += 1
        # Dates go on in and out of order, some of them after the walk's clock.
        day = NOW + timedelta(hours=self.random.randrange(-2000, 40), seconds=self.number)
        keys = {"title": f"T{self.number:03}", "date": day.isoformat()} | keys
        return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n\nText.\n"

    def add(self) -> str:
        path = f"{self.random.choice(SECTIONS)}a{self.number + 1}.md"
        self.room.write(path, self.text())
        return path

    def change(self, path: str, change: Callable[[str], str]) -> str:
        self.room.write(path, change(self.room.content.joinpath(path).read_text()))
        return path

    def edit(self) -> str:
        return self.change(self.one(), lambda text: text + f"More {self.random.random()}.\n")

    def key(self, line: str) -> str:
        return self.change(self.one(), lambda text: text.replace("---\n", f"---\n{line}\n", 1))

    def unkeyed(self, text: str) -> str:
        marks = ("draft", "expires", "[broken")
        return "\n".join(line for line in text.split("\n") if not line.startswith(marks))

    def draft(self) -> str:
        return self.key("draft: true") if self.random.random() < 0.5 else self.mend()

    def expire(self) -> str:
        return self.change(
            self.one(),
            lambda text: self.unkeyed(text).replace(
                "---\n", f"---\nexpires: {self.now + timedelta(hours=self.random.randrange(1, 9))}\n", 1
            ),
        )

    def break_(self) -> str:
        """Breaks an article that readers have: nothing is kept of what no feed ever showed."""
        there = [path for path in self.articles if path in self.rendered]
        if not there:
            return "nothing"
        path = self.random.choice(there)
        return self.change(path, lambda text: text.replace("---\n", "---\n[broken\n", 1))

    def mend(self) -> str:
        return self.change(self.one(), self.unkeyed)

    def touch(self) -> str:
        return self.change(self.one(), lambda text: text)

    def schedule(self) -> str:
        path = f"{self.random.choice(SECTIONS)}a{self.number + 1}.md"
        self.room.write(
            path, self.text(date=(self.now + timedelta(hours=3, seconds=self.number)).isoformat())
        )
        return path

    def delete(self) -> str:
        path = self.one()
        file = self.room.content / path
        self.trash[self.name(path)] = file.read_text()
        file.unlink()
        return path

    def restore(self) -> str:
        if not self.trash:
            return "nothing"
        name = self.random.choice(sorted(self.trash))
        path = f"{self.random.choice(SECTIONS)}{name}.md"
        self.room.write(path, self.trash.pop(name))
        return path

    def shift(self, old: str, new: str) -> str:
        file = self.room.content / new
        file.parent.mkdir(parents=True, exist_ok=True)
        (self.room.content / old).rename(file)
        return f"{old} -> {new}"

    def rename(self) -> str:
        old = self.one()
        self.number += 1
        return self.shift(old, f"{self.folder(old)}a{self.number}r.md")

    def move(self) -> str:
        old = self.one()
        return self.shift(old, f"{self.random.choice(SECTIONS)}{self.name(old)}.md")

    def bundle(self) -> str:
        old = self.one()
        if old.endswith("/index.md"):
            return self.shift(old, f"{self.folder(old)}{self.name(old)}.md")
        return self.shift(old, old.removesuffix(".md") + "/index.md")

    def rename_section(self) -> str:
        # Two folders that change places: everything in both is somewhere else.
        content = self.room.content
        if not (content / "sport").is_dir() or not (content / "arts").is_dir():
            return "nothing"
        (content / "sport").rename(content / "moving")
        (content / "arts").rename(content / "sport")
        (content / "moving").rename(content / "arts")
        return "sport <-> arts"

    def illustrate(self) -> str:
        path = self.one()
        kind = self.random.choice(["name", "put", "take"])
        picture_file = self.room.content / "p.png"
        if kind == "name":
            self.change(path, lambda text: text + "\n![P](/p.png)\n")
        elif kind == "put":
            size = self.random.randrange(1, 9)
            self.room.write("p.png", picture("PNG", size, size))
        else:
            picture_file.unlink(missing_ok=True)
        return f"{kind} {path}"

    def describe(self) -> str:
        folder = self.random.choice(SECTIONS[1:])
        file = self.room.content / folder / "_section.yaml"
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
        else:
            self.room.write(f"{folder}_section.yaml", f"title: Title {self.random.random()}\nlanguage: es\n")
        return folder

    def configure(self) -> str:
        self.room.settings(f"  formats: [rss, json]\n  entries: {self.random.randrange(3, 9)}\n")
        return "entries"

    def spoil(self) -> str:
        found = sorted(file for file in self.room.feeds.rglob("*.*") if file.is_file())
        if not found:
            return "nothing"
        file = self.random.choice(found)
        if self.random.random() < 0.5:
            file.unlink()
        else:
            file.write_bytes(b"spoilt")
        return str(file.relative_to(self.room.feeds))

    @staticmethod
    def name(path: str) -> str:
        return path.removesuffix("/index.md").removesuffix(".md").rpartition("/")[2]

    @staticmethod
    def folder(path: str) -> str:
        above, slash, _ = path.removesuffix("/index.md").removesuffix(".md").rpartition("/")
        return above + slash

    def remember_good(self) -> None:
        """A broken file counts as it last was good; what is gone or a draft is forgotten."""
        texts = {path: self.room.content.joinpath(path).read_text() for path in self.articles}
        kept = {
            path: self.good[path] for path, text in texts.items() if "\n[broken" in text and path in self.good
        }
        fine = {path: text for path, text in texts.items() if "\n[broken" not in text}
        self.good = kept | {path: text for path, text in fine.items() if "\ndraft: true" not in text}

    def build(self) -> Report:
        self.now += timedelta(minutes=self.random.randrange(-100, 300))
        self.remember_good()
        self.steps.append(f"build {self.now}")
        report = self.room.build(self.now)
        paths = {self.title(text): path for path, text in self.good.items()}
        for feed in self.room.feeds.rglob("feed.json"):
            self.rendered |= {paths[item["title"]] for item in json.loads(feed.read_bytes())["items"]}
        self.rendered &= set(self.good)
        return report

    def fresh(self) -> Newsroom:
        """The same publication, with all articles as they last were good, built from nothing."""
        shutil.rmtree(self.root / "fresh", ignore_errors=True)
        (self.root / "fresh").mkdir()
        made = Newsroom(self.root / "fresh")
        shutil.copytree(self.room.content, made.content, dirs_exist_ok=True)
        for path in self.articles:
            if path in self.good:
                made.write(path, self.good[path])
            else:
                made.content.joinpath(path).unlink()
        made.configure(self.room.config.read_text())
        made.build(self.now)
        return made

    def compare(self) -> None:
        fresh = self.fresh()
        broken = {
            self.title(self.good[path])
            for path in self.good
            if "\n[broken" in self.room.content.joinpath(path).read_text()
        }
        feeds = {file.parent.relative_to(fresh.feeds).as_posix() for file in fresh.feeds.rglob("feed.json")}
        for file in self.room.feeds.rglob("feed.json"):
            section = file.parent.relative_to(self.room.feeds).as_posix()
            kept = self.room.json(section)
            assert len({item["id"] for item in kept["items"]}) == len(kept["items"])
            assert self.room.rss(section).bozo == 0
            assert [one.title for one in self.room.rss(section).entries] == self.room.titles(section)
            if section in feeds:
                assert _alike(kept, broken) == _alike(fresh.json(section), broken), section
            else:
                assert kept["items"] == []
        assert feeds <= {
            file.parent.relative_to(self.room.feeds).as_posix() for file in self.room.feeds.rglob("feed.json")
        }
        for item in self.room.json()["items"]:
            media = item.get("content_html", "").partition("https://feeds.example.org/")[2].partition('"')[0]
            assert not media or (self.room.feeds / media).is_file()
        self.compare_ids()
        self.compare_counts()

    def compare_counts(self) -> None:
        """How many articles each section has is counted as they come and go."""
        with contextlib.closing(sqlite3.connect(self.room.root / ".feedwright/catalog.sqlite")) as db:
            counted = db.execute(
                """SELECT section, SUM(NOT inherited), SUM(inherited) FROM placement
                   GROUP BY section ORDER BY section"""
            ).fetchall()
            assert db.execute("SELECT * FROM placement_count ORDER BY section").fetchall() == counted

    def compare_ids(self) -> None:
        """An id stays where path, text or name did since the article was last seen in a feed."""
        paths = {self.title(text): path for path, text in self.good.items()}
        for item in self.room.json()["items"]:
            path = paths[item["title"]]
            now = (item["id"], path, self.good[path])
            then_id, then_path, then_text = self.ids.get(item["title"], now)
            name = self.name(path)
            if path == then_path or then_text == now[2] or name == self.name(then_path):
                assert now[0] == then_id, f"{path} was {then_path}"
            self.ids[item["title"]] = now

    @staticmethod
    def title(text: str) -> str:
        return text.partition("title: ")[2].partition("\n")[0]


def _alike(feed: Any, broken: set[str]) -> Any:
    """What two feeds should have in common; a broken article's entry stays as it was, so it knows less."""
    items = []
    for item in feed["items"]:
        left_out = {"id", "date_modified"}
        if item["title"] in broken:
            left_out = set(item) - {"title", "url", "date_published"}
        items.append({key: value for key, value in item.items() if key not in left_out})
    return feed | {"items": items}
