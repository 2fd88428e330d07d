"""An endpoint that answers like anything but AWS: each behaviour one row of `BEHAVIOURS`.

A behaviour gets the connection and the body that AWS would have answered, and writes what it
likes. What stands behind it is a service that answers rightly whatever isn't to be hostile.
"""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dxnet.simulator import Service

Send = Callable[["Line", bytes], None]


class Line:
    """The way back to the client that asked for an operation."""

    def __init__(self, connection: socket.socket, stopped: threading.Event, operation: str) -> None:
        self.operation = operation
        self._connection = connection
        self._stopped = stopped
        self.serial = itertools.count()

    @property
    def is_open(self) -> bool:
        """Whether the test still runs."""
        return not self._stopped.is_set()

    def write(self, data: bytes) -> None:
        """Send the bytes."""
        self._connection.sendall(data)

    def slowly(self, data: bytes) -> None:
        """Send a byte now and then, for as long as the test runs."""
        for byte in itertools.cycle(data):
            if self._stopped.wait(0.05):
                return
            self.write(bytes([byte]))

    def silence(self) -> None:
        """Send nothing."""
        self._stopped.wait(30)

    def answer(
        self, body: bytes, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        """A response with a body, and whatever length it claims."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = {"Content-Length": str(len(body) if length is None else length), **named}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.write(f"HTTP/1.1 {status} X\r\n{head}Connection: close\r\n\r\n".encode() + body)

    def bare(self, head: bytes, body: bytes = b"") -> None:
        """A response with this head and no other."""
        self.write(head + b"\r\n\r\n" + body)


def body(make: Callable[[bytes], bytes], status: int = 200, **headers: str) -> Send:
    return lambda line, good: line.answer(make(good), status, None, **headers)


def fixed(data: bytes, status: int = 200, **headers: str) -> Send:
    return body(lambda _: data, status, **headers)


def error(document: Any, status: int = 400) -> Send:
    return fixed(json.dumps(document).encode(), status)


def changed(change: Callable[[dict[str, Any]], Any]) -> Send:
    """The right answer after a change to its JSON."""
    return body(lambda good: json.dumps(change(json.loads(good))).encode())


def own(value: Any) -> Send:
    """The right answer with another value in the member that it can't lack: a list, or an id."""

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        lists = (name for name, item in answer.items() if isinstance(item, list))
        name = "virtualInterfaceId" if "virtualInterfaceId" in answer else next(lists)
        return {**answer, name: value}

    return changed(change)


def _deep(levels: int) -> bytes:
    return b'{"x":' + b"[" * levels + b"]" * levels + b"}"


def _chunks(good: bytes, end: bytes) -> bytes:
    return f"{len(good):x}\r\n".encode() + good + end


def _endless_chunks(line: Line, _: bytes) -> None:
    line.bare(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"2\r\n{ \r\n")
    while line.is_open:
        line.write(b"1000\r\n" + b" " * 0x1000 + b"\r\n")


def _endless_body(line: Line, _: bytes) -> None:
    line.bare(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999", b"{")
    while line.is_open:
        line.write(b" " * 65536)


def _endless_headers(line: Line, _: bytes) -> None:
    line.write(b"HTTP/1.1 200 OK\r\n")
    while line.is_open:
        line.write(b"X: " + b"y" * 1000 + b"\r\n")


def _slow_headers(line: Line, _: bytes) -> None:
    line.write(b"HTTP/1.1 200 OK\r\nX: ")
    line.slowly(b"y")


def _slow_body(line: Line, _: bytes) -> None:
    line.bare(b"HTTP/1.1 200 OK\r\nContent-Length: 100000", b"{")
    line.slowly(b" ")


def _slow_chunks(line: Line, _: bytes) -> None:
    line.bare(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"1\r\n{\r\n")
    line.slowly(b"1\r\n \r\n")


def _silent_body(line: Line, _: bytes) -> None:
    line.bare(b"HTTP/1.1 200 OK\r\nContent-Length: 10", b"{")
    line.silence()


def _continues(line: Line, _: bytes) -> None:
    while line.is_open:
        line.write(b"HTTP/1.1 100 Continue\r\n\r\n")


CHUNKED = b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked"
PLAIN = b"HTTP/1.1 200 OK\r\nConnection: close"

# Answers that are none, whatever was asked.
BEHAVIOURS: dict[str, Send] = {
    "a log-in page with 200": fixed(b"<html>log in</html>", Content_Type="text/html"),
    "a log-in page with 203": fixed(b"<html>log in</html>", 203),
    "an empty body": fixed(b""),
    "blanks": fixed(b" \r\n "),
    "204": lambda line, _: line.bare(b"HTTP/1.1 204 No Content\r\nConnection: close"),
    "201 with the right body": body(lambda good: good, 201),
    "206 with the right body": body(lambda good: good, 206),
    "null": fixed(b"null"),
    "a list": fixed(b"[]"),
    "a list of the right answer": body(lambda good: b"[" + good + b"]"),
    "a text": fixed(b'"x"'),
    "a number": fixed(b"7"),
    "true": fixed(b"true"),
    "a list of numbers": fixed(b"[1, 2, 3]"),
    "an empty object": fixed(b"{}"),
    "another operation's object": fixed(b'{"Vpcs": []}'),
    "a message": fixed(b'{"message": "hello"}'),
    "an error with 200": fixed(b'{"__type": "AccessDenied", "message": "no"}'),
    "its own member is null": own(None),
    "its own member is a number": own(7),
    "its own member is an object": own({"a": 1}),
    "its own member is true": own(True),
    "cut JSON of the right length": body(lambda good: good[: len(good) // 2]),
    "JSON without its last byte": body(lambda good: good[:-1]),
    "two answers in one": body(lambda good: good + good),
    "text after the answer": body(lambda good: good + b"x"),
    "text before the answer": body(lambda good: b"ok " + good),
    "JSONP": body(lambda good: b"f(" + good + b");"),
    "single quotes": body(lambda good: good.replace(b'"', b"'")),
    "NaN": fixed(b'{"virtualInterfaces": [{"vlan": NaN}]}'),
    "a number of 5,000 digits": fixed(b'{"virtualInterfaces": [{"vlan": ' + b"9" * 5000 + b"}]}"),
    "nested 50,000 deep": fixed(_deep(50_000)),
    "nested 900 deep, without its member": fixed(_deep(900)),
    "latin-1": body(lambda good: good[:-1] + b', "x": "\xe9"}'),
    "UTF-16": body(lambda good: good.decode().encode("utf-16")),
    "UTF-8 with a BOM": body(lambda good: b"\xef\xbb\xbf" + good),
    "zero bytes": fixed(b"\0" * 100),
    "random bytes": fixed(bytes(range(256))),
    "gzip that was not asked for": body(gzip.compress, Content_Encoding="gzip"),
    "broken gzip": fixed(b"\x1f\x8b\x08broken", Content_Encoding="gzip"),
    "brotli by its header alone": body(lambda good: good, Content_Encoding="br"),
    "shorter than its length": lambda line, good: line.answer(good, length=len(good) + 10),
    "longer than its length": lambda line, good: line.answer(good, length=len(good) - 5),
    "a negative length": lambda line, good: line.answer(good, length=-1),
    "a length that is a word": lambda line, good: line.bare(
        PLAIN + b"\r\nContent-Length: many", good[:-4]
    ),
    "cut without a length": lambda line, good: line.bare(PLAIN, good[:-4]),
    "chunks that end early": lambda line, good: line.bare(CHUNKED, _chunks(good, b"")),
    "chunks without the last": lambda line, good: line.bare(CHUNKED, _chunks(good, b"\r\n")),
    "chunks with a broken size": lambda line, good: line.bare(CHUNKED, b"zz\r\n" + good),
    "chunks of a negative size": lambda line, good: line.bare(CHUNKED, b"-5\r\n" + good),
    "closed at once": lambda line, _: None,
    "closed in the status line": lambda line, _: line.write(b"HTTP/1.1 2"),
    "closed in the header": lambda line, _: line.write(b"HTTP/1.1 200 OK\r\nContent-"),
    "no HTTP": lambda line, _: line.write(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "a status that is a word": lambda line, good: line.bare(b"HTTP/1.1 OK 200", good),
    "status 999": body(lambda good: good, 999),
    "a redirect": fixed(b"", 301, Location="http://127.0.0.1:9/"),
    "304": lambda line, _: line.bare(b"HTTP/1.1 304 Not Modified\r\nConnection: close"),
    "403 from a proxy": fixed(b"<html>blocked</html>", 403),
    "407": fixed(b"", 407),
    "502 from a proxy": fixed(b"<html>bad gateway</html>", 502),
    "503 with the right body": body(lambda good: good, 503),
    "500 with an empty body": fixed(b"", 500),
    "an error that is null": error(None),
    "an error that is a list": error([]),
    "an error whose type is a number": error({"__type": 5, "message": "x"}),
    "an error whose message is a list": error({"__type": "X", "message": ["x"]}, 500),
    "an error whose message is an object": error({"__type": "X", "message": {"a": 1}}, 500),
    "an error nested deeply": fixed(_deep(50_000), 500),
    "an error in latin-1": fixed(b'{"__type": "X", "message": "\xe9"}', 500),
    "an error in gzip": fixed(gzip.compress(b'{"__type": "X"}'), 500, Content_Encoding="gzip"),
    "silence": lambda line, _: line.silence(),
    "silence in the body": _silent_body,
    "a body that trickles": _slow_body,
    "chunks that trickle": _slow_chunks,
    "a header that trickles": _slow_headers,
    "headers without an end": _endless_headers,
    "a body without an end": _endless_body,
    "chunks without an end": _endless_chunks,
    "100 Continue without an end": _continues,
}

# Those that only time ends.
SLOW = {name for name in BEHAVIOURS if "silence" in name or "trickle" in name} | {
    name for name in BEHAVIOURS if "without an end" in name
}

_SERIAL = itertools.count()

# Lists without an end or a part; writes have no pages.
LISTS: dict[str, Send] = {
    "a new token for ever": changed(lambda answer: {**answer, "nextToken": str(next(_SERIAL))}),
    "the same token for ever": changed(lambda answer: {**answer, "nextToken": "t"}),
    "two tokens in turn": changed(lambda answer: {**answer, "nextToken": str(next(_SERIAL) % 2)}),
    "empty pages for ever": changed(
        lambda answer: {**{name: [] for name in answer}, "nextToken": str(next(_SERIAL))}
    ),
    "a token that is a number": changed(lambda answer: {**answer, "nextToken": 7}),
    "a token that is a list": changed(lambda answer: {**answer, "nextToken": ["t"]}),
}


@dataclass
class Endpoint:
    """A hostile endpoint: `send` answers every operation that `is_hostile` names.

    With `regions` it answers those alone so, by the region that a request is signed for.
    """

    service: Service
    url: str = ""
    send: Send | None = None
    is_hostile: Callable[[str], bool] = field(default=lambda operation: True)
    regions: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    does: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)

    def behave(self) -> None:
        """End what is still being answered, and answer rightly from now on."""
        self.stopped.set()
        self.stopped = threading.Event()
        self.send, self.does = None, False
        self.asked.clear()

    def respond(self, request: BaseHTTPRequestHandler) -> None:
        data = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        operation = (request.headers.get("X-Amz-Target") or "").rpartition(".")[2]
        self.asked.append(operation)
        line = Line(request.connection, self.stopped, operation)
        scope = (request.headers.get("Authorization") or "").partition("Credential=")[2].split("/")
        is_meant = not self.regions or not self.regions.isdisjoint(scope[2:3])
        hostile = (
            bool(operation) and is_meant and self.send is not None and self.is_hostile(operation)
        )
        is_write = not operation.startswith(("Describe", "List"))
        good = b'{"virtualInterfaceId": "dxvif-ffffffff", "lags": []}'
        status = 200
        if hostile:  # the service knows no token of ours
            named = {k: v for k, v in json.loads(data).items() if k != "nextToken"}
            data = json.dumps(named).encode()
        if operation and (self.does or not (hostile and is_write)):
            status, _, text = self.service.answer(dict(request.headers), "", data)
            good = text.encode()
        if hostile and self.send is not None:
            self.send(line, good)
        else:
            line.answer(good, status)


@contextmanager
def endpoint(service: Service) -> Iterator[Endpoint]:
    """The endpoint on loopback."""
    ours = Endpoint(service)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                ours.respond(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    ours.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield ours
    finally:
        ours.behave()
        server.shutdown()
        thread.join()
        server.server_close()
