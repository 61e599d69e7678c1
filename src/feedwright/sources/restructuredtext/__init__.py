"""reStructuredText → HTML, by docutils (an extra), with nothing read but the text itself."""

from __future__ import annotations

from feedwright.sources.restructuredtext.convert import to_html

__all__ = ["to_html"]
