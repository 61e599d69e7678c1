"""Messages about faults of stores: what to do about them, and never a credential."""

from __future__ import annotations

import os
import re

from msgspec import Struct

_SECRET = re.compile(r"(KEY|SECRET|TOKEN|PASSWORD|SAS|CREDENTIALS)", re.IGNORECASE)
_QUERY = re.compile(r"\?\S+")
_STATUS = re.compile(r"status code: (\d{3})")
_CODE = re.compile(r"<Code>(\w+)</Code>")
_CLIENT = re.compile(r"^Generic \w+ error: |Error (?:after|performing) .+? - |, after \d+ retries, .+? - ")
_NO_ANSWER = re.compile(r"error sending request|HTTP error|[Cc]onnect|(?<!retry_)timed? ?out|dns error")
_HOST = re.compile(r"https?://([^/\s,]+)")
_WHY = re.compile(r'(?:message|error): "([^"]+)"')
_GOES_ON = "the next run goes on where this one stopped"


class _Cure(Struct, frozen=True):
    """What people can do about errors that `pattern` finds; `is_of_all`: whatever the object is."""

    pattern: str
    words: str
    is_of_all: bool = True


_NO_CREDENTIALS = _Cure(
    "latest/api/token|latest/meta-data|computeMetadata|identity/oauth2|token request|MissingBearerToken",
    "no credentials: they come from the environment, a profile or the machine's role (docs/stores.md)",
)
_CURES = (
    _Cure(
        "NoSuchBucket|ContainerNotFound|bucket does not exist",
        "there is no such bucket: make it, or correct the URL",
    ),
    _Cure(
        "RequestTimeTooSkewed|RequestExpired",
        "the clock of this machine is wrong: correct it (NTP)",
    ),
    _Cure(
        "InvalidAccessKeyId|SignatureDoesNotMatch|AuthenticationFailed|ExpiredToken|InvalidToken|"
        "Invalid Access Key|Unauthenticated|code: 401",
        "the store does not accept the credentials: see those in the environment, or of the profile",
    ),
    _Cure(
        "QuotaExceeded|InsufficientStorage|XMinioStorageFull|code: 507",
        "the store is full: make room there, or have its limit raised",
    ),
    _Cure(
        "AccessDenied|Forbidden|code: 403|PermissionDenied|AuthorizationPermissionMismatch",
        "the credentials may not do this: they need to list, read, write and delete objects below this URL",
        is_of_all=False,
    ),
    _NO_CREDENTIALS,
    _Cure(
        "PermanentRedirect|AuthorizationHeaderMalformed|code: 301|incorrectly configured region",
        "the bucket is in another region: set AWS_REGION",
    ),
    _Cure("SlowDown|code: 429|code: 503|ServerBusy", f"the store is overloaded; {_GOES_ON}"),
    _Cure("code: 5[0-9][0-9]", f"the store has a fault; {_GOES_ON}", is_of_all=False),
    _Cure(
        "code: 404|ETag Header missing|[Uu]nable to parse|Error decoding",
        "whatever answers there is no store, or has no such bucket: is its address right?",
    ),
)
"""What messages of stores and their clients look like, and what people can do about it; the first counts."""
_UNREACHED = _Cure("", f"{_GOES_ON}, if the address is right and the network is there")
_UNKNOWN = _Cure("", "see docs/stores.md", is_of_all=False)


def explain(url: str, name: str, fault: BaseException) -> str:
    """Return a message about a fault: store, object, cause and cure. It is the same for the same fault."""
    text = str(fault)
    cure = next((one for one in _CURES if re.search(one.pattern, text)), _UNKNOWN)
    if cure is _UNKNOWN and not _STATUS.search(text) and _NO_ANSWER.search(text):
        cure = _UNREACHED
    place = f"{url}: {name}" if name and not cure.is_of_all else url
    # What a machine without a role answers is of no use to anybody.
    return f"{place}: {cure.words}" if cure is _NO_CREDENTIALS else f"{place}: {_cause(text)}; {cure.words}"


def _cause(text: str) -> str:
    """Return what happened, without what is different in each try (how long it took)."""
    code, status = _CODE.search(text), _STATUS.search(text)
    if code or status:
        return "the store answers " + " ".join(filter(None, (status and status[1], code and code[1])))
    line, _, details = text.strip().partition("\n")
    if _NO_ANSWER.search(line):
        host, why = _HOST.search(line), _WHY.search(details)
        return f"no answer{f' from {host[1]}' if host else ''}{f' ({why[1]})' if why else ''}"
    return without_secrets(_CLIENT.sub("", _QUERY.sub("", line)) or "no reason")[:300]


def without_secrets(text: str) -> str:
    """Remove values of the environment that are credentials, wherever a library may show them."""
    for name, value in os.environ.items():
        if _SECRET.search(name) and len(value) >= 6:
            text = text.replace(value, "…")
    return text
