"""The characters that pages punctuate with, and that look too much like others to stand in code."""

DASHES = "-\N{EN DASH}\N{EM DASH}"  # with the hyphen first, so that they fit into [...]
BARS = "|·•\N{HYPHENATION POINT}"
ARROWS = (
    ">»→▸►\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}"
)
OPENERS = "\"'“«\N{LEFT SINGLE QUOTATION MARK}"
CLOSERS = "\"'”»\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
TERMINALS = ".!?…。؟\N{ARABIC FULL STOP}"
