"""Convert reStructuredText with docutils. It reads no file and no URL, and stops at no error in the text."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.core import publish_parts
from docutils.writers.html5_polyglot import HTMLTranslator, Writer

from feedwright.sources.restructuredtext.names import known_names

_SETTINGS = {
    "file_insertion_enabled": False,
    # HTML in it is cleaned later, like that in Markdown; `:file:` and `:url:` of `raw` are off by the above.
    "raw_enabled": True,
    "_disable_config": True,
    "halt_level": 5,
    "report_level": 5,
    "traceback": True,
    "input_encoding": "unicode",
    "line_length_limit": 1_000_000,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "initial_header_level": 2,
    "math_output": "MathML",
    "syntax_highlight": "none",
    "embed_stylesheet": False,
    "stylesheet_path": "",
}

_DIVIDER = re.compile(
    r"^\.\.[ \t]*(?:TEASER_END|more|truncate|excerpt)\b[^\n]*$", re.MULTILINE | re.IGNORECASE
)
_AS_HTML = ".. raw:: html\n\n   <!--more-->\n"


def to_html(text: str) -> str:
    """The text's HTML, not yet cleaned. Raises what docutils raises if it fails over a text."""
    text = _DIVIDER.sub(_AS_HTML, text)
    writer = Writer()
    writer.translator_class = _Translator
    with known_names(text):
        return str(publish_parts(text, writer=writer, settings_overrides=_SETTINGS)["body"])


class _Translator(HTMLTranslator):
    """HTML as feeds need it, without what only docutils' stylesheets give a meaning."""

    def visit_system_message(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    def visit_comment(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    def visit_problematic(self, node: nodes.Element) -> None:
        """Show as it is written what docutils did not understand."""

    def depart_problematic(self, node: nodes.Element) -> None:
        """See visit_problematic."""

    def visit_literal(self, node: nodes.Element) -> None:
        self.body.append("<code>")

    def depart_literal(self, node: nodes.Element) -> None:
        self.body.append("</code>")

    def visit_admonition(self, node: nodes.Element) -> None:
        self.body.append("<blockquote>\n")

    def depart_admonition(self, node: nodes.Element) -> None:
        self.body.append("</blockquote>\n")

    def visit_title(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.Admonition):
            self.body.append("<p><strong>")
            self.context.append("</strong></p>\n")
        else:
            super().visit_title(node)

    def visit_literal_block(self, node: nodes.Element) -> None:
        if caption := node.get("caption"):
            self.body.append(f"<figure><figcaption>{self.encode(caption)}</figcaption>\n")
        language = next((name for name in node["classes"] if name.startswith("language-")), None)
        self.body.append(f'<pre><code class="{self.attval(language)}">' if language else "<pre><code>")

    def depart_literal_block(self, node: nodes.Element) -> None:
        self.body.append("</code></pre>\n</figure>\n" if node.get("caption") else "</code></pre>\n")
