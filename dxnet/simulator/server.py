"""The simulator on a loopback socket, for programs of this machine and for no web page.

Loopback is not authentication: a page in a browser reaches it, too. But a browser says whose page
it is (Origin, Sec-Fetch-Site), and what host it thinks it talks to, so such requests are refused.
https://fetch.spec.whatwg.org/#origin-header, https://www.w3.org/TR/fetch-metadata/
"""

from __future__ import annotations

import io
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

from dxnet import files
from dxnet.control_plane import refusal
from dxnet.errors import DxnetError, UsageError
from dxnet.simulator.controls import controls as controls_of
from dxnet.simulator.mocking import Answer, as_service, installed, require_moto
from dxnet.simulator.service import Service
from dxnet.simulator.wire import TARGET_PREFIX, failure, fault
from dxnet.simulator.wire import Response as ServiceResponse

LOOPBACK = "127.0.0.1"
# Where Smithy's RPC v2 CBOR protocol, which isn't served, has its operations:
# https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
_CBOR_PATH = "/service/OvertureService/"
# Which of moto's services stand behind it, by the name in the signature of a request.
_MOTO_SERVICES = {
    "sts": "sts",
    "ec2": "ec2",
    "tagging": "resourcegroupstaggingapi",
    "monitoring": "cloudwatch",
    # moto has no AWS Health: ours is found under Direct Connect's URL.
    "health": "directconnect",
}
_MOTO_RESET = "/moto-api/reset"
_SIGNATURE = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/,\s]+/[^/,\s]+/[a-z0-9-]+/([a-z0-9]+)/")
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_OF_BROWSERS = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest")
# How long a client may take to send a request, in seconds.
_PATIENCE = 30.0
# How often the server looks whether it is to end, in seconds.
_POLL = 0.05

_log = logging.getLogger(__name__)

WsgiApp = Callable[[dict[str, Any], Any], Any]
# What a POST to a path does: its body to a line of text.
Controls = Mapping[str, Callable[[bytes], str]]


@contextmanager
def serve(
    estate: Mapping[str, Any] | Service,
    port: int = 0,
    controls: Controls | None = None,
    *,
    patience: float = _PATIENCE,
) -> Iterator[str]:
    """Serve the estate on loopback, and give the endpoint's URL; port 0 takes a free one.

    Direct Connect requests go to our service, signed or not; a POST to a path of `controls`, or of
    those of every simulator, to its function, which answers a line of text or raises `DxnetError`;
    signed ones to STS, EC2, CloudWatch, AWS Health and the Resource Groups Tagging API, and a POST
    to `/moto-api/reset`, to moto's own server. A client has `patience` seconds to send its
    request. Raises `DxnetError` if the port can't be had.
    """
    require_moto()
    from werkzeug.serving import make_server

    service = as_service(estate)
    with closing(_bound(port)) as listener, installed(service) as answer:
        host, taken = listener.getsockname()
        server = make_server(
            host,
            taken,
            _for_programs(
                _application(answer, {**controls_of(service), **(controls or {})}), taken
            ),
            threaded=True,
            request_handler=_request_handler(patience),
            fd=listener.fileno(),
        )
        thread = threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{taken}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"The simulator can't listen on port {port}: {error}",
            hint="choose another port, or 0 for any free one",
        ) from None
    listener.listen()
    return listener


def _for_programs(application: WsgiApp, port: int) -> WsgiApp:
    """The application for programs of this machine; what a web page asks for is refused."""
    from werkzeug.wrappers import Request, Response

    hosts = {f"{name}:{port}" for name in _NAMES}

    def guarded(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        host = environ.get("HTTP_HOST")
        is_foreign = host is not None and host.lower() not in hosts
        if is_foreign or any(name in request.headers for name in _OF_BROWSERS):
            text = f"The simulator answers no web page, and only to {', '.join(sorted(hosts))}.\n"
            return Response(text, 403)(environ, start_response)
        return application(environ, start_response)

    return guarded


def _application(answer: Answer, controls: Controls) -> WsgiApp:
    """Pass each request to its service, see `serve`; no exception reaches the client."""
    from werkzeug.exceptions import HTTPException
    from werkzeug.wrappers import Request, Response

    moto = _moto()

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        request.max_content_length = files.ESTATE_LIMIT
        try:
            if request.method == "POST" and request.path in controls:
                return _controlled(controls[request.path], request)(environ, start_response)
            is_ours = request.headers.get("X-Amz-Target", "").startswith(TARGET_PREFIX)
            if not is_ours and not request.path.startswith(_CBOR_PATH):
                # moto reads some bodies twice, and would wait for the second one on a socket.
                body = io.BytesIO(request.get_data())
                return moto({**environ, "wsgi.input": body}, start_response)
            status, headers, text = _answered(answer, request)
        except (OSError, HTTPException):
            status, headers, text = failure(refusal("The request body could not be read"))
        except Exception:
            status, headers, text = fault()
        return Response(text, status, headers)(environ, start_response)

    return application


def _moto() -> WsgiApp:
    """The few services of moto's that are served; anything else is not found.

    moto's own dispatcher would find any service of AWS's behind a path or a header, its recorder,
    which writes files, and the functions that it runs in containers.
    """
    from moto.moto_server.werkzeug_app import create_backend_app
    from werkzeug.wrappers import Request, Response

    lock, applications = threading.Lock(), {}

    def moto(environ: dict[str, Any], start_response: Any) -> Any:
        name: Any = _moto_service(Request(environ))
        if not name:
            return Response("The simulator has nothing here.\n", 404)(environ, start_response)
        with lock:
            if name not in applications:
                applications[name] = create_backend_app(name)

        def without_cors(status: str, headers: Collection[tuple[str, str]], *rest: Any) -> Any:
            cors = "access-control-"
            kept = [pair for pair in headers if not pair[0].lower().startswith(cors)]
            return start_response(status, kept, *rest)

        try:
            return applications[name](environ, without_cors)
        except Exception:
            _log.exception("moto failed on a request")
            return Response("The simulator failed on this request.\n", 500)(environ, start_response)

    return moto


def _moto_service(request: Any) -> str:
    """moto's name of the service that the request is for; empty for one that is not served."""
    if request.method == "POST" and request.path == _MOTO_RESET:
        return "moto_api"
    signature = _SIGNATURE.match(request.headers.get("Authorization", ""))
    if request.method != "POST" or request.path != "/" or signature is None:
        return ""
    return _MOTO_SERVICES.get(signature[1], "")


def _answered(answer: Answer, request: Any) -> ServiceResponse:
    """Our service's response; a request that is not JSON 1.1 is refused."""
    if request.path.startswith(_CBOR_PATH):
        return failure(refusal("The simulator speaks AWS JSON 1.1, and not CBOR"))
    return answer(dict(request.headers), request.host, request.get_data())


def _controlled(control: Callable[[bytes], str], request: Any) -> WsgiApp:
    from werkzeug.wrappers import Response

    try:
        return Response(f"{control(request.get_data())}\n", 200)
    except DxnetError as error:
        return Response(f"{error.message}; {error.hint}\n", 400)


class _PatientReader(io.RawIOBase):
    """The bytes of a connection; raises `TimeoutError` where a request takes too long to come."""

    def __init__(self, connection: socket.socket, patience: float) -> None:
        super().__init__()
        self._connection = connection
        self._patience = patience
        self.wait()

    def wait(self) -> None:
        """Give the next request its time from now on."""
        self._end = time.monotonic() + self._patience

    def readable(self) -> bool:
        """True, as `io.BufferedReader` asks for."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read what is there, at the latest when the time is over."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(self._patience)


def _request_handler(patience: float) -> Any:
    from moto.moto_server.werkzeug_app import MotoRequestHandler

    class RequestHandler(MotoRequestHandler):
        """moto's request handler; it refuses a malformed URL and logs nothing."""

        def setup(self) -> None:
            super().setup()
            self._reader = _PatientReader(self.connection, patience)
            self.rfile = io.BufferedReader(self._reader)

        def handle_one_request(self) -> None:
            self._reader.wait()
            super().handle_one_request()

        def parse_request(self) -> bool:
            if not super().parse_request():
                return False
            try:
                urlsplit(self.path)
            except ValueError:
                self.path = "/"
                self.send_error(400)
                return False
            return True

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            _log.debug(f"{type}: {message}", *args)

    return RequestHandler
