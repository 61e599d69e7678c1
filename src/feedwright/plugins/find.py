"""Find the plugins that config.yaml names, without importing them: where they are, and if they changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from feedwright.errors import ConfigError
from feedwright.files import sources_token

GROUP = "feedwright.plugins"
SUFFIX = ".py"


class Found(Struct, frozen=True):
    """A plugin: its name in config.yaml, where its code lies, and a digest of that.

    `place` is a file or a folder; `module` is the module of a package and `attribute` what it has in there,
    both empty for a file beside config.yaml.
    """

    name: str
    place: Path
    token: bytes
    module: str = ""
    attribute: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a file beside config.yaml."""
        return not self.module


def find_plugins(names: Sequence[str], root: Path) -> tuple[Found, ...]:
    """Find the plugins of the publication in `root`. Raises ConfigError if there is no such plugin."""
    return tuple(_file(name, root / name) if name.endswith(SUFFIX) else _package(name) for name in names)


def digest(found: Sequence[Found]) -> bytes:
    """A digest of the code of plugins, in their order."""
    return sha256(b"\0".join(name for one in found for name in (one.name.encode(), one.token))).digest()


def _file(name: str, path: Path) -> Found:
    try:
        return Found(name, path, sha256(path.read_bytes()).digest())
    except OSError as fault:
        found = "no such file" if isinstance(fault, FileNotFoundError) else fault.strerror
        raise ConfigError(name, found=found, expected="a plugin, beside config.yaml") from None


def _package(name: str) -> Found:
    module, attribute, version = _entry_point(name)
    try:
        spec = find_spec(module)
    except Exception:
        # It imports the package around the module; `load` says what is wrong with that.
        spec = None
    if spec is None or spec.origin is None:
        raise ConfigError(name, found=f"no module {module}", expected="the plugin as it was installed")
    # A module of a package may use all of it.
    place = Path(spec.origin)
    if spec.submodule_search_locations or "." in module:
        place = place.parents[module.count(".") - (not spec.submodule_search_locations)]
    token = sources_token(place) if place.is_dir() else place.read_bytes()
    return Found(name, place, sha256(version.encode() + token).digest(), module, attribute)


@lru_cache(maxsize=16)
def _entry_point(name: str) -> tuple[str, str, str]:
    """The module of a plugin, what it is in there, and the version of its package."""
    from importlib.metadata import entry_points

    installed = entry_points(group=GROUP)
    points = {point.value: point for point in installed if point.name == name}
    if not points:
        others = ", ".join(sorted({point.name for point in installed})) or "none"
        expected = f"a file that ends in {SUFFIX}, or an installed plugin ({others})"
        raise ConfigError("plugins", found=name, expected=expected)
    if len(points) > 1:
        packages = " and ".join(sorted(point.dist.name for point in points.values() if point.dist))
        raise ConfigError("plugins", found=f"{name} in {packages}", expected="a plugin of one package")
    point = next(iter(points.values()))
    return point.module, point.attr, point.dist.version if point.dist else ""
