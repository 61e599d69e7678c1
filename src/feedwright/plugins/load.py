"""Import plugins, and check what they define."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from types import CodeType, ModuleType
from typing import Any

from msgspec import Struct

from feedwright.errors import ConfigError
from feedwright.plugins.faults import line_of, summary
from feedwright.plugins.find import Found

HOOKS = ("article", "keep", "extend_entry", "extend_json", "extend_feed")
_NEEDED = "a plugin that can be imported (docs/plugins.md)"


class Plugin(Struct, frozen=True):
    """A plugin, imported.

    `hooks` are its functions by their names, `keys` the keys of front matter that it reads, and `extensions`
    those of feedgen, by name: that of feeds and that of entries.
    """

    found: Found
    hooks: Mapping[str, Any]
    keys: frozenset[str]
    extensions: Mapping[str, tuple[type, type]]


def load(found: Sequence[Found]) -> tuple[Plugin, ...]:
    """Import the plugins. Raises ConfigError, with file and line, if one cannot be used."""
    return tuple(_checked(one, *_imported(one)) for one in found)


def _imported(found: Found) -> tuple[Any, CodeType | None]:
    """What has the plugin's functions, and its code."""
    try:
        if found.is_file:
            return _run_file(found)
        from importlib import import_module

        module = import_module(found.module)
        plugin = attrgetter(found.attribute)(module) if found.attribute else module
        get_code = getattr(module.__spec__ and module.__spec__.loader, "get_code", lambda name: None)
        return plugin, get_code(found.module)
    except (Exception, SystemExit) as fault:
        raise ConfigError(
            found.name, line=line_of(fault, found.place), found=summary(fault), expected=_NEEDED
        ) from fault


def _run_file(found: Found) -> tuple[ModuleType, CodeType]:
    """Run a file as a module. Python's own way would write a cache beside it, and might trust an old one."""
    code = compile(found.place.read_bytes(), str(found.place), "exec", dont_inherit=True)
    module = ModuleType(f"feedwright_plugin_{found.place.stem}")
    module.__file__ = str(found.place)
    sys.modules[module.__name__] = module
    exec(code, module.__dict__)
    return module, code


def _checked(found: Found, plugin: Any, code: CodeType | None) -> Plugin:
    hooks = {name: getattr(plugin, name) for name in HOOKS if hasattr(plugin, name)}
    for name, hook in hooks.items():
        if not callable(hook):
            raise ConfigError(found.name, field=name, found=type(hook).__name__, expected="a function")
    keys, extensions = getattr(plugin, "KEYS", ()), getattr(plugin, "EXTENSIONS", {})
    if isinstance(keys, str) or not all(isinstance(key, str) for key in keys):
        raise ConfigError(found.name, field="KEYS", found=repr(keys), expected='a set such as {"kicker"}')
    if not isinstance(extensions, Mapping) or not all(map(_is_pair, extensions.values())):
        expected = "names, each with two classes of extensions, of feeds and of entries"
        raise ConfigError(found.name, field="EXTENSIONS", found=repr(extensions), expected=expected)
    if not hooks and not extensions:
        expected = f"one of {', '.join(HOOKS)}"
        raise ConfigError(found.name, found="no function of a plugin", expected=expected)
    read = frozenset(keys) | (frozenset(_texts(code)) if code is not None else frozenset())
    return Plugin(found, hooks, read, extensions)


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple | list) and len(value) == 2 and all(isinstance(one, type) for one in value)


def _texts(code: CodeType) -> Iterator[str]:
    """The texts in the code of a plugin: the names of the keys that it reads are among them."""
    for constant in code.co_consts:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, CodeType):
            yield from _texts(constant)
        elif isinstance(constant, tuple | frozenset):
            yield from (one for one in constant if isinstance(one, str))
