"""A service that stops at a gate when a chosen operation arrives: before it acts, or after."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

from dxnet.simulator import Service

When = Literal["before", "after"]


class Gate:
    """`arrived` is set when the operation is at the gate; it stays there until `open` is set.

    A request that stopped before the service acted is then dropped, and one that stopped after
    it is never answered.
    """

    def __init__(self, service: Service, operation: str, when: When) -> None:
        self.service, self.operation, self.when = service, operation, when
        self.arrived, self.open = threading.Event(), threading.Event()
        self.seen: list[str] = []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one HTTP request, unless it stops at the gate."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        operation = (request.headers.get("X-Amz-Target") or "").rpartition(".")[2]
        if operation and not operation.startswith(("Describe", "List")):
            self.seen.append(operation)
        stops = operation == self.operation and not self.open.is_set()
        if stops and self.when == "before":
            self._wait()
            return
        status, headers, text = self.service.answer(dict(request.headers), "", body)
        if stops:
            self._wait()
            return
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(text.encode())))
        request.end_headers()
        request.wfile.write(text.encode())

    def _wait(self) -> None:
        self.arrived.set()
        self.open.wait(60)


@contextmanager
def gated(service: Service, operation: str, when: When) -> Iterator[tuple[Gate, str]]:
    """The gate and the endpoint of the service behind it."""
    gate = Gate(service, operation, when)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            gate.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield gate, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        gate.open.set()
        server.shutdown()
        thread.join()
        server.server_close()
