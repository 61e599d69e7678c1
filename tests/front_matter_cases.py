"""Every front matter key: what an author may type, and what is said when it will not do.

`GOOD`: key -> (as typed, the article's field, its value). `BAD`: key -> (as typed, what the error
says after `content/news/story.md:`). The typed text is on line 2 of the file. Dates without a zone
are in New York.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from feedwright.model import Comments, MediaReference, Person

NEW_YORK_MIDNIGHT = datetime(2022, 3, 18, 4, tzinfo=UTC)
HALF_PAST_TWO = datetime(2022, 3, 18, 13, 30, tzinfo=UTC)

NO_SUCH_DAY = "expected a day from 1 to 28: February 2022 has 28 days"
A_DATE = "expected a date such as 2022-03-18, 2022-03-18 14:30 or 2022-03-18T14:30:00+01:00"
A_WHOLE_DATE = "expected a date with day, month and year such as 2022-03-18"
ONE_MEANING = "expected an unambiguous date such as 2022-03-18 (or `day_first` in config.yaml)"
AN_OFFSET = "expected an offset such as +01:00 instead of a zone's name"
A_YEAR = "expected a year from 1000 to 9998"
WITH_HTTPS = "expected an address with https:// at its beginning: `https://example.org`"
NO_BLANKS = "expected an address without blanks (%20 stands for one)"
A_URL = "expected a complete URL such as https://example.org/"
MEDIA_KEYS = "alt, caption, copyright, credit, duration, height, length, src, title, type, width"
MEDIA = "expected a path or URL, or keys such as src, alt, caption and credit"
A_SRC = "expected a `src`: the path or URL of the file"
A_SIZE = "expected a size such as 500 KB or 2 MB"
A_DURATION = "expected a duration such as 754 (seconds), 12:34 or 1:02:03"
A_TYPE = "expected a MIME type such as image/jpeg"
A_SLUG = "expected letters, digits, - and _ such as my-story"
A_URI = "expected an id such as tag:example.org,2022:story-1 (a URI: RFC 4287, section 4.2.6)"
A_LANGUAGE = "expected a language tag such as en, es-MX or zh-Hant"
SECTIONS = "expected false, or a list of sections such as [news/us, business]"

ALIASES = {
    "date": "published",
    "author": "authors",
    "description": "summary",
    "dek": "summary",
    "excerpt": "summary",
    "access": "members_only",
    "robots": "noindex",
    "sitemap": "noindex",
}
"""Keys whose field has another name."""

ESSENTIAL = ("title", "date", "published", "draft", "expires", "feeds", "access")
"""Keys whose wrong values reject the article: the title, dates, and what keeps it back."""

TEXT_KEYS = ("title", "summary", "description", "dek", "excerpt")


def _typed(key: str, *cases: tuple[str, Any]) -> list[tuple[str, str, Any]]:
    field = ALIASES.get(key, key)
    return [(f"{key}:{'' if text[0] == chr(10) else ' '}{text}", field, value) for text, value in cases]


def _wrong(key: str, *cases: tuple[str, str]) -> list[tuple[str, str]]:
    return [(f"{key}:{'' if text[0] == chr(10) else ' '}{text}", error) for text, error in cases]


def _good_text(key: str) -> list[tuple[str, str, Any]]:
    return _typed(
        key,
        ("Storm over the lakes", "Storm over the lakes"),
        ("2022", "2022"),
        ("007", "007"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("-1.50", "-1.50"),
        ("Yes", "Yes"),
        ("no", "no"),
        ("TRUE", "TRUE"),
        ("null", "null"),
        ("~", "~"),
        ("12:30", "12:30"),
        ("2022-03-18", "2022-03-18"),
        (".5", ".5"),
        ("=", "="),
        ("<<", "<<"),
        ("C# and F#", "C# and F#"),
        ("Don't & <won't>", "Don't & <won't>"),
        ('"Storm: a warning"', "Storm: a warning"),
        ("'It''s 5 o''clock'", "It's 5 o'clock"),
        (r'"caf\u00e9"', "café"),
        ("Tormenta en el Cañón, 世界, שלום 🎈", "Tormenta en el Cañón, 世界, שלום 🎈"),
        ("  much   room  ", "much room"),
        ("tab\tinside", "tab inside"),
        (">-\n  folded\n  lines", "folded lines"),
        ("|\n  kept\n  lines", "kept lines"),
        ("over\n  two lines", "over two lines"),
    )


def _bad_text(key: str) -> list[tuple[str, str]]:
    expected = "text, in quotation marks if it begins with a bracket" if key == "title" else "text"
    return _wrong(
        key,
        ("[Storm, over]", f"2: {key}: found a list, expected {expected}"),
        ("{storm: over}", f"2: {key}: found keys with values, expected {expected}"),
        ("\n  - Storm", f"3: {key}: found a list, expected {expected}"),
    )


def _good_date(key: str) -> list[tuple[str, str, Any]]:
    return _typed(
        key,
        ("2022-03-18", NEW_YORK_MIDNIGHT),
        ("'2022-03-18'", NEW_YORK_MIDNIGHT),
        ("20220318", NEW_YORK_MIDNIGHT),
        ("2022-03-18T14:30:00+01:00", HALF_PAST_TWO),
        ("2022-03-18 09:30", HALF_PAST_TWO),
        ("2022-03-18T13:30Z", HALF_PAST_TWO),
        ("18 March 2022", NEW_YORK_MIDNIGHT),
        ("March 18, 2022 9:30 am", HALF_PAST_TWO),
        ("Fri, 18 Mar 2022 13:30:00 GMT", HALF_PAST_TWO),
        ("18 de marzo de 2022", NEW_YORK_MIDNIGHT),
        ("18/03/2022", NEW_YORK_MIDNIGHT),
    )


def _bad_date(key: str) -> list[tuple[str, str]]:
    return _wrong(
        key,
        ("32 March 2022", f'2: {key}: found "32 March 2022", {A_DATE}'),
        ("2022-02-30", f'2: {key}: found "2022-02-30", {NO_SUCH_DAY}'),
        ("2022-13-01", f'2: {key}: found "2022-13-01", expected a month from 1 to 12, after the year'),
        ("yesterday", f'2: {key}: found "yesterday", {A_DATE}'),
        ("18 March", f'2: {key}: found "18 March", {A_DATE}'),
        ("18.3.22", f'2: {key}: found "18.3.22", {A_DATE}'),
        ("12:30", f'2: {key}: found "12:30", {A_DATE}'),
        ("2022", f'2: {key}: found "2022", {A_WHOLE_DATE}'),
        ("March 2022", f'2: {key}: found "March 2022", {A_WHOLE_DATE}'),
        ("03/04/2022", f'2: {key}: found "03/04/2022", {ONE_MEANING}'),
        ("3.4.2022 10:00", f'2: {key}: found "3.4.2022 10:00", {ONE_MEANING}'),
        ("18 March 2022 10:00 IST", f'2: {key}: found "18 March 2022 10:00 IST", {AN_OFFSET}'),
        ("0099-01-01", f'2: {key}: found "0099-01-01", {A_YEAR}'),
        ("9999-12-31", f'2: {key}: found "9999-12-31", {A_YEAR}'),
        ("[2022-03-18]", f"2: {key}: found a list, {A_DATE}"),
        ("{day: 18}", f"2: {key}: found keys with values, {A_DATE}"),
    )


def _good_people(key: str) -> list[tuple[str, str, Any]]:
    ann = Person("Ann Lee", "ann@example.org", "https://example.org/ann")
    return _typed(
        key,
        ("Ann Lee", (Person("Ann Lee"),)),
        ("2022", (Person("2022"),)),
        ("[Ann Lee, Bo Chen]", (Person("Ann Lee"), Person("Bo Chen"))),
        ("\n  - Ann Lee\n  - Bo Chen", (Person("Ann Lee"), Person("Bo Chen"))),
        ("[Ann Lee, ]", (Person("Ann Lee"),)),
        ('[Ann Lee, ""]', (Person("Ann Lee"),)),
        ("{name: Ann Lee, email: ann@example.org, url: https://example.org/ann}", (ann,)),
        ("\n  name: Ann Lee\n  email:\n  url: ", (Person("Ann Lee"),)),
        ("Ann Lee <ann@example.org>", (Person("Ann Lee", "ann@example.org"),)),
        ("'[Ann Lee](https://a.b/), at sea'", (Person("Ann Lee, at sea", url="https://a.b/"),)),
        (
            "'[Ann Lee](https://a.b/) and [Bo Chen](/bo)'",
            (Person("Ann Lee", url="https://a.b/"), Person("Bo Chen")),
        ),
        ("ann@example.org (Ann Lee)", (Person("Ann Lee", "ann@example.org"),)),
        ("<ann@example.org> Ann Lee", (Person("Ann Lee", "ann@example.org"),)),
        ("Ann Lee (ann@example.org)", (Person("Ann Lee", "ann@example.org"),)),
        ("Ann Lee, ann@example.org", (Person("Ann Lee", "ann@example.org"),)),
        ("Ann Lee — ann@example.org", (Person("Ann Lee", "ann@example.org"),)),
        ("Ann Lee (she/her) <ann@example.org>", (Person("Ann Lee (she/her)", "ann@example.org"),)),
        ("Ann Lee &lt;ann@example.org&gt;", (Person("Ann Lee", "ann@example.org"),)),
        ("Ann Lee <https://a.b/>", (Person("Ann Lee", url="https://a.b/"),)),
        ("Ann Lee <a@b.org> (https://a.b/)", (Person("Ann Lee", "a@b.org", "https://a.b/"),)),
        ("mailto:ann@example.org", (Person("ann@example.org"),)),
        ("Lee, Ann <ann@example.org>", (Person("Lee, Ann", "ann@example.org"),)),
        ("Ann Lee, Ph.D. <a@b.org>", (Person("Ann Lee, Ph.D.", "a@b.org"),)),
        ("Ann Lee (a@b.org), bo-chen", (Person("Ann Lee", "a@b.org"), Person("bo-chen"))),
        ("{name: Ann Lee <ann@example.org>}", (Person("Ann Lee", "ann@example.org"),)),
        ("Ann Lee <a@b.org>, Bo <b@b.org>", (Person("Ann Lee", "a@b.org"), Person("Bo", "b@b.org"))),
        ("Ann Lee and Bo Chen", (Person("Ann Lee"), Person("Bo Chen"))),
        ("Ann Lee, Bo Chen & Cy van der Berg", tuple(map(Person, ("Ann Lee", "Bo Chen", "Cy van der Berg")))),
        ("Ann Lee, Bo Chen, and Cy Diaz", tuple(map(Person, ("Ann Lee", "Bo Chen", "Cy Diaz")))),
        ("Анна Ли и Борис Чен", (Person("Анна Ли"), Person("Борис Чен"))),
        ("[Ann Lee and Bo Chen, Cy]", tuple(map(Person, ("Ann Lee", "Bo Chen", "Cy")))),
        ("ann-lee, bo.chen", (Person("ann-lee"), Person("bo.chen"))),
        ("山田太郎、鈴木花子", (Person("山田太郎"), Person("鈴木花子"))),
        ("李明，王芳", (Person("李明"), Person("王芳"))),
        ("أحمد علي، سارة محمد", (Person("أحمد علي"), Person("سارة محمد"))),
        ('"[Ann Lee](https://example.org/ann)"', (Person("Ann Lee", url="https://example.org/ann"),)),
        ("{name: Ann Lee, uri: https://a.org/ann}", (Person("Ann Lee", url="https://a.org/ann"),)),
        (
            "{name: Ann Lee, website: https://a.org/ann, link: '@ann'}",
            (Person("Ann Lee", url="https://a.org/ann"),),
        ),
        ("a@b.org " + "(" * 3000, (Person("(" * 2999, "a@b.org"),)),
        # One name, as far as anybody can tell
        ("Lee, Ann", (Person("Lee, Ann"),)),
        ("José Ortega y Gasset", (Person("José Ortega y Gasset"),)),
        ("Marks and Spencer", (Person("Marks and Spencer"),)),
        ("Ministry of Health and Social Affairs", (Person("Ministry of Health and Social Affairs"),)),
        ("Ann Lee, Harvest Times", (Person("Ann Lee"), Person("Harvest Times"))),
        ("Ann Lee, who was there", (Person("Ann Lee, who was there"),)),
        ('"@ann"', (Person("@ann"),)),
        ("\n  - name: Ann Lee\n    email: a@b.org\n  - Bo", (Person("Ann Lee", "a@b.org"), Person("Bo"))),
    )


def _bad_people(key: str) -> list[tuple[str, str]]:
    return _wrong(
        key,
        ("{email: ann@example.org}", f"2: {key}: found none, expected a `name`"),
        ("{name: Ann, url: example.org}", f'2: {key}.url: found "example.org", {WITH_HTTPS}'),
        ("\n  name: Ann\n  url: /ann", f'4: {key}.url: found "/ann", {A_URL}'),
        ("{nmae: Ann}", f"2: {key}.nmae: found the unknown key `nmae`, expected `name`"),
        (
            "{name: Ann, phone: x}",
            f"2: {key}.phone: found the unknown key `phone`, expected one of email, name, url",
        ),
        ("[[Ann]]", f"2: {key}[1]: found a list, expected text"),
        ("\n  - Ann\n  - {email: b@c.org}", f"4: {key}[2]: found none, expected a `name`"),
        ("{name: [Ann]}", f"2: {key}.name: found a list, expected text"),
        (
            "{name: Ann, email: [a]}",
            f"2: {key}.email: found a list, expected an address such as ann@example.org",
        ),
    )


def _good_media(key: str) -> list[tuple[str, str, Any]]:
    everything = MediaReference(
        "lead.jpg", "2022", "null", "A wave: high", "Ann Lee/AP", "© AP", "image/jpeg", 12_345, 1200, 800, 750
    )
    return _typed(
        key,
        ("lead.jpg", MediaReference("lead.jpg")),
        ("../shared/lead picture.jpg", MediaReference("../shared/lead picture.jpg")),
        ("/pictures/lead.jpg", MediaReference("/pictures/lead.jpg")),
        ("https://example.org/lead.jpg?w=1", MediaReference("https://example.org/lead.jpg?w=1")),
        ("{src: lead.jpg}", MediaReference("lead.jpg")),
        ('"[[lead.jpg]]"', MediaReference("lead.jpg")),
        ('"![A wave](lead.jpg)"', MediaReference("lead.jpg", alt="A wave")),
        (
            "{url: https://a.org/1, size: 5 MB, mime: audio/mpeg, duration: 1:00, width: wide}",
            MediaReference("https://a.org/1", type="audio/mpeg", length=5_000_000, duration=60),
        ),
        ("{src: a, credit: '<a href=\"/ann\">Ann</a>'}", MediaReference("a", credit="Ann")),
        ("{src: a, caption: 'A [wave](/w), **high**'}", MediaReference("a", caption="A wave, high")),
        ("https://a.org/1 12 audio/mpeg", MediaReference("https://a.org/1", type="audio/mpeg", length=12)),
        ("\n  src: lead.jpg\n  alt:\n  width: ~", MediaReference("lead.jpg")),
        (
            '\n  src: lead.jpg\n  title: 2022\n  alt: null\n  caption: "A wave: high"\n  credit: Ann Lee/AP\n'
            "  copyright: © AP\n  type: image/JPEG\n  length: 12345\n"
            "  width: 1200\n  height: 800\n  duration: 12:30",
            everything,
        ),
        ("{src: a, length: 500 KB}", MediaReference("a", length=500_000)),
        ("{src: a, length: 2.5mb}", MediaReference("a", length=2_500_000)),
        ("{src: a, length: 0}", MediaReference("a", length=0)),
        ("{src: a, duration: 754}", MediaReference("a", duration=754)),
        ("{src: a, duration: 1:02:03}", MediaReference("a", duration=3723)),
    )


def _bad_media(key: str) -> list[tuple[str, str]]:
    return _wrong(
        key,
        ("[[a.jpg]]", f"2: {key}[1]: found a list, {MEDIA}"),
        ("{alt: A wave}", f"2: {key}: found none, {A_SRC}"),
        ("\n  src:\n  alt: A wave", f"3: {key}: found none, {A_SRC}"),
        ("{scr: a.jpg}", f"2: {key}.scr: found the unknown key `scr`, expected `src`"),
        (
            "{src: a, lqip: b}",
            f"2: {key}.lqip: found the unknown key `lqip`, expected one of {MEDIA_KEYS}",
        ),
        ("{src: [a]}", f"2: {key}.src: found a list, expected text"),
        ("{src: a, title: [b]}", f"2: {key}.title: found a list, expected text"),
        ("{src: a, alt: {b: c}}", f"2: {key}.alt: found keys with values, expected text"),
        ("{src: a, caption: [b]}", f"2: {key}.caption: found a list, expected text"),
        ("{src: a, credit: [b]}", f"2: {key}.credit: found a list, expected text"),
        ("{src: a, type: jpeg}", f'2: {key}.type: found "jpeg", {A_TYPE}'),
        ("{src: a, type: [image/jpeg]}", f"2: {key}.type: found a list, {A_TYPE}"),
        ("{src: a, length: big}", f'2: {key}.length: found "big", {A_SIZE}'),
        ("{src: a, length: -1}", f'2: {key}.length: found "-1", {A_SIZE}'),
        ("{src: a, length: 2 GiB}", f'2: {key}.length: found "2 GiB", {A_SIZE}'),
        # More than 64 bits, and more than a float.
        (f"{{src: a, length: {'9' * 20}}}", f'2: {key}.length: found "{"9" * 20}", {A_SIZE}'),
        (f"{{src: a, length: {'9' * 400}}}", f'2: {key}.length: found "{"9" * 60}…", {A_SIZE}'),
        ("\n  src: a\n  width: 12px", f'4: {key}.width: found "12px", expected a whole number'),
        ("{src: a, width: 0}", f'2: {key}.width: found "0", expected a number from 1 upwards'),
        ("{src: a, width: -3}", f'2: {key}.width: found "-3", expected a whole number'),
        ("{src: a, height: 1.5}", f'2: {key}.height: found "1.5", expected a whole number'),
        ("{src: a, height: 1e3}", f'2: {key}.height: found "1e3", expected a whole number'),
        ("{src: a, height: [1]}", f"2: {key}.height: found a list, expected a whole number"),
        ("{src: a, duration: 12 minutes}", f'2: {key}.duration: found "12 minutes", {A_DURATION}'),
        ("{src: a, duration: [1]}", f"2: {key}.duration: found a list, {A_DURATION}"),
    )


def _good_words(key: str) -> list[tuple[str, str, Any]]:
    return _typed(
        key,
        ("storms", ("storms",)),
        ("storms, Great Lakes", ("storms", "Great Lakes")),
        ("[storms, Great Lakes]", ("storms", "Great Lakes")),
        ("\n  - storms\n  - Great Lakes", ("storms", "Great Lakes")),
        ("2022", ("2022",)),
        ("[2022, Yes, 12:30, null]", ("2022", "Yes", "12:30", "null")),
        ("[storms, storms]", ("storms",)),
        ("storms,, ,lakes,", ("storms", "lakes")),
        ("[storms, ]", ("storms",)),
        ('"[storms, Great Lakes]"', ("storms", "Great Lakes")),
        ("嵐、湖", ("嵐", "湖")),
        ("عواصف، بحيرات", ("عواصف", "بحيرات")),
        ('["one, with comma"]', ("one, with comma",)),
        ("[C++, R&D, 世界]", ("C++", "R&D", "世界")),
    )


def _bad_words(key: str) -> list[tuple[str, str]]:
    return _wrong(
        key,
        ("{storms: lakes}", f"2: {key}: found keys with values, expected a list such as [ferries, weather]"),
        ("[{colour: red}]", f"2: {key}[1]: found keys with values, expected text"),
        ("\n  - storms\n  - lakes: great", f"4: {key}[2]: found keys with values, expected text"),
    )


GOOD: dict[str, list[tuple[str, str, Any]]] = {
    "title": _good_text("title"),
    "date": _good_date("date"),
    "published": _good_date("published"),
    "updated": _good_date("updated"),
    "author": _good_people("author"),
    "authors": _good_people("authors"),
    "summary": _good_text("summary"),
    "description": _good_text("description"),
    "dek": _good_text("dek"),
    "excerpt": _good_text("excerpt"),
    "image": _good_media("image"),
    "audio": _good_media("audio"),
    "video": _good_media("video"),
    "enclosures": _typed(
        "enclosures",
        ("report.pdf", (MediaReference("report.pdf"),)),
        ("{src: report.pdf, title: Report}", (MediaReference("report.pdf", "Report"),)),
        ("[a.pdf, b.pdf]", (MediaReference("a.pdf"), MediaReference("b.pdf"))),
        ("[a.pdf, a.pdf]", (MediaReference("a.pdf"),)),
        (
            "\n  - a.pdf\n  - src: b.mp3\n    duration: 1:00",
            (MediaReference("a.pdf"), MediaReference("b.mp3", duration=60)),
        ),
    ),
    "gallery": _typed(
        "gallery",
        ("a.jpg", (MediaReference("a.jpg"),)),
        (
            "\n  - a.jpg\n  - src: b.jpg\n    caption: A wave",
            (MediaReference("a.jpg"), MediaReference("b.jpg", caption="A wave")),
        ),
    ),
    "tags": _good_words("tags"),
    "categories": _good_words("categories"),
    "link": _typed(
        "link",
        ("https://example.org/story", "https://example.org/story"),
        ("http://example.org", "http://example.org"),
        ("HTTPS://EXAMPLE.ORG/Story", "HTTPS://EXAMPLE.ORG/Story"),
        ("https://example.org:8443/story?a=1&b=2#top", "https://example.org:8443/story?a=1&b=2#top"),
        ("https://münchen.example/straße", "https://münchen.example/straße"),
        ("https://[::1]/", "https://[::1]/"),
    ),
    "slug": _typed(
        "slug",
        ("my-story", "my-story"),
        ("my_story", "my_story"),
        ("version-1.2", "version-1.2"),
        ("2022", "2022"),
        ("año-nuevo", "año-nuevo"),
        ("no", "no"),
    ),
    "id": _typed(
        "id",
        ("tag:example.org,2022:story-1", "tag:example.org,2022:story-1"),
        (
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        ),
        ("https://example.org/?p=123", "https://example.org/?p=123"),
    ),
    "language": _typed(
        "language",
        ("en", "en"),
        ("no", "no"),
        ("es-MX", "es-MX"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("en_US", "en-US"),
    ),
    "draft": _typed(
        "draft",
        ("true", True),
        ("false", False),
        ("Yes", True),
        ("no", False),
        ("ON", True),
        ("off", False),
        ("'true'", True),
    ),
    "expires": _good_date("expires"),
    "comments": _typed(
        "comments",
        (
            "{url: https://example.org/story#comments, count: 12}",
            Comments("https://example.org/story#comments", 12),
        ),
        ("{count: 0}", Comments(None, 0)),
        ("\n  url: https://example.org/c\n  count:", Comments("https://example.org/c")),
    ),
    "correction": _typed(
        "correction",
        ("It was the Ana", "It was the Ana"),
        ('"12:30, not 12"', "12:30, not 12"),
        ("false", None),
    ),
    "rights": _typed(
        "rights",
        ("© 2022 Ann Lee", "© 2022 Ann Lee"),
        ("CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("2022", "2022"),
    ),
    "feeds": _typed(
        "feeds",
        ("false", ()),
        ("No", ()),
        ("true", None),
        ("news/us", ("news/us",)),
        ("[news/us, business]", ("news/us", "business")),
        ("[/news/us/]", ("news/us",)),
    ),
    "access": _typed("access", ("members", True), ("public", False)),
    "noindex": _typed("noindex", ("true", True), ("yes", True), ("false", False)),
    "robots": _typed(
        "robots",
        ("noindex", True),
        ("NoIndex, follow", True),
        ("[noindex, nofollow]", True),
        ("none", True),
        ("index, follow", False),
        ("max-image-preview:large", False),
    ),
    "sitemap": _typed(
        "sitemap",
        ("false", True),
        ("\n  disable: true", True),
        ("{exclude: yes}", True),
        ("true", False),
        ("{priority: 0.8}", False),
        ("{disable: false}", False),
    ),
}

BAD: dict[str, list[tuple[str, str]]] = {
    "title": [
        *_bad_text("title"),
        (
            "title: Storm: a warning",
            "2: found a second colon, "
            'expected quotation marks around all of the text: `title: "Storm: a warning"`',
        ),
        (
            "title: @storm",
            "2: found `@` at the beginning of the text, where it has a meaning of its own, "
            'expected quotation marks around all of the text: `title: "@storm"`',
        ),
        ("title: One\ntitle: Two", "3: title: found this key twice, expected it once"),
    ],
    "date": _bad_date("date"),
    "published": _bad_date("published"),
    "updated": _bad_date("updated"),
    "author": _bad_people("author"),
    "authors": _bad_people("authors"),
    "summary": _bad_text("summary"),
    "description": _bad_text("description"),
    "dek": _bad_text("dek"),
    "excerpt": _bad_text("excerpt"),
    "image": _bad_media("image"),
    "audio": _bad_media("audio"),
    "video": _bad_media("video"),
    "enclosures": _wrong(
        "enclosures",
        ("[{type: audio/mpeg}]", f"2: enclosures[1]: found none, {A_SRC}"),
        ("[a.pdf, [b.pdf]]", f"2: enclosures[2]: found a list, {MEDIA}"),
        ("\n  - a.pdf\n  - src: b.pdf\n    length: x", f'5: enclosures[2].length: found "x", {A_SIZE}'),
        ("{source: a}", "2: enclosures.source: found the unknown key `source`, expected `src`"),
    ),
    "gallery": _wrong(
        "gallery",
        ("[a.jpg, [b.jpg]]", f"2: gallery[2]: found a list, {MEDIA}"),
        ("{caption: A wave}", f"2: gallery: found none, {A_SRC}"),
    ),
    "tags": _bad_words("tags"),
    "categories": _bad_words("categories"),
    "link": _wrong(
        "link",
        ("/story", f'2: link: found "/story", {A_URL}'),
        ("example.org/story", f'2: link: found "example.org/story", {WITH_HTTPS[:-1]}/story`'),
        ("//example.org/story", f'2: link: found "//example.org/story", {A_URL}'),
        ("ftp://example.org/story", f'2: link: found "ftp://example.org/story", {A_URL}'),
        ('"javascript:alert(1)"', f'2: link: found "javascript:alert(1)", {A_URL}'),
        ("https://", f'2: link: found "https://", {A_URL}'),
        ("https://exa mple.org/", f'2: link: found "https://exa mple.org/", {NO_BLANKS}'),
        ("https://[::1/", f'2: link: found "https://[::1/", {A_URL}'),
        ("https://example.org:port/", f'2: link: found "https://example.org:port/", {A_URL}'),
        ("https://example.org:99999/", f'2: link: found "https://example.org:99999/", {A_URL}'),
        ("https://é..example/", f'2: link: found "https://é..example/", {A_URL}'),
        ("[https://example.org/]", f"2: link: found a list, {A_URL}"),
    ),
    "slug": _wrong(
        "slug",
        ("my story", f'2: slug: found "my story", {A_SLUG}'),
        ("news/story", f'2: slug: found "news/story", {A_SLUG}'),
        ("..", f'2: slug: found "..", {A_SLUG}'),
        ("../story", f'2: slug: found "../story", {A_SLUG}'),
        ("story?", f'2: slug: found "story?", {A_SLUG}'),
        ("[story]", f"2: slug: found a list, {A_SLUG}"),
    ),
    "id": _wrong(
        "id",
        ("42", f'2: id: found "42", {A_URI}'),
        ("story-1", f'2: id: found "story-1", {A_URI}'),
        ("tag:example.org,2022:my story", f'2: id: found "tag:example.org,2022:my story", {A_URI}'),
        ("tag:example.org,2022:<b>", f'2: id: found "tag:example.org,2022:<b>", {A_URI}'),
        ("[urn:a]", f"2: id: found a list, {A_URI}"),
    ),
    "language": _wrong(
        "language",
        ("e", f'2: language: found "e", {A_LANGUAGE}'),
        ("español", '2: language: found "español", expected a language tag such as es'),
        ("ua", f'2: language: found "ua", {A_LANGUAGE}'),
        ("English, mostly", f'2: language: found "English, mostly", {A_LANGUAGE}'),
        ("[en, es]", f"2: language: found a list, {A_LANGUAGE}"),
    ),
    "draft": _wrong(
        "draft",
        ("maybe", '2: draft: found "maybe", expected true or false'),
        ("1", '2: draft: found "1", expected true or false'),
        ("[true]", "2: draft: found a list, expected true or false"),
    ),
    "expires": _bad_date("expires"),
    "comments": _wrong(
        "comments",
        ("12", '2: comments: found "12", expected keys with values (url, count)'),
        ("[12]", "2: comments: found a list, expected keys with values (url, count)"),
        ("{count: many}", '2: comments.count: found "many", expected a whole number'),
        ("{count: -1}", '2: comments.count: found "-1", expected a whole number'),
        ("\n  url: example.org", f'3: comments.url: found "example.org", {WITH_HTTPS}'),
        (
            "{total: 3}",
            "2: comments.total: found the unknown key `total`, expected one of count, url",
        ),
    ),
    "correction": _wrong(
        "correction",
        ("true", '2: correction: found "true", expected text (in quotes, if that is the text)'),
        ("[a]", "2: correction: found a list, expected text"),
    ),
    "rights": _wrong(
        "rights",
        ("[a]", "2: rights: found a list, expected text"),
        ("{a: b}", "2: rights: found keys with values, expected text"),
    ),
    "feeds": _wrong(
        "feeds",
        ("{news: true}", f"2: feeds: found keys with values, {SECTIONS}"),
        ("[[news]]", "2: feeds[1]: found a list, expected text"),
    ),
    "access": _wrong(
        "access",
        ("subscribers", '2: access: found "subscribers", expected public or members'),
        ("[members]", "2: access: found a list, expected public or members"),
    ),
    "noindex": _wrong("noindex", ("maybe", '2: noindex: found "maybe", expected true or false')),
    "robots": _wrong("robots"),
    "sitemap": _wrong("sitemap"),
}

DATES = {
    "2026-11-20 10:00:00 2026 -0800": "2026-11-20T18:00:00+00:00",
    # ISO 8601
    "2022-03-18": "2022-03-18T04:00:00Z",
    "20220318": "2022-03-18T04:00:00Z",
    "2022-W11-5": "2022-03-18T04:00:00Z",
    "2022-03-18T14:30": "2022-03-18T18:30:00Z",
    "2022-03-18 14:30:05": "2022-03-18T18:30:05Z",
    "2022-03-18 14.30": "2022-03-18T18:30:00Z",
    "18.03.2022, 9.05 Uhr": "2022-03-18T13:05:00Z",
    "2022\u201303\u201318": "2022-03-18T04:00:00Z",
    "\u201c2022-03-18\u201d": "2022-03-18T04:00:00Z",
    "2022-03-18T14:30:05.999": "2022-03-18T18:30:05Z",
    "20220318T143005Z": "2022-03-18T14:30:05Z",
    "2022-03-18T14:30:00Z": "2022-03-18T14:30:00Z",
    "2022-03-18T14:30:00z": "2022-03-18T14:30:00Z",
    "2022-03-18T14:29:60Z": "2022-03-18T14:29:59Z",
    # RFC 9557, and the name of a zone alone
    "2022-03-18T14:30:00+01:00[Europe/Lisbon]": "2022-03-18T13:30:00Z",
    "2022-03-18T14:30:00Z[UTC][u-ca=gregory]": "2022-03-18T14:30:00Z",
    "2022-03-18T14:30[!America/Argentina/Ushuaia]": "2022-03-18T17:30:00Z",
    "2022-07-18 14:30 Europe/Lisbon": "2022-07-18T13:30:00Z",
    "18 July 2022, 14:30 Europe/Lisbon": "2022-07-18T13:30:00Z",
    "2022-03-18T14:30:00+01:00": "2022-03-18T13:30:00Z",
    "2022-03-18T14:30:00+0100": "2022-03-18T13:30:00Z",
    "2022-03-18 14:30:00 +01:00": "2022-03-18T13:30:00Z",
    "2022-03-18 14:30:00 -0330": "2022-03-18T18:00:00Z",
    "2022/03/18": "2022-03-18T04:00:00Z",
    "2022.03.18": "2022-03-18T04:00:00Z",
    # Winter and summer time of the publication's zone
    "2022-01-18 12:00": "2022-01-18T17:00:00Z",
    "2022-07-18 12:00": "2022-07-18T16:00:00Z",
    # Mail and HTTP
    "Fri, 18 Mar 2022 14:30:00 GMT": "2022-03-18T14:30:00Z",
    "Fri, 18 Mar 2022 14:30:00 +0000": "2022-03-18T14:30:00Z",
    "18 Mar 2022 14:30 UT": "2022-03-18T14:30:00Z",
    "18 Mar 2022 14:30 EST": "2022-03-18T19:30:00Z",
    "18 Mar 2022 14:30 PDT": "2022-03-18T21:30:00Z",
    "18 Mar 2022 2:30 PM ET": "2022-03-18T18:30:00Z",
    "18 Jan 2022 2:30 PM ET": "2022-01-18T19:30:00Z",
    "18 Jan 2022 2:30 PM PT": "2022-01-18T22:30:00Z",
    "Fri Mar 18 14:30:00 2022": "2022-03-18T18:30:00Z",
    # As newspapers print them
    "18 March 2022": "2022-03-18T04:00:00Z",
    "18th March 2022": "2022-03-18T04:00:00Z",
    "18 March, 2022": "2022-03-18T04:00:00Z",
    "MARCH 18, 2022": "2022-03-18T04:00:00Z",
    "Friday, March 18, 2022": "2022-03-18T04:00:00Z",
    "Mar. 18, 2022, 2:30 p.m.": "2022-03-18T18:30:00Z",
    "March 18, 2022 2:30 PM": "2022-03-18T18:30:00Z",
    "18-Mar-2022": "2022-03-18T04:00:00Z",
    "18 March 2022 | 14:30": "2022-03-18T18:30:00Z",
    "2022 March 18": "2022-03-18T04:00:00Z",
    "18/03/2022": "2022-03-18T04:00:00Z",
    "03/18/2022": "2022-03-18T04:00:00Z",
    "18.03.2022": "2022-03-18T04:00:00Z",
    "18-03-2022 14:30": "2022-03-18T18:30:00Z",
    "05/05/2022": "2022-05-05T04:00:00Z",
    # Spanish
    "18 de marzo de 2022": "2022-03-18T04:00:00Z",
    "viernes, 18 de marzo de 2022": "2022-03-18T04:00:00Z",
    "Miércoles 5 de enero de 2022": "2022-01-05T05:00:00Z",
    "18 de marzo del 2022 a las 14:30": "2022-03-18T18:30:00Z",
    "18 de marzo de 2022 - 2:30 p. m.": "2022-03-18T18:30:00Z",
    "18 ago. 2022": "2022-08-18T04:00:00Z",
    "1 septiembre 2022": "2022-09-01T04:00:00Z",
    "1 de setiembre de 2022": "2022-09-01T04:00:00Z",
    "18 DIC 2022 14:30 h": "2022-12-18T19:30:00Z",
    # As in other generators' files
    "2022-3-8": "2022-03-08T05:00:00Z",
    "2022-3-8 9:05": "2022-03-08T14:05:00Z",
    "2022-03-08 9:05:00 -0500": "2022-03-08T14:05:00Z",
    "2022-03-08 09:05:00.123456789 -0500 EST": "2022-03-08T14:05:00Z",
    "March 8, 2022": "2022-03-08T05:00:00Z",
    "March 8, 2022 12:05 am": "2022-03-08T05:05:00Z",
    "1646748300": "2022-03-08T14:05:00Z",
    "1646748300000": "2022-03-08T14:05:00Z",
    "946684800": "2000-01-01T00:00:00Z",
    "202203081405": "2022-03-08T19:05:00Z",
    # Zones by their names
    "2022-03-18 10:00 CET": "2022-03-18T09:00:00Z",
    "18. März 2022, 10:00 Uhr MEZ": "2022-03-18T09:00:00Z",
    "2022-03-18 10:00 AEST": "2022-03-18T00:00:00Z",
    "2022-03-18 10:00 ACST": "2022-03-18T00:30:00Z",
    # `GMT+2` is ahead of Greenwich, though POSIX (TZ=GMT+2) has it the other way round
    "2022-03-18 10:00 GMT+2": "2022-03-18T08:00:00Z",
    "2022-03-18 10:00 UTC-07:00": "2022-03-18T17:00:00Z",
    "2022-03-18 10:00 UTC +5:30": "2022-03-18T04:30:00Z",
    "2022-03-18T10:00:00Z-07:00": "2022-03-18T17:00:00Z",
    "Fri Mar 18 2022 10:00:00 GMT+0100": "2022-03-18T09:00:00Z",
    "Fri Mar 18 2022 10:00:00 GMT-0700 (Mountain Standard Time)": "2022-03-18T17:00:00Z",
    # Portuguese
    "18 de março de 2022": "2022-03-18T04:00:00Z",
    "Sexta-feira, 18 de Março de 2022 às 14h30": "2022-03-18T18:30:00Z",
    "18 fev. 2022": "2022-02-18T05:00:00Z",
    "18/out/2022 às 9h": "2022-10-18T13:00:00Z",
    "18 dez 2022 - 14:30": "2022-12-18T19:30:00Z",
    # French
    "18 mars 2022": "2022-03-18T04:00:00Z",
    "vendredi 18 mars 2022 à 14h30": "2022-03-18T18:30:00Z",
    "Le 1er août 2022 à 9 h 05": "2022-08-01T13:05:00Z",
    "mar. 8 févr. 2022": "2022-02-08T05:00:00Z",
    "8 mar. 2022": "2022-03-08T05:00:00Z",
    "18 déc. 2022 à 14 h": "2022-12-18T19:00:00Z",
    # German
    "18. März 2022": "2022-03-18T04:00:00Z",
    "Freitag, den 18. Maerz 2022, 14.30 Uhr": "2022-03-18T18:30:00Z",
    "Am 5. Jänner 2022 um 9:05 Uhr": "2022-01-05T14:05:00Z",
    "Di., 18. Okt. 2022": "2022-10-18T04:00:00Z",
    "18.3.2022 | 14:30 Uhr": "2022-03-18T18:30:00Z",
    # Arabic: Egypt and the Gulf, the Levant, the Maghreb; either digits; with marks of direction
    "18 مارس 2022": "2022-03-18T04:00:00Z",
    "الجمعة، ١٨ مارس ٢٠٢٢ الساعة ١٤:٣٠": "2022-03-18T18:30:00Z",
    "18 آذار/مارس 2022": "2022-03-18T04:00:00Z",
    "5 كانون الثاني 2022 - 9:05 ص": "2022-01-05T14:05:00Z",
    "5 أغسطس 2022 9:05 م": "2022-08-06T01:05:00Z",
    "18 غشت 2022": "2022-08-18T04:00:00Z",
    "\u200f18 أوت 2022\u200f": "2022-08-18T04:00:00Z",
    # Before computers, and after us
    "14 July 1789": "1789-07-14T04:56:02Z",
    "9998-12-30": "9998-12-30T05:00:00Z",
}
"""Spellings of dates, and the moment each means to a publication in New York."""

NO_DATES = {
    "": A_DATE,
    "soon": A_DATE,
    "18 March": A_DATE,
    "18 March '22": A_DATE,
    "10:30": A_DATE,
    "2022-02-29": NO_SUCH_DAY,
    "2022-03-18T14:30:00 01:00": "expected one time; an offset has a sign, such as +01:00",
    "2022-03-18 14:30 Europe/Quay": "expected an offset such as +01:00 instead of a zone's name",
    "2022-13-18 14:30 Europe/Lisbon": "expected a month from 1 to 12, after the year",
    "2022-03-18 14:30 Lisbon": "expected an offset such as +01:00 instead of a zone's name",
    "31 April 2022": A_DATE,
    "2022-03-18T25:00": "expected an hour from 0 to 23",
    "18 Brumaire 2022": A_DATE,
    "1 2022": A_WHOLE_DATE,
    "2022-03": A_WHOLE_DATE,
    "Friday 2022": A_WHOLE_DATE,
    "2022-03-18 10:00 IST": AN_OFFSET,
    "2022-03-18 10:00 BST": AN_OFFSET,
    "2022-03-18 10:00 EST+5": AN_OFFSET,
    "0999-12-31": A_YEAR,
    "9999-01-01": A_YEAR,
    # In UTC, as feeds have it, this is the year 999.
    "1000-01-01T00:00+14:00": A_YEAR,
}
"""What is no date, or not just one, and what would be right."""
