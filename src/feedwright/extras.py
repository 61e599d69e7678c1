"""Say how to install an extra: that depends on how feedwright itself was installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.errors import MissingPackageError

if TYPE_CHECKING:
    # Every build imports this module, and few need more of it than `is_installed`.
    from importlib.metadata import Distribution
    from pathlib import Path


def is_installed(package: str) -> bool:
    """Whether a package can be imported."""
    from importlib.util import find_spec

    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def require(extra: str, *packages: str) -> None:
    """Raise MissingPackageError if one of these packages, which the extra installs, is missing."""
    for package in packages:
        if not is_installed(package):
            raise MissingPackageError(package, how_to_install(extra))


def how_to_install(extra: str, prefix: Path | None = None, own: Distribution | None = None) -> str:
    """Return the command, in backticks, that installs an extra beside this feedwright.

    Args:
        extra: its name.
        prefix: the folder of the virtual environment; by default that of this program.
        own: the installed distribution of feedwright; by default the one that runs.
    """
    import json
    import sys
    from importlib.metadata import PackageNotFoundError, distribution
    from pathlib import Path
    from urllib.parse import unquote, urlsplit

    prefix = prefix or Path(sys.prefix)
    try:
        own = own or distribution("feedwright")
    except PackageNotFoundError:
        return f"`pip install 'feedwright[{extra}]'`"
    if (prefix / "pipx_metadata.json").exists():
        return f"`pipx inject feedwright {_packages(own, extra)}`"
    origin = json.loads(own.read_text("direct_url.json") or "{}")
    if "url" not in origin:
        return f"`{_pip(prefix)} 'feedwright[{extra}]'`"
    folder = Path(unquote(urlsplit(origin["url"]).path))
    if "dir_info" not in origin or not (folder / "pyproject.toml").exists():
        return f"`{_pip(prefix)} {_packages(own, extra)}`"
    options = "-e " if origin["dir_info"].get("editable") else ""
    return f"`{_pip(prefix, folder)} {options}'.[{extra}]'` in {folder}"


def _packages(own: Distribution, extra: str) -> str:
    """The packages of an extra, for a command line. What pip would choose by itself needs no number."""
    import re
    from shlex import quote

    required = re.compile(r"\s*([\w.-]+)\s*([^;\[\s]*)\s*;.*extra\s*==\s*['\"]([\w-]+)['\"]")
    found = (required.match(line) for line in own.requires or ())
    names = ((one[1], one[2]) for one in found if one and one[3] == extra)
    return " ".join(quote(name + numbers) if "<" in numbers else name for name, numbers in names)


def _pip(prefix: Path, folder: Path | None = None) -> str:
    """The command that installs into a virtual environment, as it is typed in `folder`."""
    import sys
    from pathlib import Path
    from shlex import quote

    if prefix == Path(sys.base_prefix):
        return "pip install"
    pip = prefix / "bin" / "pip"
    if not pip.exists():
        return f"uv pip install --python {quote(str(prefix))}"
    if folder is not None and pip.is_relative_to(folder):
        pip = pip.relative_to(folder)
    return f"{quote(str(pip))} install"
