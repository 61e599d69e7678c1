"""What publishing to a bucket costs: 10,000 objects to moto's S3 server on this machine, and back.

Usage: bench/stores.py [OBJECTS]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from feedwright.publish.mirror.headers import HeaderRules, Writer
from feedwright.publish.mirror.manifest import load_manifest
from feedwright.publish.mirror.mirror import Mirror
from feedwright.publish.mirror.plan import make_plan
from feedwright.stores import open_store
from store_servers import S3Server, environment

KILOBYTES = 8
RULES = HeaderRules("public, max-age=300")


def serve() -> None:
    """Serve until standard input ends; the first line of output is the URL."""
    server = S3Server()
    server.client().create_bucket(Bucket="bench")
    print(server.url, flush=True)
    sys.stdin.read()


def fill(root: Path, count: int) -> None:
    for number in range(count):
        kind = ("rss.xml", "atom.xml", "feed.json", "index.html")[number % 4]
        file = root / f"section-{number // 4}" / kind
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((f"{number} ".encode() * 2000)[: KILOBYTES * 1024])


def run(label: str, count: int, work: Callable[[], object]) -> None:
    cpu, started = time.process_time(), time.monotonic()
    found = work()
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {label} | {found} | {seconds:.2f} | {count / seconds:,.0f} | {cpu:.2f} | {peak} |", flush=True)


def main(count: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        assert server.stdout is not None
        os.environ |= environment(server.stdout.readline().strip())
        root, memory = Path(folder, "feeds"), Path(folder, "memory")
        memory.mkdir()
        fill(root, count)
        print(f"{count:,} objects of {KILOBYTES} KB\n")
        print("| | objects | seconds | objects a second | CPU | peak MB |\n|---|---|---|---|---|---|")

        def mirror(verify: bool) -> str:
            store = open_store("s3://bench/feeds")
            made = Mirror(store, root, memory, load_manifest(memory, store.url), RULES, Writer("h", "r", "m"))
            done = made.bring_up_to_date(0, verify=verify, removes=True, removes_many=True)
            assert done.problem is None, done.problem
            return f"{len(done.sent)} sent, {len(done.removed)} removed"

        def look() -> str:
            return f"{len(make_plan(root, load_manifest(memory, 's3://bench/feeds'), RULES).names)} to send"

        def fetch() -> str:
            from concurrent.futures import ThreadPoolExecutor

            store = open_store("s3://bench/feeds")
            names = [one.name for one in store.list()]
            with ThreadPoolExecutor(16) as pool:
                return f"{sum(one is not None for one in pool.map(store.get, names))} read"

        run("first run: all are sent", count, lambda: mirror(False))
        run("nothing changed", count, look)
        run("the same, with the listing compared", count, lambda: mirror(True))
        for file in sorted(root.rglob("rss.xml"))[:100]:
            file.write_bytes(file.read_bytes() + b"!")
        run("100 changed", 100, lambda: mirror(False))
        (memory / "published").unlink()
        run("manifest lost: all are compared", count, lambda: mirror(True))
        run("all are read", count, fetch)
        for file in root.rglob("feed.json"):
            file.unlink()
        run("a quarter is removed", count // 4, lambda: mirror(False))
        assert server.stdin is not None
        server.stdin.close()


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
