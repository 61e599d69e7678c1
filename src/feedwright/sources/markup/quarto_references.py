"""The numbers of figures, tables, equations and listings (quarto.org/docs/authoring/cross-references)."""

from __future__ import annotations

import re
from collections import Counter

_LABEL = re.compile(r"(?:\{[ \t]*#|\|[ \t]*label[ \t]*:[ \t]*[\"']?|\{r[ \t]+)((fig|tbl|eq|lst)-[\w-]+)")
_WORDS = {
    "de": {"fig": "Abbildung", "tbl": "Tabelle", "eq": "Gleichung", "lst": "Listing"},
    "en": {"fig": "Figure", "tbl": "Table", "eq": "Equation", "lst": "Listing"},
    "es": {"fig": "Figura", "tbl": "Tabla", "eq": "Ecuación", "lst": "Listado"},
    "fr": {"fig": "Figure", "tbl": "Table", "eq": "Équation", "lst": "Liste"},
    "it": {"fig": "Figura", "tbl": "Tabella", "eq": "Equazione", "lst": "Lista"},
    "nl": {"fig": "Figuur", "tbl": "Tabel", "eq": "Vergelijking", "lst": "Listing"},
    "pt": {"fig": "Figura", "tbl": "Tabela", "eq": "Equação", "lst": "Listagem"},
}


def numbered(text: str, language: str) -> dict[str, str]:
    """What references show, by the labels in a document: `{"fig-tide": "Figure 1"}`, with a no-break space.

    Sections are not among them: they have numbers only if the settings say so.
    """
    words = _WORDS.get(language[:2].lower(), _WORDS["en"])
    names: dict[str, str] = {}
    count = Counter[str]()
    for label, kind in _LABEL.findall(text):
        if label not in names:
            count[kind] += 1
            names[label] = f"{words[kind]}\xa0{count[kind]}"
    return names
