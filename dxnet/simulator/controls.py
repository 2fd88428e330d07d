"""What a POST below `/dxnet/` does to a simulated network, each with a JSON object as its body.

    curl -d '{"id": "dxcon-fg5678gh", "state": "down"}' http://127.0.0.1:4570/dxnet/link

The same in Python are the methods of `Service` that are named here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from dxnet.control_plane.store.estate import CONTROL_PLANE
from dxnet.control_plane.store.kinds import KINDS
from dxnet.errors import UsageError
from dxnet.metadata import METADATA
from dxnet.simulator.announcements import Cause
from dxnet.simulator.service import Service

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Control:
    """A path below `/dxnet/`: an example of its body, and what it does, which answers a line.

    A body has the example's members, with values of their types; `states` are those that its
    `state` may be, the first of them for what works.
    """

    path: str
    example: Values
    act: Callable[[Service, Values], str]
    states: tuple[str, ...] = ()


def _link(service: Service, values: Values) -> str:
    service.set_link(values["id"], is_up=values["state"] == "up")
    return f"the link of {values['id']} is {values['state']}"


def _session(service: Service, values: Values) -> str:
    service.set_session(values["id"], is_up=values["state"] == "up")
    return f"the session of {values['id']} is {values['state']}"


def _router(service: Service, values: Values) -> str:
    service.set_router(speaks=values["state"] == "speaks")
    does = "speaks" if values["state"] == "speaks" else "is silent"
    return f"the router of a new session {does}"


def _light(service: Service, values: Values) -> str:
    service.set_light(values["id"], values["dbm"])
    return f"AWS receives {values['dbm']} dBm from {values['id']}"


def _errors(service: Service, values: Values) -> str:
    service.set_errors(values["id"], values["a_minute"])
    return f"{values['id']} counts {values['a_minute']} errors a minute"


def _verification(service: Service, values: Values) -> str:
    service.set_verification(is_accepted=values["state"] == "accepted")
    return f"the prefixes of public VIFs are {values['state']}"


def _health(service: Service, values: Values) -> str:
    times = {"begins": values["begins"], "lasts": values["lasts"]}
    return service.announce(values["state"], *values["ids"], **times)


def _support(service: Service, values: Values) -> str:
    service.set_support(has_plan=values["state"] == "business")
    return f"the support plan is {values['state']}"


def _ports(service: Service, values: Values) -> str:
    service.set_ports(values["location"], has_some=values["state"] == "free")
    return f"the ports at {values['location']} are {values['state']}"


def _throttle(service: Service, values: Values) -> str:
    service.throttle(values["requests"])
    return f"the next {values['requests']} requests are throttled"


def _delay(service: Service, values: Values) -> str:
    service.delay_answers(values["seconds"])
    return f"each answer takes {values['seconds']} seconds"


def _deny(service: Service, values: Values) -> str:
    service.deny(*values["actions"])
    return f"denied: {', '.join(values['actions']) or 'nothing'}"


def _clock(service: Service, values: Values) -> str:
    service.advance_clock(values["seconds"])
    return f"{values['seconds']} seconds have passed"


_UP_OR_DOWN = ("up", "down")
CONTROLS = (
    Control("link", {"id": "dxcon-fg5678gh", "state": "down"}, _link, _UP_OR_DOWN),
    Control("session", {"id": "dxvif-ffabc123", "state": "down"}, _session, _UP_OR_DOWN),
    Control("router", {"state": "silent"}, _router, ("speaks", "silent")),
    Control("light", {"id": "dxcon-fg5678gh", "dbm": -16.5}, _light),
    Control("errors", {"id": "dxcon-fg5678gh", "a_minute": 12}, _errors),
    Control("verification", {"state": "refused"}, _verification, ("accepted", "refused")),
    Control(
        "health",
        {"ids": ["dxcon-fg5678gh"], "state": Cause.PLANNED, "begins": 3600.0, "lasts": 14400.0},
        _health,
        tuple(Cause),
    ),
    Control("support", {"state": "none"}, _support, ("business", "none")),
    Control("ports", {"location": "EqDC2", "state": "sold out"}, _ports, ("free", "sold out")),
    Control("throttle", {"requests": 3}, _throttle),
    Control("delay", {"seconds": 2.5}, _delay),
    Control("deny", {"actions": ["DescribeLags", "Create*@eu-west-1"]}, _deny),
    Control("clock", {"seconds": 900.0}, _clock),
)


def controls(service: Service) -> dict[str, Callable[[bytes], str]]:
    """The functions of the paths: from a body to a line of text, or a `DxnetError`."""
    acts: dict[str, Callable[[bytes], str]] = {
        f"/dxnet/{control.path}": partial(_act, service, control) for control in CONTROLS
    }
    return {**acts, "/dxnet/reset": partial(_reset, service)}


def _act(service: Service, control: Control, body: bytes) -> str:
    values = _object(body)
    fits = values.keys() == control.example.keys() and all(
        _is_like(values[name], like) for name, like in control.example.items()
    )
    if not fits:
        raise UsageError(
            f"the body of /dxnet/{control.path} is not of the form that it takes",
            hint=f"send an object such as {json.dumps(control.example)}",
        )
    if control.states and values["state"] not in control.states:
        states = " or ".join(control.states)
        raise UsageError(f"there is no state {values['state']!r} here", hint=f"it is {states}")
    return control.act(service, values)


def _is_like(value: object, like: object) -> bool:
    if isinstance(like, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(like, list):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is (str if isinstance(like, str) else type(like))


def _object(body: bytes) -> Values:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {}


def _reset(service: Service, body: bytes) -> str:
    """Begin again with the estate in the body, which may be empty; without a body, with the same.

    Raises `DxnetError` for what is no estate, which changes nothing.
    """
    service.reset(_estate(body) if body.strip() else None)
    return "reset"


def _estate(body: bytes) -> dict[str, Any]:
    from dxnet.sources import document, snapshot

    place = "the body of the request"
    documents = list(document.load(body, place))
    only: object = documents[0] if len(documents) == 1 else None
    if isinstance(only, dict) and only.keys() <= {*KINDS, METADATA, CONTROL_PLANE}:
        return only
    return snapshot.merge(documents, place)
