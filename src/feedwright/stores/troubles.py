"""Messages about faults of stores: what to do about them, and never a credential."""

from __future__ import annotations

import os
import re

_SECRET = re.compile(r"(KEY|SECRET|TOKEN|PASSWORD|SAS|CREDENTIALS)", re.IGNORECASE)
_QUERY = re.compile(r"\?\S+")
_STATUS = re.compile(r"status code: (\d{3})")
_CODE = re.compile(r"<Code>(\w+)</Code>")

_CURES = (
    (
        "NoSuchBucket|ContainerNotFound|bucket does not exist",
        "there is no such bucket: make it, or correct the URL",
    ),
    (
        "InvalidAccessKeyId|SignatureDoesNotMatch|AuthenticationFailed|ExpiredToken|InvalidToken|"
        "Unauthenticated|code: 401",
        "the store does not accept the credentials: see those in the environment, or of the profile",
    ),
    (
        "AccessDenied|Forbidden|code: 403|PermissionDenied|AuthorizationPermissionMismatch",
        "the credentials may not do this: they need to list, read, write and delete objects below this URL",
    ),
    (
        "latest/api/token|latest/meta-data|computeMetadata|identity/oauth2|token request|MissingBearerToken",
        "no credentials: they come from the environment, a profile or the machine's role (docs/stores.md)",
    ),
    (
        "PermanentRedirect|AuthorizationHeaderMalformed|code: 301",
        "the bucket is in another region: set AWS_REGION",
    ),
    (
        "SlowDown|code: 429|code: 503|ServerBusy",
        "the store is overloaded; the next run goes on where this one stopped",
    ),
    (
        "code: 5[0-9][0-9]|time[d]? ?out|sending request|[Cc]onnect|dns error|HTTP error",
        "no answer as expected; the next run goes on where this one stopped",
    ),
)
"""What messages of stores and their clients look like, and what people can do about it."""


def explain(url: str, name: str, fault: BaseException) -> str:
    """Return a message about a fault: store, object, cause and cure."""
    text = str(fault)
    cure = next((cure for pattern, cure in _CURES if re.search(pattern, text)), "see docs/stores.md")
    place = f"{url}: {name}" if name else url
    # What a machine without a role answers is of no use to anybody.
    return f"{place}: {cure}" if cure.startswith("no credentials") else f"{place}: {_cause(text)}; {cure}"


def _cause(text: str) -> str:
    code, status = _CODE.search(text), _STATUS.search(text)
    if code or status:
        return "the store answers " + " ".join(filter(None, (status and status[1], code and code[1])))
    line = _QUERY.sub("", text.strip().splitlines()[0] if text.strip() else "no reason")
    return without_secrets(line)[:300]


def without_secrets(text: str) -> str:
    """Remove values of the environment that are credentials, wherever a library may show them."""
    for name, value in os.environ.items():
        if _SECRET.search(name) and len(value) >= 6:
            text = text.replace(value, "…")
    return text
