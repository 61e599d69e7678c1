"""Reads feeds back, as a reader would, and says what is wrong with them: ours or anyone's.

It knows nothing of how feedwright writes. Documents are read into neutral structures (`document`) by
one reader a format (`read/`), and judged by rules that are rows of data (`rules/`, `agreement`), and by
what aggregators demand (`profiles/`, in the words of `vocabulary`). `report/` has one file for each form
that the findings can be shown in.
"""

from feedwright.checks import report as report
from feedwright.checks.compare import Change as Change
from feedwright.checks.compare import diff as diff
from feedwright.checks.finding import Finding as Finding
from feedwright.checks.finding import Level as Level
from feedwright.checks.profile import names as profile_names
from feedwright.checks.run import Loaded as Loaded
from feedwright.checks.run import check_bytes as check_bytes
from feedwright.checks.run import check_folder as check_folder
from feedwright.checks.run import check_loaded as check_loaded
from feedwright.checks.run import judge_profiles as judge_profiles
from feedwright.checks.run import load as load

__all__ = [
    "Change",
    "Finding",
    "Level",
    "Loaded",
    "check_bytes",
    "check_folder",
    "check_loaded",
    "diff",
    "judge_profiles",
    "load",
    "profile_names",
    "report",
]
