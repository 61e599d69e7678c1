"""Who may read what is published: the web server, whatever umask the run had."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

_GROUP_WRITES = 0o020


class Permissions:
    """Gives published files the permissions `mode` (as chmod(2) takes it), and their folders those that fit.

    A folder may be entered by whoever may read the files in it. The umask plays no part. Only what belongs
    to the user of this process is changed, and what has an ACL is left as the ACL says; a folder keeps its
    setgid bit, and with it the permission of its group to write. `unreadable` are the paths that keep
    readers out and that could not be changed.
    """

    def __init__(self, root: Path, mode: int) -> None:
        self._root, self.file = root, mode
        self.folder = 0o700 | mode | (mode & 0o444) >> 2
        self.unreadable: list[Path] = []
        self._folders: set[str] = set()
        self._user = os.geteuid()

    def give(self, handle: int, folder: Path) -> None:
        """Sets the permissions of a file that was just made in `folder`, and is open."""
        if stat.S_IMODE(os.fstat(handle).st_mode) != self.file and not _has_default_acl(folder):
            # Some file systems know no permissions.
            with contextlib.suppress(OSError):
                os.fchmod(handle, self.file)

    def make_folder(self, folder: Path) -> None:
        """Makes a folder under the root, and those above it, where they are missing. Raises OSError."""
        if not folder.is_dir():
            if folder != self._root:
                self.make_folder(folder.parent)
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                above = folder.parent.stat().st_mode
                shared = _GROUP_WRITES & above if above & stat.S_ISGID else 0
                self._set(folder, folder.stat(), self.folder | shared)
        self.mend_folders(folder)

    def mend(self, path: Path, found: os.stat_result) -> None:
        """Sets the permissions of a published file where they are others; `found` is its stat."""
        if stat.S_IMODE(found.st_mode) != self.file:
            self._set(path, found, self.file)

    def mend_folders(self, folder: Path) -> None:
        """Sets the permissions of a folder and of those above it, up to the root. Each is looked at once."""
        while (name := str(folder)) not in self._folders:
            self._folders.add(name)
            with contextlib.suppress(OSError):
                found = folder.stat()
                kept = _GROUP_WRITES & found.st_mode if found.st_mode & stat.S_ISGID else 0
                self._set(folder, found, self.folder | kept)
            if folder == self._root:
                return
            folder = folder.parent

    def _set(self, path: Path, found: os.stat_result, mode: int) -> None:
        """Sets the lower nine bits; the system would drop setgid and sticky, were they not repeated."""
        before = stat.S_IMODE(found.st_mode)
        after = mode | (before & 0o7000 if stat.S_ISDIR(found.st_mode) else 0)
        if before == after or _has_acl(path):
            return
        if found.st_uid == self._user:
            with contextlib.suppress(OSError):
                path.chmod(after)
                return
        if (before & after) & 0o555 != after & 0o555:
            self.unreadable.append(path)


def keep_private(folder: Path) -> None:
    """Takes from all but the owner what they may do in a folder and with the files in it."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for path in (folder, *map(Path, entries)):
            with contextlib.suppress(OSError):
                mode = stat.S_IMODE(path.stat().st_mode)
                if mode & 0o077:
                    path.chmod(mode & 0o700)


def _has_acl(path: Path) -> bool:
    return _has_attribute(path, "system.posix_acl_access") or _has_default_acl(path.parent)


def _has_default_acl(folder: Path) -> bool:
    """Whether what is made in the folder gets the permissions of an ACL, and not those of the umask."""
    return _has_attribute(folder, "system.posix_acl_default")


def _has_attribute(path: Path, name: str) -> bool:
    if sys.platform != "linux":
        return False
    try:
        os.getxattr(path, name)
    except OSError:
        return False
    return True
