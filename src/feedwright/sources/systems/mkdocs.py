"""MkDocs, with the blog of Material for MkDocs."""

from __future__ import annotations

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
