"""Dublin Core's fifteen elements (dublincore.org), as feedgen has them: `dc_creator`, `dc_rights`, …"""

from __future__ import annotations

import lxml.etree  # noqa: F401 (feedgen.util needs it, and imports only lxml)
from feedgen.ext.dc import DcEntryExtension as DublinCoreEntryExtension
from feedgen.ext.dc import DcExtension as DublinCoreExtension

PREFIX = "dc"
NAMESPACE = "http://purl.org/dc/elements/1.1/"

__all__ = ["NAMESPACE", "PREFIX", "DublinCoreEntryExtension", "DublinCoreExtension"]
