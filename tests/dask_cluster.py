"""A Dask cluster on this machine: as a program, and a function that starts the program.

The program prints the cluster's address, then the workers' processes, and ends when its standard input does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Cluster(NamedTuple):
    """The URL of a cluster that runs, its process, and those of its workers."""

    url: str
    process: int
    workers: list[int]


@contextmanager
def cluster(workers: int = 2) -> Iterator[Cluster]:
    """Start a cluster with so many workers, and end it with the block."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        yield Cluster(url, process.pid, [int(number) for number in process.stdout.readline().split()])
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(
            n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        cluster.get_client() as client,
    ):
        print(cluster.scheduler_address.replace("tcp://", "dask://"), flush=True)
        print(*client.run(os.getpid).values(), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
