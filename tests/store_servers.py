"""A real server of objects on loopback (moto, for S3), with faults to order, and a witness of what it had."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import logging
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from email.utils import formatdate
from http.client import HTTPConnection
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import pytest

Fault = Callable[[str, str], int | None]
"""Given method and path of a request, a status to answer instead, or None; may also wait. 0 means to hang up,
-1 to do what is asked and then hang up; below that, to do it and answer that it failed (-502)."""


PROBE = "feedwright-probe-"
"""How the names of objects begin that only find out whether a store compares."""


class Witness:
    """Sees every object that a bucket ever has: that it is whole, and not older than the one before it.

    `faults` are those that were not.
    """

    def __init__(self) -> None:
        self.puts: list[str] = []
        self.faults: list[str] = []
        self._made: dict[str, str] = {}

    def see(self, path: str, body: bytes, environ: dict[str, Any]) -> None:
        """Look at an object that was written."""
        self.puts.append(path)
        digest = environ.get("HTTP_X_AMZ_META_FEEDWRIGHTDIGEST", "")
        made = environ.get("HTTP_X_AMZ_META_FEEDWRIGHTMADE", "")
        if hashlib.sha256(body).hexdigest() != digest:
            self.faults.append(f"{path} is torn")
        if made < self._made.get(path, "") and REAL is None:
            # Of another server, answers may come in another order than it has written.
            self.faults.append(f"{path} of {made} replaced that of {self._made[path]}")
        self._made[path] = made


class S3Server:
    """moto's server. It checks conditions and writes in two steps, so requests to it wait in line.

    If the environment's S3_SERVER names another one (tests/ceph.sh), requests go on to that, as they come.

    `requests` are method and path of all requests, `fault` decides what goes wrong. `manner` is as whom it
    compares tags: as `Ceph` (16), as that in buckets that keep `versions`, `Amazon`, or a server that does
    not (`none`).
    """

    manner: Literal["moto", "Ceph", "versions", "Amazon", "none"] = "moto"

    def __init__(self) -> None:
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._app = _moto() if REAL is None else _hand_on
        self._line: AbstractContextManager[Any] = threading.Lock() if REAL is None else nullcontext()
        self.requests: list[tuple[str, str]] = []
        self.fault: Fault = lambda method, path: None
        self.witness: Witness | None = None
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def _answer(self, environ: dict[str, Any], start: Any) -> Any:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.requests.append((method, path))
        status = self.fault(method, path)
        body = b""
        with suppress(OSError):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        if status is None or status < 0:
            answers: list[str] = []

            def note(line: str, headers: Any, *rest: Any) -> Any:
                answers.append(line)
                return start(line, headers, *rest) if status is None else lambda _: None

            with self._line:
                found = list(self._as_of_its_manner(environ, note) or self._app(environ, note))
                if method == "PUT" and self.witness and answers[0].startswith("200") and PROBE not in path:
                    self.witness.see(path, body, environ)
            if status is None:
                return found
        if not status or status == -1:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError
        status = abs(status)
        start(f"{status} Fault", [("Content-Type", "application/xml")])
        code = {503: "SlowDown", 403: "AccessDenied"}.get(status, "InternalError")
        return [f"<Error><Code>{code}</Code></Error>".encode()]

    def _as_of_its_manner(self, environ: dict[str, Any], start: Any) -> list[bytes] | None:
        """What a server with other manners answers to a conditional request; None if it does as moto."""
        compared = environ.get("HTTP_IF_MATCH", "")
        if self.manner == "none":
            environ.pop("HTTP_IF_MATCH", None)
            environ.pop("HTTP_IF_NONE_MATCH", None)
        elif self.manner == "versions":
            environ.pop("HTTP_IF_NONE_MATCH", None)
        if self.manner in ("Ceph", "versions") and environ["REQUEST_METHOD"] == "DELETE":
            environ.pop("HTTP_IF_MATCH", None)
        elif compared and (self.manner == "versions" or (self.manner == "Ceph" and compared.startswith('"'))):
            start("412 Precondition Failed", [("Content-Type", "application/xml")])
            return [b"<Error><Code>PreconditionFailed</Code></Error>"]
        elif compared and self.manner == "Amazon" and not self._has(environ["PATH_INFO"]):
            start("404 Not Found", [("Content-Type", "application/xml")])
            return [b"<Error><Code>NoSuchKey</Code></Error>"]
        return None

    def _has(self, path: str) -> bool:
        from moto.s3.models import s3_backends

        bucket, _, key = path[1:].partition("/")
        return key in s3_backends["123456789012"]["aws"].buckets[bucket].keys

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def client(self) -> Any:
        """What people use to look into a bucket."""
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="very-secret-key",
            region_name="us-east-1",
        )

    def stored(self, bucket: str, prefix: str) -> dict[str, bytes]:
        """What a bucket has, by names under the prefix; whatever goes wrong otherwise."""
        fault, self.fault = self.fault, lambda method, path: None
        try:
            return self._stored(bucket, prefix)
        finally:
            self.fault = fault

    def _stored(self, bucket: str, prefix: str) -> dict[str, bytes]:
        client = self.client()
        found: dict[str, bytes] = {}
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for one in page.get("Contents", ()):
                body = client.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()
                found[one["Key"].removeprefix(prefix)] = body
        return found

    def count(self, method: str, pattern: str = "") -> int:
        """How many requests there were so far with this method, to paths with this pattern."""
        return sum(one == method and bool(re.search(pattern, path)) for one, path in self.requests)


def environment(url: str) -> dict[str, str]:
    """The environment of a program that uses the server."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "very-secret-key",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    }


REAL = os.environ.get("S3_SERVER")
"""The URL of a server in place of moto."""

of_moto = pytest.mark.skipif(REAL is not None, reason="needs manners or accounts that only moto has here")


def _moto() -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    return DomainDispatcherApplication(create_backend_app)


def _hand_on(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Have the other server answer a request, word by word: its headers are signed."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-"): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value)
    }
    connection = HTTPConnection(urlsplit(str(REAL)).netloc, timeout=60)
    try:
        connection.request(
            environ["REQUEST_METHOD"], environ["REQUEST_URI"], environ["wsgi.input"].read(), headers
        )
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    kept = [one for one in answer.getheaders() if one[0].lower() not in ("connection", "transfer-encoding")]
    start(f"{answer.status} {answer.reason}", kept)
    return [body]


class GoogleServer:
    """Answers as Google's XML API does, with generations; no server that can be had here knows it.

    https://docs.cloud.google.com/storage/docs/xml-api/overview
    """

    def __init__(self) -> None:
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._objects: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self._generation = 1000
        self._line = threading.Lock()
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def _answer(self, environ: dict[str, Any], start: Any) -> Any:
        with self._line:
            status, headers, body = self._reply(environ)
        start(status, [*headers.items(), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _reply(self, environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
        method = environ["REQUEST_METHOD"]
        path = environ["PATH_INFO"].encode("latin-1").decode()
        _, bucket, *rest = path.split("/", 2)
        if bucket != "bucket":
            return "404 Not Found", {}, b"<Error><Code>NoSuchBucket</Code></Error>"
        name = rest[0] if rest else ""
        if method == "GET" and not name:
            return "200 OK", {"Content-Type": "application/xml"}, self._list(environ["QUERY_STRING"])
        there = self._objects.get(name)
        wanted = environ.get("HTTP_X_GOOG_IF_GENERATION_MATCH")
        if wanted is not None and int(wanted) != (there[0] if there else 0):
            return "412 Precondition Failed", {}, b"<Error><Code>PreconditionFailed</Code></Error>"
        if method == "PUT":
            self._generation += 1
            kept = {
                key.removeprefix("HTTP_").replace("_", "-").title(): value
                for key, value in environ.items()
                if key in ("CONTENT_TYPE", "HTTP_CACHE_CONTROL") or key.startswith("HTTP_X_GOOG_META_")
            }
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            self._objects[name] = there = self._generation, body, kept
            return "200 OK", self._headers(there), b""
        if there is None:
            return "404 Not Found", {}, b"<Error><Code>NoSuchKey</Code></Error>"
        if method == "DELETE":
            del self._objects[name]
            return "204 No Content", {}, b""
        return "200 OK", there[2] | self._headers(there), there[1]

    def _headers(self, there: tuple[int, bytes, dict[str, str]]) -> dict[str, str]:
        return {
            "ETag": f'"{hashlib.md5(there[1]).hexdigest()}"',
            "X-Goog-Generation": str(there[0]),
            "Last-Modified": "Sat, 21 Nov 2026 12:00:00 GMT",
        }

    def _list(self, query: str) -> bytes:
        prefix = parse_qs(query).get("prefix", [""])[0]
        contents = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(data)}</Size>"
            f'<ETag>"{hashlib.md5(data).hexdigest()}"</ETag>'
            "<LastModified>2026-11-21T12:00:00Z</LastModified></Contents>"
            for name, (_, data, _) in sorted(self._objects.items())
            if name.startswith(prefix)
        )
        return f"<ListBucketResult><Name>bucket</Name>{contents}</ListBucketResult>".encode()

    def environment(self) -> dict[str, str]:
        """The environment of a program that uses it."""
        account = {"gcs_base_url": self.url, "disable_oauth": True}
        account |= {"client_email": "", "private_key": "", "private_key_id": ""}
        return {"GOOGLE_SERVICE_ACCOUNT_KEY": json.dumps(account)}

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def azurite() -> Iterator[dict[str, str]]:
    """The environment of a program that uses Azurite, with a container. AZURITE names its program."""
    from urllib.request import Request, urlopen

    program = os.environ["AZURITE"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--silent", "--disableTelemetry", "--inMemoryPersistence", "--skipApiVersionCheck"]
    command = ["node", program, *words, "--blobPort", str(port)]
    account = f"http://127.0.0.1:{port}/devstoreaccount1"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until(lambda: _listens(port), 60)
            date = formatdate(usegmt=True)
            signed = f"PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:2021-08-06\n"
            signed += "/devstoreaccount1/devstoreaccount1/bucket\nrestype:container"
            digest = hmac.new(base64.b64decode(AZURITE_KEY), signed.encode(), hashlib.sha256).digest()
            headers = {"x-ms-date": date, "x-ms-version": "2021-08-06"}
            headers["Authorization"] = f"SharedKey devstoreaccount1:{base64.b64encode(digest).decode()}"
            urlopen(Request(f"{account}/bucket?restype=container", method="PUT", headers=headers)).close()
            yield {
                "AZURE_STORAGE_ACCOUNT_NAME": "devstoreaccount1",
                "AZURE_STORAGE_ACCOUNT_KEY": AZURITE_KEY,
                "AZURE_STORAGE_ENDPOINT": account,
            }
        finally:
            server.kill()


AZURITE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The key of its one account, which its documentation names."""


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def s3_server() -> Iterator[S3Server]:
    server = S3Server()
    try:
        yield server
    finally:
        server.close()


_buckets = iter(range(1, 10**9))
_OF_RUN = "" if REAL is None else f"{os.getpid()}-{int(time.time())}-"


# Not for all files: while it has threads, builds in this process make no copies of it.
@pytest.fixture(scope="module")
def s3_of_module() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def s3(s3_of_module: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """A server without faults and requests, which the environment names."""
    for name, value in environment(s3_of_module.url).items():
        monkeypatch.setenv(name, value)
    s3_of_module.fault = lambda method, path: None
    s3_of_module.witness, s3_of_module.manner = None, "moto"
    s3_of_module.requests.clear()
    yield s3_of_module
    s3_of_module.fault, s3_of_module.witness = (lambda method, path: None), None


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleServer]:
    """A server that speaks as Google does, which the environment names; it has one bucket."""
    server = GoogleServer()
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
    yield server
    server.close()


@pytest.fixture
def azure(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Azurite, which the environment names, with one container."""
    if "AZURITE" not in os.environ:
        pytest.skip("npm install azurite elsewhere; AZURITE=…/node_modules/.bin/azurite-blob")
    with azurite() as settings:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.fixture
def bucket(s3: S3Server) -> str:
    """The name of a new bucket."""
    name = f"bucket-{_OF_RUN}{next(_buckets)}"
    s3.client().create_bucket(Bucket=name)
    s3.requests.clear()
    return name


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)
