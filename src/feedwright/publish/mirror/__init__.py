"""feeds/ in a store as it is on disk: only what changed is sent, and nothing newer is ever overwritten.

    manifest.py   what the store has, as it answered
    plan.py       what feeds/ has, in which order it goes, and what differs
    headers.py    what the store keeps with each object
    transfer.py   one object: compare-and-swap, and who wins
    mirror.py     all of them, in parallel; comparison with the store's listing; removals

Only a run with `publish:` in config.yaml imports any of it, and the last two when there is something to do.
"""
