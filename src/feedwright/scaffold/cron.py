"""Schedules that run feedwright: a line for crontab, or a systemd service with its timer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

_CRONTAB = """\
# crontab -e: a build every minute. Cron mails what --quiet still prints: rejected articles and failures.
* * * * * {command} build --quiet --config {config}
"""

_UNITS = """\
# Run `feedwright build` once by hand first, so that the folders it may write to are there.

# /etc/systemd/system/feedwright.service
[Unit]
Description=feedwright: {root}

[Service]
Type=oneshot
ExecStart={command} build --quiet --config {file}
# 1: some articles were rejected; 75: another run was under way. Neither is a failure of the service.
SuccessExitStatus=1 75
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
ReadWritePaths={feeds} {memory}

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


def schedule(
    command: str, config: Path, feeds: Path, memory: Path, *, systemd: bool, has_peers: bool = False
) -> str:
    """Return the text to paste, with the absolute paths of this publication.

    `command` is the path of feedwright. The systemd service has access to the network only if `has_peers`.
    """
    if not systemd:
        return _CRONTAB.format(command=_shell(command), config=_shell(str(config)))
    quoted = {"config": config, "feeds": feeds, "memory": memory, "root": config.parent}
    paths = {key: _unit(str(path)) for key, path in quoted.items()}
    network = "" if has_peers else "PrivateNetwork=true\n"
    # In ExecStart, systemd replaces `$` variables.
    started = {
        key: _unit(text).replace("$", "$$") for key, text in (("command", command), ("file", str(config)))
    }
    return _UNITS.format(network=network, **started, **paths)


def _shell(text: str) -> str:
    """Quote for sh and for cron, which reads a `%` as the end of the line (crontab(5))."""
    return shlex.quote(text).replace("%", "\\%")


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "%": "%%"})
_NEEDS_NO_QUOTES = re.compile(r"[\w/.,:=+@%$-]+")


def _unit(text: str) -> str:
    """Quote as in systemd.syntax(7), with `%%` for `%`, which starts a specifier."""
    escaped = text.translate(_ESCAPES)
    return escaped if _NEEDS_NO_QUOTES.fullmatch(text) else f'"{escaped}"'
