"""Schedules that run feedwright: a line for crontab, or a systemd service with its timer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from msgspec import Struct

_CRONTAB = """\
# crontab -e: a build every minute. Cron mails what --quiet still prints: rejected articles and failures.
* * * * * {command} build --quiet --config {config}
"""

_UNITS = """\
# Run `feedwright build` once as {user} first, so that the folders it may write to are there.

# /etc/systemd/system/feedwright.service
[Unit]
Description=feedwright: {root}
# Not before a disk is mounted on which the articles or the feeds are.
RequiresMountsFor={content} {feeds}
OnFailure=feedwright-failed.service

[Service]
Type=oneshot
User={user}
ExecStart={command} build --quiet --config {file}
# 1: some articles were rejected; 75: another run was under way. Neither is a failure of the service.
# 66 is one: content/ is missing, or most of it.
SuccessExitStatus=1 75
# Web servers may read feeds; .feedwright/ is private anyway.
UMask=0022
# /var/lib/{state}, for `state:` in config.yaml
StateDirectory={state}
StateDirectoryMode=0700
Nice=10
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=true
PrivateDevices=true
{network}\
ProtectKernelTunables=true
ProtectControlGroups=true
RestrictSUIDSGID=true
ReadWritePaths={writable}

# /etc/systemd/system/feedwright-failed.service
# What is done when a build has failed: here, the journal has the state as an error. Or a command of yours.
[Unit]
Description=feedwright has failed: {root}

[Service]
Type=oneshot
User={user}
ExecStart={command} status --config {file}
StandardOutput=journal
SyslogLevel=err
SuccessExitStatus=1

# /etc/systemd/system/feedwright.timer
# Then: systemctl enable --now feedwright.timer
[Unit]
Description=feedwright every minute: {root}

[Timer]
OnCalendar=minutely
AccuracySec=5s
Persistent=true

[Install]
WantedBy=timers.target
"""


class Scheduled(Struct, frozen=True):
    """A publication that is to be built by itself.

    `command` is the path of feedwright, `user` whose articles they are. The service writes into the folders
    `feeds` and `memory`, and into the folder of the file `metrics`, if there is one. It has access to the
    network only if it `needs_network`.
    """

    command: str
    config: Path
    content: Path
    feeds: Path
    memory: Path
    user: str
    metrics: Path | None = None
    needs_network: bool = False


def crontab(of: Scheduled) -> str:
    """Return a line for crontab."""
    return _CRONTAB.format(command=_shell(of.command), config=_shell(str(of.config)))


def units(of: Scheduled) -> str:
    """Return units for systemd: a service, its timer, and what is started when it fails."""
    writable = [of.feeds, of.memory, *([] if of.metrics is None else [of.metrics.parent])]
    state = _state_directory(of.memory)
    if state is not None:
        writable.remove(of.memory)
    quoted = {"content": of.content, "feeds": of.feeds, "root": of.config.parent}
    paths = {key: _unit(str(path)) for key, path in quoted.items()}
    paths["writable"] = " ".join(_unit(str(path)) for path in dict.fromkeys(writable))
    network = "" if of.needs_network else "PrivateNetwork=true\n"
    # In ExecStart, systemd replaces `$` variables.
    started = {
        key: _unit(text).replace("$", "$$")
        for key, text in (("command", of.command), ("file", str(of.config)))
    }
    state = state or f"feedwright/{_plain(of.config.parent.name)}"
    return _UNITS.format(network=network, user=of.user, state=state, **started, **paths)


_STATE = Path("/var/lib")


def _state_directory(memory: Path) -> str | None:
    """The folder as `StateDirectory` calls it, which systemd makes; None if it is elsewhere."""
    if not memory.is_relative_to(_STATE) or memory == _STATE:
        return None
    name = str(memory.relative_to(_STATE))
    return name if name == _plain(name, "/") else None


def _plain(name: str, also: str = "") -> str:
    """The name with letters, digits and a few signs only, which systemd takes without quotes."""
    return re.sub(rf"[^A-Za-z0-9_.{also}-]+", "-", name).strip("-") or "news"


def _shell(text: str) -> str:
    """Quote for sh and for cron, which reads a `%` as the end of the line (crontab(5))."""
    return shlex.quote(text).replace("%", "\\%")


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "%": "%%"})
_NEEDS_NO_QUOTES = re.compile(r"[\w/.,:=+@%$-]+")


def _unit(text: str) -> str:
    """Quote as in systemd.syntax(7), with `%%` for `%`, which starts a specifier."""
    escaped = text.translate(_ESCAPES)
    return escaped if _NEEDS_NO_QUOTES.fullmatch(text) else f'"{escaped}"'
