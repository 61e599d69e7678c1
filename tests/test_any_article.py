"""Whatever an author writes in any key, the feeds that come of it have no error."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import feedwright
from conftest import NOW, Publication
from media_files import picture, sound

EXAMPLES = 400 if os.environ.get("FEEDWRIGHT_LONG") else 8

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30)
URLS = st.sampled_from(
    [
        *(
            "https://example.org/",
            "https://example.org/á/ü?q=a b&c=d".replace(" ", "%20"),
            "http://a.example:81/x#y",
        ),
        *("https://xn--bcher-kva.example/", "https://bücher.example/ein weg".replace(" ", "%20")),
    ]
)
PICTURES = st.one_of(
    st.just("lead.jpg"),
    st.fixed_dictionaries(
        {"src": st.sampled_from(["lead.jpg", "other.png", "https://cdn.example/p.webp"])},
        optional={"alt": WORDS, "caption": WORDS, "credit": WORDS, "copyright": WORDS, "title": WORDS},
    ),
)
LINKS = st.one_of(URLS, st.fixed_dictionaries({"url": URLS}, optional={"title": NAMES}))
PEOPLE = st.one_of(NAMES, st.fixed_dictionaries({"name": NAMES}, optional={"url": URLS}))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2026, 11, 20)).map(
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
EPISODES = st.fixed_dictionaries(
    {},
    optional={
        "season": st.integers(1, 99),
        "episode": st.integers(1, 999),
        "type": st.sampled_from(["full", "trailer", "bonus"]),
        "explicit": st.booleans(),
        "title": NAMES,
        "transcript": st.just("talk.vtt"),
        "chapters": URLS.map(lambda url: url.partition("#")[0].partition("?")[0] + "c.json"),
        "persons": st.lists(PEOPLE, max_size=2),
    },
)
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "updated": MOMENTS,
    "authors": st.lists(PEOPLE, max_size=3),
    "summary": WORDS,
    "image": PICTURES,
    "gallery": st.lists(PICTURES, max_size=3),
    "audio": st.just("talk.wav"),
    "tags": st.lists(NAMES, max_size=4),
    "categories": st.lists(NAMES, max_size=2),
    "link": URLS,
    "language": st.sampled_from(["en", "es-MX", "ar", "zh-Hant", "pt"]),
    "comments": st.fixed_dictionaries({}, optional={"url": URLS, "count": st.integers(0, 9999)}),
    "rights": NAMES,
    "license": URLS,
    "access": st.sampled_from(["members", "public"]),
    "content": st.just("summary"),
    "location": st.one_of(
        st.just("41.69, -8.83"),
        st.fixed_dictionaries(
            {"latitude": st.just("-90"), "longitude": st.just("180")}, optional={"name": NAMES}
        ),
    ),
    "related": st.lists(LINKS, max_size=3),
    "via": st.one_of(URLS, st.fixed_dictionaries({"url": URLS}, optional={"title": NAMES, "feed": URLS})),
    "podcast": EPISODES,
}
FRONT_MATTER = st.fixed_dictionaries({"title": NAMES, "date": MOMENTS}, optional=KEYS)
PIECES = st.sampled_from(
    [
        *(
            "# A heading\n\n",
            "Some *words* in a row. ",
            "![alt](other.png)\n\n",
            "> quoted\n\n",
            "- item\n- item\n\n",
        ),
        *(
            "<figure><img src='lead.jpg' srcset='other.png 2x'></figure>",
            "<p>",
            "</div>",
            "[link](/a b)",
            "&nbsp;",
        ),
        *("<iframe src='https://www.youtube.com/embed/x'></iframe>", "| a | b |\n|---|---|\n| 1 | 2 |\n\n"),
        *(
            "<script>x</script>",
            "```\n<b>code\n```\n\n",
            "[^1]\n\n[^1]: A note.\n\n",
            "]]>",
            "<!-- x -->",
            "🙂\u202e ",
        ),
    ]
)
BODIES = st.lists(st.one_of(PIECES, WORDS), max_size=8).map("".join)
ARTICLES = st.lists(st.tuples(FRONT_MATTER, BODIES, st.sampled_from(["md", "html"])), min_size=1, max_size=4)

CONFIG = """\
site:
  title: The Test Post
  url: https://example.org/
  description: Made for tests.
  accent_color: "#0a5c8a"
feeds:
  url: https://feeds.example.org/
  archive: true
  also: [tags, authors]
  also_minimum: 1
  update_period: daily
  markdown: true
media: {image_sizes: [20]}
rights: {license: https://example.org/terms, rsl: https://example.org/licence.xml}
"""


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # Each example is a whole build: to find a smaller one would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(ARTICLES)
def test_feeds_of_any_articles_have_no_error(articles: list[tuple[dict[str, Any], str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        publication = Publication(Path(folder))
        publication.configure(CONFIG)
        publication.write("pod/_section.yaml", "image: cover.png\npodcast: {category: News}\n")
        publication.write("pod/cover.png", picture("PNG", 1400, 1400))
        for section in ("news", "pod"):
            publication.write(f"{section}/lead.jpg", picture("JPEG", 40, 30))
            publication.write(f"{section}/other.png", picture("PNG", 30, 40))
            publication.write(f"{section}/talk.vtt", "WEBVTT\n")
        for number, (keys, body, suffix) in enumerate(articles):
            header = yaml.safe_dump(keys, allow_unicode=True)
            section = "pod" if "podcast" in keys else "news"
            # Apple skips a second episode with the same file.
            publication.write(f"{section}/talk{number}.wav", sound(1) + bytes([number]))
            header = header.replace("talk.wav", f"talk{number}.wav")
            publication.write(f"{section}/a{number}.{suffix}", f"---\n{header}---\n\n{body}\n")
        report = publication.build()
        assert report.rejected == []
        findings = feedwright.check(publication.config, now=NOW)
        assert [str(finding) for finding in findings if finding.level == "error"] == []
