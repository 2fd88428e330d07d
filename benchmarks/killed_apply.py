"""`dxnet apply` killed at random against an endpoint that drops, garbles, delays and lags.

    python benchmarks/killed_apply.py [KILLS] [SECONDS]

Each round is one change of five requests, run again until it is done. Whoever runs it looks at
the service itself where dxnet asks for --outcome. It prints what was lost and what was repeated;
the exit code is 1 if anything was.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from dxnet.simulator import Service

ACCOUNT, REGION = "111122223333", "eu-west-1"
GATEWAY = "0a1b2c3d-0000-4000-8000-000000000001"
# How long lists may lag, and how long dxnet waits for them here instead of a minute.
LAG, SETTLING = 1.5, 2.5
RUNS = 60
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CHILD = (
    "import sys; from dxnet.change import apply; from dxnet import cli; "
    f"apply.SETTLING_SECONDS = {SETTLING}; sys.exit(cli.run(sys.argv[1:]))"
)


def record(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {f"{kind}State": "available", "ownerAccount": ACCOUNT, "region": REGION, **fields,
            f"{kind}Name": name}  # fmt: skip


def estate() -> dict[str, Any]:
    port = {"location": "EqDC2", "bandwidth": "10Gbps", "jumboFrameCapable": True, "tags": []}
    return {
        "locations": [{"locationCode": "EqDC2", "locationName": "Ashburn", "region": REGION}],
        "connections": [
            record("connection", name, connectionId=f"dxcon-ffaaaa0{number}", **port)
            for number, name in enumerate(("one", "two"), 1)
        ],
        "directConnectGateways": [
            {
                "directConnectGatewayId": GATEWAY,
                "directConnectGatewayName": "core",
                "directConnectGatewayState": "available",
                "amazonSideAsn": 64512,
                "ownerAccount": ACCOUNT,
            }
        ],
        "virtualInterfaces": [],
    }


def change() -> dict[str, Any]:
    def request(operation: str, name: str, **parameters: Any) -> dict[str, Any]:
        return {"operation": operation, "region": REGION, "name": name, "parameters": parameters}

    vif = {
        "virtualInterfaceName": "blue",
        "vlan": 222,
        "asn": 65000,
        "authKey": "FakeKey-1",
        "amazonAddress": "192.168.22.1/30",
        "customerAddress": "192.168.22.2/30",
        "directConnectGatewayId": GATEWAY,
    }
    peer = {"asn": 65000, "addressFamily": "ipv6", "authKey": "FakeKey-1"}
    return {
        "change": "CHG1",
        "requests": [
            request("CreatePrivateVirtualInterface", "blue", connectionId="dxcon-ffaaaa01",
                    newPrivateVirtualInterface=vif),
            request("CreateConnection", "port", location="EqDC2", bandwidth="10Gbps",
                    connectionName="new"),
            request("CreateBGPPeer", "peer", newBGPPeer=peer,
                    virtualInterfaceId="${blue.virtualInterfaceId}"),
            request("DeleteConnection", "gone", connectionId="dxcon-ffaaaa02"),
            request("UpdateConnection", "named", connectionId="dxcon-ffaaaa01",
                    connectionName="renamed"),
        ],
    }  # fmt: skip


def done(raw: dict[str, Any]) -> dict[str, int]:
    """How often the service has what each request makes."""
    ports = raw["connections"]
    vifs = [vif for vif in raw.get("virtualInterfaces", ()) if vif["vlan"] == 222]
    peers = [peer for vif in vifs for peer in vif["bgpPeers"] if peer["addressFamily"] == "ipv6"]
    two = [port["connectionState"] for port in ports if port["connectionName"] == "two"]
    return {
        "CreatePrivateVirtualInterface": len(vifs),
        "CreateConnection": sum(port["connectionName"] == "new" for port in ports),
        "CreateBGPPeer": len(peers),
        "DeleteConnection": int(two in ([], ["deleted"], ["deleting"])),
        "UpdateConnection": sum(port["connectionName"] == "renamed" for port in ports),
    }


class Endpoint:
    """The service behind a bad line; `seen` counts the requests that it did."""

    def __init__(self, luck: random.Random) -> None:
        self.service = Service(estate(), account=ACCOUNT)
        self.seen: Counter[str] = Counter()
        self._luck = luck
        self._past = [(0.0, self.service.dump())]
        self._lock = threading.Lock()

    def respond(self, request: BaseHTTPRequestHandler) -> None:
        data = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        operation = (request.headers.get("X-Amz-Target") or "").rpartition(".")[2]
        if not operation:
            return
        with self._lock:
            fate, delay = self._luck.random(), self._luck.random() * 0.2
            lag = self._luck.random() * LAG
        time.sleep(delay)
        if fate < 0.03:
            return
        status, text = self._answer(operation, dict(request.headers), data, lag)
        body = text.encode()
        if fate < 0.06:
            return
        if fate < 0.09:
            status, body = 200, b"<html>log in</html>"
        length = len(body)
        if fate > 0.97:
            body = body[: length // 2]
        request.send_response(status)
        request.send_header("Content-Length", str(length))
        request.end_headers()
        request.wfile.write(body)

    def _answer(
        self, operation: str, headers: dict[str, str], data: bytes, lag: float
    ) -> tuple[int, str]:
        is_read = operation.startswith(("Describe", "List"))
        with self._lock:
            past = [raw for at, raw in self._past if at <= time.monotonic() - lag]
        service = Service(past[-1], account=ACCOUNT) if is_read else self.service
        status, _, text = service.answer(headers, "", data)
        if not is_read:
            with self._lock:
                self._past.append((time.monotonic(), self.service.dump()))
                self.seen[operation] += status == 200
        return status, text


@contextmanager
def served(ours: Endpoint) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.close_connection = True
            with suppress(OSError):
                ours.respond(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def run(arguments: list[str], after: float | None, how: signal.Signals) -> tuple[int, str, bool]:
    """The exit code and stderr of one run, and whether it was killed."""
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "fake",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "2",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        _, words = process.communicate(timeout=after or 120)
    except subprocess.TimeoutExpired:
        process.send_signal(how)
        _, words = process.communicate(timeout=60)
        return process.returncode, words, True
    return process.returncode, words, False


def finish(ours: Endpoint, url: str, folder: Path, luck: random.Random) -> tuple[int, int, str]:
    """Apply one change until it is done: how many kills it took, how many questions, its fault."""
    path = folder / "change.json"
    path.write_text(json.dumps(change()))
    apply = ["apply", str(path), "--yes", "--endpoint-url", url]
    kills, questions, words = 0, 0, ""
    outcome: list[str] = []
    for _ in range(RUNS):
        after = luck.uniform(0.8, 4.0) if luck.random() < 0.7 else None
        code, words, was_killed = run([*apply, *outcome], after, luck.choice(SIGNALS))
        kills += was_killed
        outcome = []
        if code == 0:
            return kills, questions, ""
        if code in (70, 2) and not was_killed:
            return kills, questions, f"exit code {code}: {words}"
        if "--outcome" in words and (asked := re.search(r"request \d+ \((\w+)\)", words)):
            questions += 1
            is_done = done(ours.service.dump())[asked[1]] > 0
            outcome = ["--outcome", "done" if is_done else "not-done"]
    return kills, questions, f"not done after {RUNS} runs: {words}"


def main() -> int:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    until = time.monotonic() + float(sys.argv[2] if len(sys.argv) > 2 else 3600)
    luck = random.Random(int(os.environ.get("SEED", "1")))
    total: Counter[str] = Counter()
    faults = []
    while total["kills"] < most and time.monotonic() < until:
        ours = Endpoint(luck)
        with served(ours) as url, tempfile.TemporaryDirectory() as folder:
            kills, questions, fault = finish(ours, url, Path(folder), luck)
        there = done(ours.service.dump())
        lost = [name for name, count in there.items() if count == 0]
        repeated = [name for name, count in there.items() if count > 1]
        again = [name for name, count in ours.seen.items() if count > 1]
        total.update(changes=1, kills=kills, questions=questions, lost=len(lost))
        total.update(repeated=len(repeated), sent_again=len(again))
        faults += [fault] if fault else []
        faults += [f"{name} lost" for name in lost] + [f"{name} repeated" for name in repeated]
        faults += [f"{name} done {ours.seen[name]} times" for name in again]
        print(dict(total), *faults[-1:], flush=True)
    print("\n".join(faults) or "nothing lost, nothing repeated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
