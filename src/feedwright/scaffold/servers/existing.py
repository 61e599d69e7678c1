"""What `nginx -T` prints: which site has the name of the feeds' host, and whether it serves the feeds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from feedwright.errors import ConfigError
from feedwright.scaffold.servers import Site

_FILE = re.compile(r"^# configuration file (.+):$", re.MULTILINE)

_TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n]*)|(?P<sign>[{};])|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'"""
    r"""|(?P<plain>(?:[^\s{};"'\\]|\\.|\$\{)(?:[^\s{};\\]|\\.|(?<=\$)\{[^}]*\})*)""",
    re.DOTALL,
)


class Directive(Struct):
    """A directive of nginx: its words, its file and line, and what is between its braces, if it has any."""

    words: list[str]
    file: str
    line: int
    inner: list[Directive] = []

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.file}:{self.line}"


def find_problems(configuration: str, site: Site) -> list[str]:
    """Return what keeps nginx from serving the site, from what `nginx -T` prints. Raises ConfigError."""
    top = parse(configuration)
    http = [one for block in top if block.words[0] == "http" for one in block.inner]
    parts = urlsplit(site.url)
    host, prefix = parts.hostname or "", unquote(parts.path)
    named = [one for one in http if one.words[0] == "server" and host in _values(one, "server_name")]
    serving = [one for one in named if _location(one, prefix) is not None]
    problems = list(_problems_of_sites(named, serving, host, prefix))
    for server in serving:
        location = _location(server, prefix)
        if location is not None and not _has_root(location, site.root):
            problems.append(f"{location.place}: {prefix} is not that of {site.root}; write it again")
    users = [one.words[1] for one in top if one.words[0] == "user" and len(one.words) > 1]
    return [*problems, *_problems_of_folders(site.root, users[-1] if users else None)]


def _problems_of_sites(
    named: list[Directive], serving: list[Directive], host: str, prefix: str
) -> Iterator[str]:
    others = [one for one in named if one not in serving]
    if not named:
        yield f"no site is called {host}: put what `feedwright server-config nginx` prints into a new file"
    elif not serving:
        snippet = "include in it what `feedwright server-config nginx --snippet` prints"
        yield f"{others[0].place}: this site is called {host}, and does not serve {prefix}: {snippet}"
    for server in serving:
        for other in others:
            if _listens(server) & _listens(other):
                first, second = sorted((server, other), key=named.index)
                yield (
                    f"{second.place}: this site is called {host}, as is that of {first.place}, and nginx asks"
                    " only the first: remove the one that feedwright made, and include in the other what"
                    " `feedwright server-config nginx --snippet` prints"
                )


def _problems_of_folders(root: str, user: str | None) -> Iterator[str]:
    """Folders on the way to feeds/ that nginx cannot enter."""
    if user is None or user == "root" or not os.path.isdir(root):
        return
    import grp
    import pwd

    try:
        known = pwd.getpwnam(user)
    except KeyError:
        return
    groups = {known.pw_gid, *(one.gr_gid for one in grp.getgrall() if user in one.gr_mem)}
    folder = Path(os.path.realpath(root))
    for one in reversed((folder, *folder.parents)):
        found = one.stat()
        bit = 0o100 if found.st_uid == known.pw_uid else 0o010 if found.st_gid in groups else 0o001
        if not found.st_mode & bit:
            yield f"{one}: nginx runs as {user}, who cannot enter this folder: chmod o+x {one}"


def _values(block: Directive, name: str) -> list[str]:
    return [word for one in block.inner if one.words[0] == name for word in one.words[1:]]


def _listens(server: Directive) -> set[str]:
    """The ports of a server; 80 if it names none."""
    named = [one.words[1] for one in server.inner if one.words[0] == "listen" and len(one.words) > 1]
    ports = {one.rpartition(":")[2].rpartition("]")[2] for one in named}
    return {port if port.isdigit() else "80" for port in ports} or {"80"}


def _location(server: Directive, prefix: str) -> Directive | None:
    """The location of the feeds in a server, if feedwright has made it."""
    wanted = ["location", "^~", prefix]
    return next((one for one in server.inner if one.words == wanted), None)


def _has_root(location: Directive, root: str) -> bool:
    aliases = [word for one in location.inner for word in _values(one, "alias")]
    return any(alias.startswith(f"{root}/") for alias in aliases)


def parse(configuration: str) -> list[Directive]:
    """Parse what `nginx -T` prints; files that others include are in their places. Raises ConfigError."""
    pieces = _FILE.split(configuration)
    if len(pieces) < 3:
        raise ConfigError("nginx", found="no configuration", expected="what `nginx -T` prints (as root)")
    files = {
        name: _Parser(text.removeprefix("\n"), name).directives()
        for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    main = pieces[1]
    return list(_included(files[main], files, os.path.dirname(main), 0))


_DEEPEST = 20


def _included(
    directives: list[Directive], files: dict[str, list[Directive]], folder: str, depth: int
) -> Iterator[Directive]:
    for one in directives:
        if one.words[0] == "include" and len(one.words) > 1 and depth < _DEEPEST:
            pattern = os.path.join(folder, one.words[1])
            for name in sorted(files):
                if fnmatch(name, pattern):
                    yield from _included(files[name], files, folder, depth + 1)
        else:
            one.inner = list(_included(one.inner, files, folder, depth))
            yield one


class _Parser:
    """Parses one file."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file, self._at, self._line = text, file, 0, 1

    def directives(self) -> list[Directive]:
        """Parse up to the end of the block or file."""
        found: list[Directive] = []
        words: list[str] = []
        line = 1
        for sign, word in self._tokens():
            if sign is None:
                line = line if words else self._line
                words.append(word)
            elif sign == "}":
                return found
            else:
                inner = self.directives() if sign == "{" else []
                if words:
                    found.append(Directive(words, self._file, line, inner))
                words = []
        return found

    def _tokens(self) -> Iterator[tuple[str | None, str]]:
        """Yield signs (`{`, `}`, `;`) and words, from where the last call ended."""
        while self._at < len(self._text):
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                self._at += 1
                continue
            self._at = match.end()
            self._line += match[0].count("\n")
            if match["sign"]:
                yield match["sign"], ""
            elif match["blank"] is None:
                plain, quoted = match["plain"], match["double"] or match["single"] or ""
                yield None, re.sub(r"\\(.)", r"\1", quoted) if plain is None else plain
