"""What is known between runs, kept in a store: any machine fetches it, runs, and stores it again.

    lease.py     one run at a time, wherever it is
    manifest.py  which files there are, and of which pieces they are made
    chunks.py    files in pieces that are stored under their digests
    ended.py     how the last run ended
    stored.py    fetch and store, by compare-and-swap of the manifest
    keeper.py    the process that does it
    keeping.py   what a run knows of that process

The lease saves work; the manifest's compare-and-swap is what keeps two runs from harming each other. A client
of a store has threads, and a run makes copies of itself: so another process talks to the store, which holds
the lease while the run works.
"""

from feedwright.state.keeping import Keeping, fetch_copy, kept, store_end

__all__ = ["Keeping", "fetch_copy", "kept", "store_end"]
