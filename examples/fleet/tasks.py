"""Celery in place of a list: each publication is a task, and beat asks for it by its schedule.

celery --app tasks worker        on each machine
celery --app tasks beat          on one
"""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab

import feedwright

TITLES = Path(os.environ.get("TITLES", "/srv/titles"))
LIMIT = 600

app = Celery("tasks", broker=os.environ.get("BROKER_URL", "redis://127.0.0.1:6379/0"))
# A task whose worker dies is given to another one. A build can be repeated.
app.conf.task_acks_late = app.conf.task_reject_on_worker_lost = True
app.conf.beat_schedule = {
    "daily": {"task": "build", "schedule": 60, "args": ["daily"], "options": {"expires": 60}},
    "weekly": {"task": "build", "schedule": crontab("0", "6", "mon"), "args": ["weekly"]},
}


class BuildError(Exception):
    """A publication is not up to date."""


@app.task(name="build", autoretry_for=(BuildError,), retry_backoff=True, max_retries=3)
def build(title: str) -> dict[str, object]:
    """Bring a publication up to date; one that is being built already needs nothing."""
    built = feedwright.build_in_subprocess(TITLES / title / "config.yaml", limit=LIMIT)
    if built.is_failure:
        raise BuildError("; ".join(built.problems))
    return {"outcome": built.outcome, "changed": built.changed, "rejected": list(built.problems)}
