"""Days without an hour: midnight in their zone stands for them."""

from __future__ import annotations

from datetime import datetime, timedelta


def has_hour(moment: datetime) -> bool:
    """Tell whether a moment is not midnight in its zone, which stands for a day without an hour."""
    return bool(moment.hour or moment.minute or moment.second)


def is_within_day(moment: datetime, day: datetime) -> bool:
    """Tell whether `moment` is on `day`, which has no hour."""
    return not has_hour(day) and timedelta(0) <= moment - day < timedelta(days=1)
