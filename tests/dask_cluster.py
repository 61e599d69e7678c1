"""A Dask cluster of two workers on this machine, as a program: its address, then the workers' processes.

It ends when its standard input does.
"""

from __future__ import annotations

import os
import sys


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
