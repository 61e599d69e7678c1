"""Punctuation characters of web pages; by name where they look too much like others to be in code."""

DASHES = "-\N{EN DASH}\N{EM DASH}"  # the hyphen first, for [...] in regular expressions
BARS = "|·•\N{HYPHENATION POINT}"
ARROWS = (
    ">»→▸►\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}"
)
OPENERS = "\"'“«\N{LEFT SINGLE QUOTATION MARK}"
CLOSERS = "\"'”»\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
TERMINALS = ".!?…。؟\N{ARABIC FULL STOP}"
