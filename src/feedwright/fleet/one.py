"""The program of a process that builds one publication: `python -m feedwright.fleet.one`.

It is `feedwright build --json` with two differences: if nothing has changed, it ends before it imports
anything; and few processes share its work, because others are built beside it.
"""

from __future__ import annotations

import os
import sys

from feedwright import up_to_date


def main() -> None:
    """Build. Arguments: the time in seconds since 1970, the number of processes, and those of `build`."""
    seconds, processes, config, *more = sys.argv[1:]
    counts = up_to_date.counts_if_up_to_date(config, float(seconds))
    if counts is not None and up_to_date.note_run(config, float(seconds), 0.0):
        os.write(1, b'{"files": %d}' % counts[0])
        os._exit(os.EX_OK)
    from feedwright.cli import main as command
    from feedwright.copies import at_most

    with at_most(int(processes)):
        command(["build", "--json", "--config", config, *more])


if __name__ == "__main__":
    main()
