"""feeds/ in a store as it is on disk: only what changed is sent, and nothing newer is ever overwritten.

    manifest.py   what the store has, as it answered
    plan.py       what feeds/ has, in which order it goes, and what differs
    headers.py    what the store keeps with each object
    transfer.py   one object: compare-and-swap, and who wins
    mirror.py     all of them, in parallel; comparison with the store's listing; removals

Only a run with `publish:` in config.yaml imports this.
"""

from feedwright.publish.mirror.headers import HeaderRules, Writer
from feedwright.publish.mirror.manifest import Manifest, load_manifest
from feedwright.publish.mirror.mirror import Mirror, Mirrored, Overtaken
from feedwright.publish.mirror.plan import Plan, make_plan

__all__ = [
    "HeaderRules",
    "Manifest",
    "Mirror",
    "Mirrored",
    "Overtaken",
    "Plan",
    "Writer",
    "load_manifest",
    "make_plan",
]
