"""Credentials of a profile of AWS's own tools, which obstore does not read: ~/.aws/credentials and config."""

from __future__ import annotations

from collections.abc import Mapping
from configparser import ConfigParser, Error
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from feedwright.stores.store import StoreError

_KEYS = {
    "aws_access_key_id": "access_key_id",
    "aws_secret_access_key": "secret_access_key",
    "aws_session_token": "session_token",
}


def of_profile(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what a profile adds to what obstore finds itself: keys, region, endpoint.

    Only where AWS's tools would look there, too: without keys in the environment. A profile whose keys are
    not in the files (single sign-on, a role to assume) needs boto3. Raises StoreError.
    """
    profile = environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE") or "default"
    is_named = profile != "default"
    settings = _settings(environment, profile)
    found: dict[str, Any] = {}
    if "AWS_REGION" not in environment and "AWS_DEFAULT_REGION" not in environment and settings.get("region"):
        found["region"] = settings["region"]
    named_url = settings.get("endpoint_url")
    if named_url and not {"AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AWS_ENDPOINT_URL_S3"} & set(environment):
        found["endpoint"] = named_url
    if "AWS_ACCESS_KEY_ID" in environment or environment.get("AWS_SKIP_SIGNATURE"):
        return found
    keys = {ours: settings[theirs] for theirs, ours in _KEYS.items() if theirs in settings}
    if "access_key_id" in keys:
        return found | keys
    if not settings and not is_named:
        return found
    needs_login = settings.keys() & {"sso_session", "sso_start_url", "role_arn", "credential_process"}
    if not needs_login and not is_named:
        return found
    if find_spec("boto3") is None:
        raise StoreError(
            f"the profile {profile} has no keys in ~/.aws: install boto3, which can log in with it, or name "
            "a profile that has keys (AWS_PROFILE)"
        )
    return found | {"credential_provider": _from_boto3(profile)}


def _from_boto3(profile: str) -> Any:
    import boto3
    from obstore.auth.boto3 import Boto3CredentialProvider

    try:
        return Boto3CredentialProvider(boto3.Session(profile_name=profile))
    except Exception as fault:
        raise StoreError(f"the profile {profile} gives no credentials: {type(fault).__name__}") from None


def _settings(environment: Mapping[str, str], profile: str) -> dict[str, str]:
    home = Path(environment.get("HOME") or Path.home()) / ".aws"
    files = (
        (environment.get("AWS_CONFIG_FILE") or home / "config", f"profile {profile}"),
        (environment.get("AWS_SHARED_CREDENTIALS_FILE") or home / "credentials", profile),
    )
    found: dict[str, str] = {}
    for file, section in files:
        parser = ConfigParser(interpolation=None)
        try:
            parser.read(file)
        except (Error, OSError, UnicodeDecodeError):
            # Its message would show lines of the file.
            raise StoreError(
                f"{file}: not as AWS's tools write it; credentials of a profile cannot be read"
            ) from None
        if section == "profile default" and not parser.has_section(section):
            section = "default"
        if parser.has_section(section):
            found |= dict(parser[section])
    return found
