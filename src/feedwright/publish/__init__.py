"""Write files to where they are served, atomically; and notify hubs."""

from feedwright.publish.local import ServedFolder
from feedwright.publish.permissions import keep_private
from feedwright.publish.precompress import require

__all__ = ["ServedFolder", "keep_private", "require"]
