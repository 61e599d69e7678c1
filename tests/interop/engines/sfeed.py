"""sfeed: feeds as lines with tabs, for shell scripts."""

import json
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from typing import Any

with urllib.request.urlopen(sys.argv[1]) as reply:
    document = reply.read()
done = subprocess.run(["sfeed", sys.argv[1]], input=document, capture_output=True, check=True)


def entry(line: str) -> dict[str, Any]:
    date, title, link, content, _, own_id, author, enclosure, categories = line.split("\t")[:9]
    return {
        "title": title,
        "link": link,
        "id": own_id,
        "date": datetime.fromtimestamp(int(date), UTC).isoformat(),
        "author": author,
        "full text": content,
        "audio": enclosure,
        "categories": categories.split("|"),
    }


json.dump([entry(line) for line in done.stdout.decode().splitlines()], sys.stdout)
