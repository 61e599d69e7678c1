"""Clusters of Dask (distributed): other machines, or other processes, that do work for this one.

A cluster is somebody else's: this only connects to it. Its workers need the same feedwright, and the files of
a publication under the same paths (shared storage).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright import extras
from feedwright.errors import ConfigError

if TYPE_CHECKING:
    from distributed import Client

URL = re.compile(r"dask://(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})/?", re.ASCII)
EXAMPLE = "dask://scheduler.example.org:8786"

_SECONDS = 10
"""How long a scheduler, and then the first worker, may take to answer."""


def connect(url: str, path: str, field: str | None = None) -> Client:
    """Connect to the scheduler at a URL such as `dask://host:8786`.

    `path` and `field` say where the URL stands, for errors. With TLS if Dask's own settings ask for it.

    Raises ConfigError if no scheduler answers, or it has no worker; MissingPackageError without the extra.
    """
    match = URL.fullmatch(url)
    if match is None:
        raise ConfigError(
            path, field=field, found=f'"{url}"', expected=f"the URL of a scheduler, such as {EXAMPLE}"
        )
    extras.require("dask", "distributed")
    import dask
    from distributed import Client

    is_encrypted = dask.config.get("distributed.comm.require-encryption", None)
    address = f"{'tls' if is_encrypted else 'tcp'}://{match['host']}:{match['port']}"
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except OSError as fault:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        expected = f"a scheduler that answers within {_SECONDS} s (`dask scheduler` starts one)"
        raise ConfigError(path, field=field, found=f"{url}: {reason}", expected=expected) from None
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        client.close()
        expected = f"a worker (`dask worker {address} --nthreads 1` starts one)"
        raise ConfigError(path, field=field, found=f"{url}: no worker", expected=expected) from None
    return client


def places(client: Client) -> int:
    """How many tasks the workers of a cluster can do at once, at the moment; 1 if nobody knows."""
    try:
        threads: dict[str, int] = client.nthreads()
    except Exception:
        # The connection is lost; Dask raises whatever comes. Futures tell what became of the tasks.
        return 1
    return max(1, sum(threads.values()))
