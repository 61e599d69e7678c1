"""docs/commands.md: each command with its options, as --help has it. Run as a program, it writes the file."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from feedwright.cli import main

FILE = Path(__file__).parents[1] / "docs" / "commands.md"

MADE = "<!-- Below, all is made by `make docs` from the commands themselves. -->\n"


def text() -> str:
    """The document as it should be: what people wrote, up to `MADE`, and the commands."""
    written, mark, _ = FILE.read_text(encoding="utf-8").partition(MADE)
    if not mark:
        raise ValueError(f"{FILE.name} has no line {MADE!r}")
    return written + "\n".join((mark, *_commands()))


def commands() -> dict[str, click.Command]:
    """Every command, by its name."""
    context = click.Context(main, info_name="feedwright")
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def _commands() -> Iterator[str]:
    for name, command in sorted(commands().items()):
        # With the program's settings: a command remembers the first `--help` that it was asked for.
        program = click.Context(main, info_name="feedwright", **main.context_settings)
        context = click.Context(command, info_name=name, parent=program)
        yield f"## feedwright {name}\n"
        yield f"    {' '.join((context.command_path, *command.collect_usage_pieces(context)))}\n"
        yield from _paragraphs(command)
        options = [option for option in command.params if isinstance(option, click.Option)]
        if options:
            yield "| option | what it does |"
            yield "|---|---|"
            yield from (f"| `{_words(option, context)}` | {_meaning(option)} |" for option in options)
            yield ""


def _words(option: click.Option, context: click.Context) -> str:
    """Its names, and what stands behind them."""
    words = ", ".join(sorted(option.opts, key=len))
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    return (words + value).replace("|", "\\|")


def _meaning(option: click.Option) -> str:
    default = f" Default: `{option.default}`." if option.show_default else ""
    return (option.help or "").replace("|", "\\|").replace("<", "&lt;") + default


def _paragraphs(command: click.Command) -> Iterator[str]:
    """The text of --help. A paragraph that opens with click's mark is left as it is: examples."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b\n"):
            yield "".join(f"    {line}\n" for line in paragraph[2:].splitlines())
        else:
            yield paragraph.replace("<", "&lt;") + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
