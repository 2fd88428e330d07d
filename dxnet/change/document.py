"""A plan as a document for scripts, and as text for people; no key is in either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from dxnet.change import difference, verdict
from dxnet.change.obstacles import PlanAnswer
from dxnet.change.plan import Plan, Step
from dxnet.change.sandbox import Touched
from dxnet.control_plane.store.kinds import KINDS
from dxnet.escape import for_terminal
from dxnet.secrets import MASK, Guard, is_secret
from dxnet.sources import scrub

ASSIGNED = "assigned by AWS"

_SIGNS = {"add": "+", "change": "~", "remove": "-"}
# How a line begins that says why a request waits or can't be judged.
_SAYS = {PlanAnswer.WAIT: "! wait", PlanAnswer.UNKNOWN: f"? {PlanAnswer.UNKNOWN}:"}
_COLOURS = {"+": "32", "~": "33", "-": "31", "!": "33;1", "?": "35;1"}


def document(plan: Plan, source: str) -> dict[str, Any]:
    """The plan as JSON values: the requests, and each object that they touch, field by field."""
    effects = verdict.effects(plan)
    found = {
        "change": plan.change.id,
        "source": source,
        "requests": [_request(step) for step in plan.steps],
        "objects": [_object(plan, touched) for touched in plan.touched],
        "causes": [asdict(effect) for effect in effects.causes],
        "paths": [asdict(effect) for effect in effects.paths],
    }
    held = [step.request.parameters for step in plan.steps]
    records = [record for each in plan.touched for record in (each.before, each.after)]
    cleaned = scrub.scrub(found, Guard.of(held, records))
    named: dict[str, Any] = _with_ids_in_words(cleaned, _stand_ins(plan.made))
    return named


def dumps(content: Mapping[str, Any]) -> str:
    """The document as JSON text with sorted keys."""
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def text(content: Mapping[str, Any], *, colour: bool = False) -> str:
    """The document as text: the requests with what they disturb, then each changed object."""
    actions = [each["action"] for each in content["objects"]]
    counts = ", ".join(f"{actions.count(name)} to {name}" for name in _SIGNS)
    requests = len(content["requests"])
    asked = f"{requests} request{'' if requests == 1 else 's'}"
    lines = [f"{content['change']}: {asked}, {counts}; planned on {content['source']}", ""]
    for request in content["requests"]:
        profile = f", profile {request['profile']}" if request["profile"] else ""
        who = f"{request['region']}, account {request['account']}{profile}"
        lines.append(f"{request['number']}. {request['operation']} ({request['name']}; {who})")
        lines += [f"{_SAYS[each['answer']]} {each['reason']}" for each in request["reasons"]]
        if request["answer"] == PlanAnswer.NOTHING:
            lines.append("= it changes nothing, so it is not sent")
        lines += [f"! {sentence}" for sentence in request["disturbs"]]
    for each in content["objects"]:
        lines += ["", *_object_lines(each)]
    lines += _effects(content)
    return "".join(f"{_coloured(for_terminal(line), colour)}\n" for line in lines)


def _effects(content: Mapping[str, Any]) -> Iterator[str]:
    """What the change does to the causes of VIFs and to the paths of gateways, if anything."""
    for title, effects in (("Causes", content["causes"]), ("Paths", content["paths"])):
        if effects:
            yield from ("", f"{title} before and after, once the routers are configured for it:")
        for each in effects:
            yield f"  {each['subject']}: {each['before'] or 'none'} -> {each['after'] or 'none'}"


def _request(step: Step) -> dict[str, Any]:
    request = step.request
    return {
        "number": request.number,
        "name": request.name,
        "operation": request.operation,
        "region": request.region,
        "account": step.account,
        "profile": request.profile,
        "answer": str(step.plan_answer),
        "reasons": [
            {"answer": str(obstacle.answer), "reason": obstacle.reason}
            for obstacle in step.obstacles
        ],
        "disturbs": list(step.disturbs),
    }


def _object(plan: Plan, touched: Touched) -> dict[str, Any]:
    record = touched.after or touched.before or {}
    kind = KINDS[touched.kind]
    action = "add" if touched.before is None else "remove" if touched.is_gone else "change"
    return {
        "action": action,
        "kind": kind.singular,
        "id": touched.id,
        "name": str(record.get(kind.name) or ""),
        "requests": [
            step.request.number
            for step in plan.steps
            if any((each.kind, each.id) == (touched.kind, touched.id) for each in step.touched)
        ],
        "fields": [
            {
                "field": change.path,
                "before": _open(change.path, change.before),
                "after": _open(change.path, change.after),
                "assigned": change.is_assigned,
            }
            for change in difference.fields(touched)
            if change.path != kind.id
        ],
    }


def _open(path: str, value: Any) -> Any:
    """The value, masked if it is a key."""
    is_key = is_secret(path.rpartition(".")[2])
    return MASK if is_key and value not in (None, "") else value


def _stand_ins(made: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern for placeholder ids: those that AWS has not assigned yet."""
    ids = "|".join(re.escape(each) for each in sorted(made))
    return re.compile(rf"(?<![\w-])(?=(?:{ids})(?![\w-]))[a-z]+-([\w-]+)") if made else None


def _with_ids_in_words(value: Any, stand_ins: re.Pattern[str] | None) -> Any:
    """The document with each placeholder id in words: "blue (id assigned by AWS)"."""
    if isinstance(value, dict):
        return {name: _with_ids_in_words(item, stand_ins) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_ids_in_words(item, stand_ins) for item in value]
    if isinstance(value, str) and stand_ins is not None:
        return stand_ins.sub(lambda match: f"{match[1]} (id {ASSIGNED})", value)
    return value


def _object_lines(each: Mapping[str, Any]) -> Iterator[str]:
    name = f", {each['name']}" if each["name"] else ""
    by = f", by request {', '.join(map(str, each['requests']))}"
    yield f"{_SIGNS[each['action']]} {each['kind']} {each['id']}{name}{by}"
    width = max((len(change["field"]) for change in each["fields"]), default=0)
    for change in each["fields"]:
        after = ASSIGNED if change["assigned"] else _plain(change["after"])
        values = {
            "add": after,
            "remove": _plain(change["before"]),
            "change": f"{_plain(change['before'])} -> {after}",
        }
        yield f"    {change['field']:<{width}}  {values[each['action']]}".rstrip()


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "none"
    return "none" if value in (None, "") else str(value)


def _coloured(line: str, colour: bool) -> str:
    code = _COLOURS.get(line[:1]) if line[1:2] == " " else None
    return f"\x1b[{code}m{line}\x1b[0m" if colour and code else line
