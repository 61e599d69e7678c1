"""Reads feeds back, as a reader would, and says what is wrong with them: ours or anyone's.

It knows nothing of how feedwright writes. Documents are read into neutral structures (`document`) by
one reader a format (`read/`), and judged by rules that are rows of data (`rules/`, `agreement`).
"""

from feedwright.checks.finding import Finding as Finding
from feedwright.checks.finding import Level as Level
from feedwright.checks.run import check_bytes as check_bytes
from feedwright.checks.run import check_folder as check_folder
