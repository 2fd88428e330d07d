"""The simulator on a loopback socket."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from dxnet.control_plane.errors import SERVER
from dxnet.errors import DxnetError, ExitCode
from dxnet.simulator.mocking import Answer, as_service, installed
from dxnet.simulator.service import CONTENT_TYPE, TARGET_PREFIX, Service

LOOPBACK = "127.0.0.1"

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
        thread = threading.Thread(target=server.serve_forever, daemon=True)
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
        raise DxnetError(
            f"The simulator can't listen on port {port}: {error}",
            hint="choose another port, or 0 for any free one",
            code=ExitCode.USAGE,
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
            if not request.headers.get("X-Amz-Target", "").startswith(TARGET_PREFIX):
                return moto(environ, start_response)
            response = answer(dict(request.headers), request.host, request.get_data())
            status, headers, body = response
        except Exception:
            _log.exception("the simulator failed on a request")
            message = "The simulator failed on this request."
            status, headers = 500, {"Content-Type": CONTENT_TYPE}
            body = json.dumps({"__type": SERVER, "message": message})
        return Response(body, status, headers)(environ, start_response)

    return application


def _controlled(control: Callable[[bytes], str], request: Any) -> WsgiApp:
    from werkzeug.wrappers import Response

    try:
        return Response(f"{control(request.get_data())}\n", 200)
    except DxnetError as error:
        return Response(f"{error.message}; {error.hint}\n", 400)


def _request_handler() -> Any:
    from moto.moto_server.werkzeug_app import MotoRequestHandler

    class RequestHandler(MotoRequestHandler):
        """moto's handler of requests, without a line on stderr for each."""

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            _log.debug(f"{type}: {message}", *args)

    return RequestHandler
