"""An element with very many attributes is read in a time that grows with its length."""

from __future__ import annotations

import time

from feedwright.checks.read.xml import parse


def feed_with_attributes(count: int) -> bytes:
    attributes = " ".join(f"a{number}='{number}'" for number in range(count))
    return f"<rss xmlns:q='urn:q' q:z='1' {attributes}><channel/></rss>".encode()


def seconds(data: bytes) -> float:
    """Processor time that reading takes; the least of three, which other programs disturb least."""
    taken: list[float] = []
    for _ in range(3):
        begun = time.process_time()
        parse(data)
        taken.append(time.process_time() - begun)
    return min(taken)


def test_all_attributes_are_read_whatever_their_number() -> None:
    for count in (3, 3_000):
        root = parse(feed_with_attributes(count)).root
        assert root is not None
        expected = {f"a{number}": str(number) for number in range(count)}
        assert root.attributes == {"{urn:q}z": "1"} | expected


def test_reading_grows_with_the_number_of_attributes_and_no_faster() -> None:
    few, many = feed_with_attributes(2_000), feed_with_attributes(16_000)
    assert seconds(many) < 24 * seconds(few), "8 times as many; their square would be 64 times the work"
