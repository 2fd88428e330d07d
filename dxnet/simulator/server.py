"""The simulator on a loopback socket."""

from __future__ import annotations

import io
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

from dxnet.control_plane import refusal
from dxnet.errors import DxnetError, UsageError
from dxnet.simulator.mocking import Answer, as_service, installed, require_moto
from dxnet.simulator.service import TARGET_PREFIX, Service, failure, fault
from dxnet.simulator.service import Response as ServiceResponse

LOOPBACK = "127.0.0.1"
# Where Smithy's RPC v2 CBOR protocol, which isn't served, has its operations:
# https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
_CBOR_PATH = "/service/OvertureService/"
# How often the server looks whether it is to end, in seconds.
_POLL = 0.05

_log = logging.getLogger(__name__)

WsgiApp = Callable[[dict[str, Any], Any], Any]
# What a POST to a path does: its body to a line of text.
Controls = Mapping[str, Callable[[bytes], str]]


@contextmanager
def serve(
    estate: Mapping[str, Any] | Service, port: int = 0, controls: Controls | None = None
) -> Iterator[str]:
    """Serve the estate on loopback, and give the endpoint's URL; port 0 takes a free one.

    Direct Connect requests go to our service, signed or not; a POST to a path of `controls` to its
    function, which answers a line of text or raises `DxnetError`; everything else (STS, EC2, a
    POST to `/moto-api/reset`) to moto's own server. Raises `DxnetError` if the port can't be had.
    """
    require_moto()
    from werkzeug.serving import make_server

    service = as_service(estate)
    with closing(_bound(port)) as listener, installed(service) as answer:
        host, taken = listener.getsockname()
        server = make_server(
            host,
            taken,
            _application(answer, controls or {}),
            threaded=True,
            request_handler=_request_handler(),
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


def _application(answer: Answer, controls: Controls) -> WsgiApp:
    """Each request to whom it is for, see `serve`; no exception reaches the client."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.wrappers import Request, Response

    moto = DomainDispatcherApplication(create_backend_app)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        try:
            if request.method == "POST" and request.path in controls:
                return _controlled(controls[request.path], request)(environ, start_response)
            is_ours = request.headers.get("X-Amz-Target", "").startswith(TARGET_PREFIX)
            if not is_ours and not request.path.startswith(_CBOR_PATH):
                # moto reads some bodies twice, and would wait for the second one on a socket.
                body = io.BytesIO(request.get_data())
                return moto({**environ, "wsgi.input": body}, start_response)
            status, headers, text = _answered(answer, request)
        except Exception:
            status, headers, text = fault()
        return Response(text, status, headers)(environ, start_response)

    return application


def _answered(answer: Answer, request: Any) -> ServiceResponse:
    """Our service's response; a request that is not JSON 1.1, or breaks off, is refused."""
    from werkzeug.exceptions import HTTPException

    if request.path.startswith(_CBOR_PATH):
        return failure(refusal("The simulator speaks AWS JSON 1.1, and not CBOR"))
    try:
        body = request.get_data()
    except (OSError, HTTPException):
        return failure(refusal("The request body could not be read"))
    return answer(dict(request.headers), request.host, body)


def _controlled(control: Callable[[bytes], str], request: Any) -> WsgiApp:
    from werkzeug.wrappers import Response

    try:
        return Response(f"{control(request.get_data())}\n", 200)
    except DxnetError as error:
        return Response(f"{error.message}; {error.hint}\n", 400)


def _request_handler() -> Any:
    from moto.moto_server.werkzeug_app import MotoRequestHandler

    class RequestHandler(MotoRequestHandler):
        """moto's handler of requests, which refuses a URL that is none, and prints no line."""

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
