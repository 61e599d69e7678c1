"""How findings are shown: to people, to code hosts, to programs."""

from __future__ import annotations

import json
from typing import Any

from check.documents import NOW, RSS, broken
from feedwright.checks import Finding, check_bytes, report

_TEXT = broken("rss", "en-GB", "English, British").replace(' length="100"', "")


def _findings() -> list[Finding]:
    return check_bytes(_TEXT.encode(), "news/rss.xml", now=NOW)


def test_people_see_the_file_the_rule_the_line_and_what_to_do() -> None:
    assert report.write(_findings(), "text") == (
        "news/rss.xml\n"
        "  error: language.tag\n"
        '    line 8, <language>: the language is "English, British"\n'
        "      8 | <language>English, British</language>\n"
        "    Write a language tag such as en, pt-BR or zh-Hans.\n"
        "    RSS 2.0, Optional channel elements https://www.rssboard.org/rss-specification#optionalChannelElements\n"
        "  error: enclosure.length.missing\n"
        "    line 18, item 1 <enclosure>: the enclosure has no length\n"
        '      18 | <enclosure url="https://feeds.example.org/media/a.mp3" type="audio/mpeg"/>\n'
        "    Add the file's length in bytes, or 0 if it is unknown.\n"
        "    RSS 2.0, <enclosure> https://www.rssboard.org/rss-specification#ltenclosuregtSubelementOfLtitemgt"
    )


def test_what_repeats_is_counted() -> None:
    text = RSS.replace("</item>", "<category/>" * 5 + "</item>", 1)
    shown = report.write(check_bytes(text.encode(), "rss.xml", now=NOW), "text")
    assert "  warning: rss.category, 5 times\n" in shown
    assert "    and 2 more\n" in shown
    assert shown.count('is "", not a name') == 3


def test_colours_are_for_terminals() -> None:
    assert "\x1b" not in report.write(_findings(), "text")
    assert "\x1b[31merror\x1b[0m" in report.write(_findings(), "text", colour=True)


def test_json_has_every_finding_with_its_link() -> None:
    first, second = json.loads(report.write(_findings(), "json"))
    assert (first["rule"], first["line"], first["level"]) == ("language.tag", 8, "error")
    assert second["link"].startswith("https://www.rssboard.org/")


def test_github_gets_a_command_a_finding() -> None:
    first, _ = report.write(_findings(), "github").splitlines()
    assert first.startswith(
        "::error file=news/rss.xml,line=8,title=language.tag::line 8, <language>: the language"
    )


def test_github_commands_cannot_be_broken_by_what_a_feed_holds() -> None:
    finding = Finding("a,b:c%.xml", "$", "r", "error", "::set\nx", "m", "s", "")
    command = report.write([finding], "github")
    assert len(command.splitlines()) == 1
    assert command.startswith("::error file=a%2Cb%3Ac%25.xml,title=r::")


def test_sarif_is_what_the_standard_demands() -> None:
    log = json.loads(report.write(_findings(), "sarif"))
    assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (run,) = log["runs"]
    driver: dict[str, Any] = run["tool"]["driver"]
    assert driver["name"] == "feedwright"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    assert len(run["results"]) == 2
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "news/rss.xml"
        assert place["region"]["startLine"] >= 1
        assert place["region"]["snippet"]["text"]


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    (run,) = json.loads(report.write([], "sarif"))["runs"]
    assert run["results"] == []


def test_sarif_names_json_members_where_there_are_no_lines() -> None:
    text = broken("json", '"language": "en-GB"', '"language": "?"')
    (run,) = json.loads(report.write(check_bytes(text.encode(), "a b.json", now=NOW), "sarif"))["runs"]
    (location,) = run["results"][0]["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "$.language"}]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "a%20b.json"}}
