"""Permissions of published files: the web server can read them, whatever the umask of the run."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

_GROUP_WRITES = 0o020

TEMPORARY = ["/tmp", "/var/tmp", "/dev/shm", "/private/tmp", os.environ.get("TMPDIR") or "/tmp"]
"""Folders for temporary files."""


class Permissions:
    """Gives published files the permissions `mode` (as in chmod(2)), and folders those that fit.

    Users who can read a file can also enter its folder. The umask does not matter. Only files of this
    process's user are changed, and none with an ACL. A folder keeps its setgid bit and, with it, the
    permission of its group to write. `unreadable` are paths that lack permissions and could not be changed.
    """

    def __init__(self, root: Path, mode: int) -> None:
        self._root, self.file = root, mode
        self.folder = 0o700 | mode | (mode & 0o444) >> 2
        self.unreadable: list[Path] = []
        self._folders: set[str] = set()
        self._user = os.geteuid()

    def blocking(self) -> Path | None:
        """Return the folder above the root that those cannot enter who may read what is published.

        None if there is none, if its ACL decides, or if all lies in a folder for temporary files, from which
        nobody serves. The root's own folders are repaired.
        """
        root = Path(os.path.realpath(self._root))
        if any(root.is_relative_to(folder) for folder in TEMPORARY):
            return None
        wanted = 0o001 if self.file & 0o004 else 0o010 if self.file & 0o040 else 0
        for folder in reversed(root.parents):
            with contextlib.suppress(OSError):
                if not wanted & ~folder.stat().st_mode or _has_attribute(folder, "system.posix_acl_access"):
                    continue
                return folder
        return None

    def give(self, handle: int, folder: Path) -> None:
        """Set the permissions of an open file that was just created in `folder`."""
        if stat.S_IMODE(os.fstat(handle).st_mode) != self.file and not _has_default_acl(folder):
            # Some file systems do not support permissions.
            with contextlib.suppress(OSError):
                os.fchmod(handle, self.file)

    def make_folder(self, folder: Path) -> None:
        """Create a folder under the root, with its parents. Raises OSError."""
        if not folder.is_dir():
            if folder != self._root:
                self.make_folder(folder.parent)
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                above = folder.parent.stat().st_mode
                shared = _GROUP_WRITES & above if above & stat.S_ISGID else 0
                self._set(folder, folder.stat(), self.folder | shared)
        self.repair_folders(folder)

    def repair(self, path: Path, found: os.stat_result) -> None:
        """Set the permissions of a published file if they differ. `found` is its stat."""
        if stat.S_IMODE(found.st_mode) != self.file:
            self._set(path, found, self.file)

    def repair_folders(self, folder: Path) -> None:
        """Set the permissions of a folder and its parents up to the root. Each is checked only once."""
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
        """Set the lower nine bits, and repeat setgid and sticky, which chmod would remove."""
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
    """Remove all permissions of group and others from a folder and its files."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for path in (folder, *map(Path, entries)):
            with contextlib.suppress(OSError):
                mode = stat.S_IMODE(path.stat().st_mode)
                if mode & 0o077:
                    path.chmod(mode & 0o700)


def _has_acl(path: Path) -> bool:
    return _has_attribute(path, "system.posix_acl_access") or _has_default_acl(path.parent)


def _has_default_acl(folder: Path) -> bool:
    """Tell whether new files in the folder get their permissions from an ACL."""
    return _has_attribute(folder, "system.posix_acl_default")


def _has_attribute(path: Path, name: str) -> bool:
    if sys.platform != "linux":
        return False
    try:
        os.getxattr(path, name)
    except OSError:
        return False
    return True
