"""Whatever the bytes are, they are judged: nothing is raised."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from check.documents import GOOD, NAMES, NOW, OTHERS
from feedwright.checks import check_bytes, diff, profile_names, report
from feedwright.errors import InputError

BOUNDED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_REAL = Path(__file__).parents[2] / "feeds" / "podcasts"
_SEEDS = [
    *(text.encode() for text in (GOOD | OTHERS).values()),
    *((_REAL / name).read_bytes() for name in NAMES.values()),
]
_FIELDS = (
    "Second", "tag:example.org,2026:2", "https://example.org/second/", "2026-11-20T10:00:00Z", "en-GB",
    "100", "Two.",
)  # fmt: skip
_JUNK = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"<", b">", b"&", b'"', b"\0", b"<![CDATA[", b"<item>", b"<entry>", b"null", b"{", b"]", b"\\ud800"]
    ),
)
_SPOTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), _JUNK), min_size=1, max_size=6)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=3)
    | st.dictionaries(
        st.sampled_from(["items", "id", "url", "title", "authors", "author", "attachments", "size_in_bytes",
                         "content_html", "summary", "date_published", "language", "version", "image", "x.y"]),
        below, max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


def _judge(data: bytes) -> None:
    first = check_bytes(data, "feed", now=NOW, profiles=profile_names())
    assert first == check_bytes(data, "feed", now=NOW, profiles=profile_names())
    for finding in first:
        str(finding).encode()
    for form in report.names():
        report.write(first, form).encode()
    with suppress(InputError):  # what is no feed cannot be compared
        diff(data, GOOD["rss"].encode())


@BOUNDED
@given(st.binary(max_size=400))
def test_any_bytes_are_judged(data: bytes) -> None:
    _judge(data)


@BOUNDED
@given(
    st.sampled_from([b"<", b"<?xml version='1.0'?><rss>", b"{", b"[", b"\xff\xfe", b"\xef\xbb\xbf<"]),
    st.binary(max_size=200),
)
def test_any_bytes_behind_a_familiar_start_are_judged(start: bytes, rest: bytes) -> None:
    _judge(start + rest)


@BOUNDED
@given(st.sampled_from(_SEEDS), _SPOTS)
def test_a_damaged_feed_is_judged(seed: bytes, spots: list[tuple[float, int, bytes]]) -> None:
    for at, length, junk in spots:
        start = int(at * len(seed))
        seed = seed[:start] + junk + seed[start + length :]
    _judge(seed)


@BOUNDED
@given(st.sampled_from(sorted(GOOD)), st.text(max_size=60), st.sampled_from(_FIELDS))
def test_a_field_of_any_text_is_judged(kind: str, text: str, field: str) -> None:
    _judge(GOOD[kind].replace(field, text).encode("utf-8", "surrogatepass"))


@BOUNDED
@given(st.dictionaries(st.sampled_from(["version", "items", "title", "authors"]), _JSON, min_size=1))
def test_any_json_is_judged(value: dict[str, Any]) -> None:
    _judge(json.dumps(value).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe<\0r\0s\0s\0/\0>\0",
        b"<rss>" * 3_000,
        b"<opml>" + b"<outline>" * 250 + b"</outline>" * 250 + b"</opml>",
        b"<opml><body>" + b"<outline xmlUrl='a'/>" * 3_000 + b"</body></opml>",
        b'<rss xmlns:m="http://search.yahoo.com/mrss/"><m:group><m:content width="9'
        + b"9" * 300_000
        + b'"/></m:group></rss>',
        b"<rss><channel><item><title>" + b"&lt;b" * 100_000 + b"</title></item></channel></rss>",
        b"<rss><channel><item><description>" + b"... " * 100_000 + b"!</description></item></channel></rss>",
        b"<rss>" + b"<item>" * 250 + b"</item>" * 250 + b"</rss>",
        b'{"items":' * 900 + b"1" + b"}" * 900,
        b'{"items": [], "version": ' + b"9" * 5_000 + b"}",
        b'{"items": [{"id": 1e400, "title": "\\ud800", "content_html": "<a href=\\"\\ud800\\">"}]}',
        b"<rss><channel><item><author>" + b"a" * 300_000 + b"</author></item></channel></rss>",
        b"<rss><channel><item><description>&lt;img srcset='" + b", " * 300_000 + b"'></description></item>"
        b"</channel></rss>",
    ],
)
def test_hostile_documents_are_judged(data: bytes) -> None:
    _judge(data)
