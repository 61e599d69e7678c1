"""The work of copies, done on a Dask cluster (`workers: dask://…` in config.yaml).

    run ── frames ── bridge.py ── Dask ── parts.py ── frames ── server.py ── a copy of itself
    (executor.py)    a process            in a worker           a process on the other machine

The run has no part in Dask: a client has threads, and a process with threads must not be copied. At the
other end, too, a process without threads does the work, in a copy of itself, so that an article that takes
too long, or kills it, is known by name there as here.
"""
