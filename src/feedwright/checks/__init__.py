"""Check feeds as a feed reader sees them, whoever wrote them, and report what is wrong.

This package knows nothing about how feedwright writes feeds. One module per format (`read/`) reads a document
into format-neutral structures (`document`). Rules are rows of data (`rules/`, `agreement`); requirements of
aggregators are YAML files (`profiles/`, read by `profile` with the checks in `vocabulary`). `report/` has one
module for each output form of the findings.
"""

from feedwright.checks import report as report
from feedwright.checks.compare import Change as Change
from feedwright.checks.compare import diff as diff
from feedwright.checks.finding import Finding as Finding
from feedwright.checks.finding import Level as Level
from feedwright.checks.links import check_links as check_links
from feedwright.checks.load import LoadedDocument as LoadedDocument
from feedwright.checks.load import load as load
from feedwright.checks.profile import names as profile_names
from feedwright.checks.run import check_bytes as check_bytes
from feedwright.checks.run import check_folder as check_folder
from feedwright.checks.run import check_loaded as check_loaded
from feedwright.checks.run import check_profiles as check_profiles
from feedwright.checks.run import check_sources as check_sources

__all__ = [
    "Change",
    "Finding",
    "Level",
    "LoadedDocument",
    "check_bytes",
    "check_folder",
    "check_links",
    "check_loaded",
    "check_profiles",
    "check_sources",
    "diff",
    "load",
    "profile_names",
    "report",
]
