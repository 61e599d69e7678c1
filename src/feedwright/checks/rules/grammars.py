"""Rules that are derived from the namespaces described in `checks/namespaces/`."""

from __future__ import annotations

from feedwright.checks import derive, namespace

RULES = tuple(rule for name in namespace.names() for rule in derive.rules(name))
