"""URLs of stores (`stores/`), as settings name them. Paths of folders are such URLs, too."""

from __future__ import annotations

from urllib.parse import urlsplit

CLOUDS = ("s3", "gs", "az")


def problem_of_url(url: str) -> str | None:
    """Return what is expected instead of this URL of a store; None if it is as it should be.

    Credentials do not belong in it: files with settings are copied, and shown in messages.
    """
    if "://" not in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return "a URL such as s3://bucket/prefix"
    if parts.scheme not in CLOUDS:
        return f"a URL that begins with {', '.join(f'{scheme}://' for scheme in CLOUDS)}, or a folder"
    if parts.username or parts.password or parts.query or parts.fragment:
        return (
            "only bucket and prefix, such as s3://bucket/prefix; credentials come from the environment, "
            "a profile or the machine's role (docs/stores.md)"
        )
    if not parts.netloc:
        return "the name of a bucket, such as s3://bucket/prefix"
    prefix = parts.path.removesuffix("/")
    if prefix and any(part in ("", ".", "..") for part in prefix[1:].split("/")):
        return "a prefix of names with single slashes between them, such as s3://bucket/news/feeds"
    return None
