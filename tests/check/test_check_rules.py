"""Each rule, broken alone in an otherwise good document, is found; nothing else is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from check.cases import AGREEMENT_CASES, DOCUMENT_CASES, FOLDER_CASES, Case
from check.documents import GOOD, KINDS, NOW, OTHERS, broken
from check.test_check_http import HTTP_CASES
from check.test_check_namespaces import CASES as NAMESPACE_CASES
from feedwright.checks import agreement, check_bytes, links
from feedwright.checks.rules import document_rules, sitemap
from feedwright.checks.run import FOLDER_RULES

# A date in the future is after `updated` as well: nothing can be done about that.
_BESIDE = {
    "document.namespace": {"namespace.unknown"},
    "entry.published.future": {"entry.updated.before"},
    # To take a member away from JSON, its name gets a _, which makes it an extension that is not an object.
    "feed.version": {"json.extension.object"},
    "feed.items.missing": {"json.extension.object"},
    "feed.self.missing": {"json.extension.object"},
    "json.home": {"json.extension.object"},
    "entry.text.missing": {"entry.description.order"},
    "entry.link.missing": {"entry.summary.missing"},
    "rss.text-input": {"rss.text-input.use"},
    "archive.complete.link": {"archive.complete.current"},
    "opml.feed.type": {"opml.type"},
    "rss.place": {"rss.channel.element"},
    "archive.incomplete": {"archive.current"},
    "atom.place": {"atom.contents"},
    "xhtml.foreign": {"html.script"},
    "archive.complete.current": {"archive.complete.link"},
    "itunes.category.old": {"itunes.category"},
    "itunes.utf8": {"document.encoding.utf8"},
}
# Asked of files that a test cannot write as a change to a good feed: see test_check_folder.py.
_ELSEWHERE = {
    "document.obsolete",
    "document.readable",
    "document.size",
    "folder.feeds",
    "sitemap.many",
    "link.dead",
    "link.silent",
}


_RULES = [
    *((rule.id, rule.specs) for rule in document_rules()),
    *((rule.id, rule.specs) for rule in agreement.RULES),
    *((rule.id, rule.specs) for rule in FOLDER_RULES),
    *((rule.id, rule.specs) for rule in links.RULES),
]


def _name(case: Case) -> str:
    return f"{case.rule}-{case.kind}"


@pytest.mark.parametrize("kind", GOOD | OTHERS)
def test_a_good_feed_has_no_findings(kind: str) -> None:
    assert check_bytes((GOOD | OTHERS)[kind].encode(), "feed", now=NOW) == []


@pytest.mark.parametrize("case", DOCUMENT_CASES, ids=_name)
def test_a_broken_rule_is_found_alone(case: Case) -> None:
    data = broken(case.kind, case.old, case.new).encode()
    rules = {finding.rule for finding in check_bytes(data, "feed", now=NOW, advice=True)}
    assert rules - _BESIDE.get(case.rule, set()) == {case.rule}


@pytest.mark.parametrize("case", DOCUMENT_CASES, ids=_name)
def test_a_finding_says_where_and_what_to_do(case: Case) -> None:
    data = broken(case.kind, case.old, case.new).encode()
    for finding in check_bytes(data, "a/feed", now=NOW):
        assert finding.path == "a/feed"
        assert finding.where.startswith(("line ", "$"))
        assert finding.message
        assert finding.mend.endswith(".")
        assert finding.spec
        assert len(str(finding).splitlines()) == 1


def test_every_rule_has_a_case_in_every_format_it_names() -> None:
    cases = {
        (case.rule, KINDS.get(case.kind, case.kind))
        for case in (*DOCUMENT_CASES, *FOLDER_CASES, *AGREEMENT_CASES)
    }
    rules = {rule for rule, _ in cases} | HTTP_CASES.keys()
    described = {case.rule for case in NAMESPACE_CASES}
    for id_, specs in _RULES:
        if id_ in described:
            continue  # one case is enough: all formats have the namespace alike
        if id_ not in _ELSEWHERE:
            assert id_ in rules
            assert {(id_, kind) for kind in specs if kind in GOOD | OTHERS} <= cases


def test_no_two_rules_share_an_id() -> None:
    ids = Counter(id_ for id_, _ in _RULES)
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_positions_are_those_of_an_editor() -> None:
    found = {
        kind: check_bytes(broken(kind, "The first", "\u0080").encode(), "feed", now=NOW)[0].where
        for kind in GOOD
    }
    assert found == {
        "rss": "line 27, item 2 <description>",
        "atom": "line 28, entry 2 <summary>",
        "json": "$.items[1].summary",
    }


def test_a_prefix_is_part_of_the_tag() -> None:
    data = broken("rss", 'url="https://feeds.example.org/media/a.png"', 'url="a.png"').encode()
    (finding,) = check_bytes(data, "rss.xml", now=NOW)
    assert finding.where == "line 22, item 1 <media:content>"
    assert str(finding).startswith(
        'rss.xml: line 22, item 1 <media:content>: error: the URL is "a.png". Write the whole URL'
    )


def test_findings_stand_in_the_order_of_the_document() -> None:
    text = broken("rss", "Second", "").replace("https://example.org/first/", "/first/").replace("en-GB", "?")
    rules = [finding.rule for finding in check_bytes(text.encode(), "rss.xml", now=NOW)]
    assert rules == ["language.tag", "title.empty", "url.absolute", "entry.guid.permalink"]


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("rss", "<item>", "</channel>"), ("atom", "<entry>", "</feed>"), ("json", '"items": [', "]\n}")],
)
def test_a_feed_without_entries_is_fine(kind: str, start: str, end: str) -> None:
    before, rest = GOOD[kind].split(start, 1)
    text = before + ('"items": [' if kind == "json" else "") + end + rest.rsplit(end, 1)[1]
    assert check_bytes(text.encode(), "feed", now=NOW) == []


def test_html_may_link_to_mail_and_telephone() -> None:
    text = GOOD["json"].replace("mailto:a@example.org", "TEL:+351-555-0100")
    assert check_bytes(text.encode(), "feed.json", now=NOW) == []


@pytest.mark.parametrize("text", ["Put <div> and </div> around it", "<p> is a paragraph", "Why <br> is rare"])
def test_a_plain_text_may_be_about_html(text: str) -> None:
    data = broken("json", "The first story.", text).encode()
    assert check_bytes(data, "feed.json", now=NOW) == []


def test_advice_is_for_those_who_ask() -> None:
    data = broken("rss", "Thu, 19 Nov 2026", "Tue, 17 Nov 2026").encode()
    assert check_bytes(data, "feed", now=NOW) == []
    (finding,) = check_bytes(data, "feed", now=NOW, advice=True)
    assert (finding.rule, finding.level) == ("entries.order", "advice")


def test_a_level_may_depend_on_the_format() -> None:
    levels = {
        kind: {finding.level for finding in check_bytes(broken(kind, old, "").encode(), "feed", now=NOW)}
        for kind, old in (
            ("rss", '<guid isPermaLink="false">tag:example.org,2026:2</guid>'),
            ("atom", "<id>tag:example.org,2026:2</id>"),
        )
    }
    assert levels == {"rss": {"warning"}, "atom": {"error"}}


ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom"><id>tag:example.org,2026:2</id><title>Second</title>
<updated>2026-11-20T10:00:00Z</updated><author><name>Ana</name></author><summary>Two.</summary>
<link href="https://example.org/second/"/></entry>"""


def test_an_entry_document_of_atom_is_read() -> None:
    assert check_bytes(ENTRY.encode(), "entry.xml", now=NOW) == []
    (finding,) = check_bytes(ENTRY.replace("<title>Second</title>", "").encode(), "entry.xml", now=NOW)
    assert finding.rule == "entry.title.missing"


def test_relative_links_are_fine_below_a_base() -> None:
    relative = broken("atom", "https://example.org/second/", "second/")
    (finding,) = check_bytes(relative.encode(), "atom.xml", now=NOW)
    assert (finding.rule, finding.level) == ("url.absolute", "warning")
    based = relative.replace("<feed ", '<feed xml:base="https://example.org/" ')
    assert check_bytes(based.encode(), "atom.xml", now=NOW) == []


@pytest.mark.parametrize("urn", ["urn:example:a/b~c", "urn:isbn:0451450523", "urn:example:a?+res?=q#part"])
def test_every_urn_of_rfc_8141_is_an_id(urn: str) -> None:
    data = broken("atom", "tag:example.org,2026:2", urn).encode()
    assert check_bytes(data, "atom.xml", now=NOW) == []


def test_elements_of_a_misspelt_namespace_are_checked_as_what_they_mean() -> None:
    wrong = broken("podcast", "podcast-1.0.dtd", "Podcast-1.0.dtd")
    data = wrong.replace("<itunes:episode>2", "<itunes:episode>two")
    rules = {finding.rule for finding in check_bytes(data.encode(), "rss.xml", now=NOW)}
    assert rules == {"namespace.name", "itunes.number"}


def test_a_feed_without_the_namespace_of_atom_is_still_read_as_atom() -> None:
    data = broken("atom", ' xmlns="http://www.w3.org/2005/Atom"', "").replace("<title>Second</title>", "")
    rules = {finding.rule for finding in check_bytes(data.encode(), "atom.xml", now=NOW)}
    assert rules == {"document.namespace", "entry.title.missing"}


def test_a_feed_of_atom_0_3_is_said_to_be_old() -> None:
    data = broken("atom", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
    (finding,) = check_bytes(data.encode(), "atom.xml", now=NOW)
    assert (finding.rule, finding.level) == ("document.obsolete", "error")


_SCRIPT = "&lt;script&gt;if (1 &lt; 2) {}&lt;/script&gt;"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("json", "https://example.org/desk/", "mailto:desk@example.org"),
        ("atom", "mailto:a@example.org", "bitcoin:1kmPN9hVeAgyd"),
        ("rss", "&lt;p&gt;Two.", f"{_SCRIPT}&lt;p&gt;Two."),
        ("atom", "<name>Ana</name>", "<name></name>"),
    ],
)
def test_what_formats_allow_is_no_error(kind: str, old: str, new: str) -> None:
    rules = {finding.rule for finding in check_bytes(broken(kind, old, new).encode(), "feed", now=NOW)}
    assert rules <= {"html.script", "atom.blank"}


def test_an_image_of_an_item_is_one_fault() -> None:
    picture = "<image>https://example.org/a.png</image>"
    data = broken("rss", "<title>Second</title>", f"<title>Second</title>{picture}").encode()
    (finding,) = check_bytes(data, "rss.xml", now=NOW)
    assert finding.rule == "rss.item.element"


def test_a_line_is_shown_in_the_encoding_of_its_feed() -> None:
    text = broken("rss", "en-GB", "Español").replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
    (finding,) = check_bytes(text.encode("latin-1"), "rss.xml", now=NOW)
    assert finding.excerpt == "<language>Español</language>"


def test_a_wrong_byte_is_found_with_its_line() -> None:
    for kind in GOOD:
        data = GOOD[kind].encode().replace(b"The Post", b"The P\xf6st", 1)
        (finding,) = check_bytes(data, "feed", now=NOW)
        assert finding.rule == "document.utf8"
        assert "0xf6" in finding.message


def test_a_sitemap_of_too_many_pages_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    data = OTHERS["sitemap"].encode()
    monkeypatch.setattr(sitemap, "_MOST_URLS", 1)
    (finding,) = check_bytes(data, "sitemap.xml", now=NOW)
    assert (finding.rule, finding.message) == ("sitemap.many", "there are 2 URLs")


def test_an_entity_bomb_does_not_go_off() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = broken("rss", "<rss", f'<!DOCTYPE rss [<!ENTITY a0 "ha">{bomb}]><rss').replace("Second", "&a11;")
    (finding,) = check_bytes(text.encode(), "rss.xml", now=NOW)
    assert finding.rule == "document.xml"
    assert "entity" in finding.message


def test_a_file_is_never_fetched_for_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("tell no one", encoding="utf-8")
    external = f'<!DOCTYPE rss [<!ENTITY secret SYSTEM "{(tmp_path / "secret").as_uri()}">]><rss'
    text = broken("rss", "<rss", external).replace("en-GB", "&secret;")
    findings = check_bytes(text.encode(), "rss.xml", now=NOW)
    assert {finding.rule for finding in findings} == {"document.doctype", "language.tag"}
    assert not any("tell no one" in str(finding) for finding in findings)
