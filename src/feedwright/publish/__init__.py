"""From bytes to where they are served from; no reader ever sees half a file."""

from feedwright.publish.local import Folder

__all__ = ["Folder"]
