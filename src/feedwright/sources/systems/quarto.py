"""Quarto."""

from __future__ import annotations

MONTH_FIRST = True
SETTINGS = ("_quarto.yml", "_quarto.yaml")
KEYS = {"date-modified": "updated", "abstract": "summary", "lang": "locale"}
OTHER_KEYS = ("code-fold", "date-format", "execute", "format", "image-alt", "listing", "toc")
