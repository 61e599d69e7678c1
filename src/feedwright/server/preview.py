"""Serve a folder to a browser on this machine, and have it reload pages when something changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feedwright.errors import PublishError
from feedwright.file_rules import INDEX, rule_of

_CHANGES = "/-/changes"
"""The path at which a browser asks what the number of the newest build is."""

_OWN_NAMES = ("127.0.0.1", "localhost")
_REFUSED = (403, "text/plain", b"Only this machine sees the preview.\n")

_PATIENCE = 25
"""Seconds that a browser waits for the answer, which comes at once when something changes."""

_SCRIPT = f"""<script>
(async () => {{
  const ask = async known => (await fetch("{_CHANGES}?" + known, {{cache: "no-store"}})).text();
  let known = null;
  for (;;) try {{
    const now = await ask(known ?? "");
    if (known !== null && now !== known) return location.reload();
    known = now;
  }} catch {{ await new Promise(done => setTimeout(done, 1000)); }}
}})();
</script>"""


class PreviewServer:
    """Serves `root` at `url`, of which only this machine sees anything."""

    def __init__(self, root: Path, port: int) -> None:
        """Listen at a port; 0 is any free one. Raises PublishError if it is in use."""
        self._root, self._builds, self._changed = root, 0, threading.Condition()
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        except OSError as fault:
            raise PublishError(f"cannot listen at 127.0.0.1:{port}: {fault.strerror}; try --port 0") from None
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer requests within this context."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def reload(self) -> None:
        """Have browsers load their pages anew."""
        with self._changed:
            self._builds += 1
            self._changed.notify_all()

    def _await_change(self, known: str) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: str(self._builds) != known, _PATIENCE)
            return str(self._builds).encode()

    def _answer(self, target: str) -> tuple[int, str, bytes]:
        """Return the status, the media type and the body for a request."""
        parts = urlsplit(target)
        if parts.path == _CHANGES:
            return 200, "text/plain", self._await_change(parts.query)
        name = unquote(parts.path).lstrip("/")
        name += INDEX if not name or name.endswith("/") else ""
        file = self._root / name
        if "\0" in name or ".." in name.split("/") or not file.is_file():
            return 404, "text/html; charset=utf-8", f"<p>There is no such page.</p>{_SCRIPT}".encode()
        data, rule = file.read_bytes(), rule_of(name)
        if rule.is_html:
            return 200, rule.type, _with_script(data)
        # Browsers show feeds only under this type.
        return 200, "application/xml; charset=utf-8" if rule.is_styled else rule.type, data

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Answer it, unless a page of another site has asked under a name of its own."""
                host = (self.headers["host"] or "").rpartition(":")[0]
                status, media_type, body = answer(self.path) if host in _OWN_NAMES else _REFUSED
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Print nothing: the builds are what people want to read."""

        return Handler


def _with_script(page: bytes) -> bytes:
    """Add the script, and take the policy away that forbids every script."""
    start = page.find(b'<meta http-equiv="Content-Security-Policy"')
    if start >= 0:
        page = page[:start] + page[page.index(b">", start) + 1 :]
    return page.replace(b"</body>", _SCRIPT.encode() + b"</body>", 1)
