"""Articles in whatever encoding an old system left them; one kind of line end; no controls."""

from __future__ import annotations

import codecs

import pytest

from conftest import Publication
from feedwright.sources.decode import decode

SPANISH = "---\ntitle: Año nuevo en el café\ndate: 2022-01-01\n---\n\nLa mañana llegó.\n"
FRENCH = "Les élèves du lycée ont été récompensés à l'école, où le maire a prononcé un discours.\n"
GERMAN = "Über die Straße läuft ein Mädchen, größer als früher – sagt „jemand“.\n"
ENGLISH = "The café opened on Monday, and everybody’s pleased about it… even at €5.\n"
RUSSIAN = "Вчера в городе прошёл дождь, и все остались дома. Это было хорошо.\n"
ARABIC = "في المدينة أمس هطل المطر وبقي الجميع في منازلهم، وكان ذلك جيدا.\n"
JAPANESE = "昨日は雨が降りました。みんな家にいました。それは良いことでした。\n"
CHINESE = "昨天下雨了，大家都待在家里。这很好。港口的船也没有出海。\n"

ENCODED = [
    (SPANISH, "latin-1", "Windows-1252 (Latin-1)"),
    (SPANISH, "cp1252", "Windows-1252 (Latin-1)"),
    (FRENCH, "latin-1", "Windows-1252 (Latin-1)"),
    (GERMAN, "cp1252", "Windows-1252 (Latin-1)"),
    (ENGLISH, "cp1252", "Windows-1252 (Latin-1)"),
    (RUSSIAN, "cp1251", "Windows-1251"),
    (ARABIC, "cp1256", "Windows-1256"),
    (JAPANESE, "shift_jis", "cp932"),
    (CHINESE, "gb18030", "gb18030"),
    (SPANISH, "utf-16", "UTF-16"),
    (ARABIC, "utf-16", "UTF-16"),
]
PASTED = b"A caf\xe9 in \xe2\x80\x9cS\xc3\xa3o Paulo\xe2\x80\x9d \x96 open.\n"


@pytest.mark.parametrize(("text", "encoding", "called"), ENCODED)
def test_an_old_encoding_is_detected_and_said(text: str, encoding: str, called: str) -> None:
    found = decode(text.encode(encoding), "a.md")
    assert found.text == text
    assert found.warnings == (f"the encoding looks like {called}, not UTF-8; please save the file as UTF-8",)


def test_bytes_of_an_old_encoding_in_a_text_in_utf_8_spoil_nothing_else() -> None:
    found = decode(PASTED, "a.md")
    assert found.text == "A café in “São Paulo” – open.\n"
    said = "the encoding looks like Windows-1252 (Latin-1) in a part of the file, not UTF-8"
    assert found.warnings == (f"{said}; please save the file as UTF-8",)


def test_utf_16_from_either_end() -> None:
    little = codecs.BOM_UTF16_LE + SPANISH.encode("utf-16-le")
    big = codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be")
    assert decode(little, "a.md").text == decode(big, "a.md").text == SPANISH


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (SPANISH.encode(), SPANISH),
        (codecs.BOM_UTF8 + SPANISH.encode(), SPANISH),
        (SPANISH.replace("\n", "\r\n").encode(), SPANISH),
        (SPANISH.replace("\n", "\r").encode(), SPANISH),
        ("one\x85two".encode(), "one\ntwo"),
    ],
)
def test_what_is_no_surprise_is_not_said(data: bytes, text: str) -> None:
    assert decode(data, "a.md") == (text, ())


def test_controls_are_removed_and_said() -> None:
    found = decode("a\0b\x07c\x1bd\x7fe\tf\ufffeg".encode(), "a.md")
    assert found == ("abcde\tfg", ("control characters were removed; the first was in line 1",))


def test_an_article_in_latin_1_is_published_and_its_author_told(publication: Publication) -> None:
    publication.write("news/cafe.md", SPANISH.encode("latin-1"))
    report = publication.build()
    assert publication.titles("news") == ["Año nuevo en el café"]
    assert "La mañana llegó." in publication.json("news")["items"][0]["content_html"]
    assert [notice.path for notice in report.warnings] == ["content/news/cafe.md"]
    assert "Windows-1252" in report.warnings[0].message
