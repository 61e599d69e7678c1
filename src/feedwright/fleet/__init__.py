"""Many publications: which are due, and their builds, each in a process of its own.

A publication is built by the same command as any other, so this room knows nothing of the pipeline:

    file.py        the fleet's file: which publications, each with schedule, priority and limit
    schedule.py    when a publication is due: an interval, or an expression of cron
    memory.py      when each was last built, and who builds it now
    processes.py   one build in a process of its own, with a time limit
    one.py         the program of that process
    built.py       what became of builds
    engines.py     where builds run: on this machine
    dask.py        or on the workers of a cluster
    run.py         builds all that are due, oldest first
    watch.py       the same for ever
    metrics.py     what came of it, for Prometheus
"""
