"""The forms of Gaia's commands that the templates use, with their ranges.

Written from Check Point's R81 Gaia Administration and Gaia Advanced Routing guides
(https://sc1.checkpoint.com/documents/R81/WebAdminGuides/EN/), since no package holds them.
"""

from __future__ import annotations

import re
from functools import cache

_PEER = "set bgp external remote-as <1-4294967295> peer <address>"
_FORMS = (
    "add interface <interface> vlan <1-4094>",
    "delete interface <interface> vlan <1-4094>",
    "set interface <interface> comments <quoted>",
    "set interface <interface> state on|off",
    "set interface <interface> mtu <68-16000>",
    "set interface <interface> ipv4-address <ipv4> mask-length <1-32>",
    "set interface <interface> ipv6-address <ipv6> mask-length <8-128>",
    "set as <1-4294967295>",
    "set router-id <ipv4>",
    "set bgp external remote-as <1-4294967295> on|off",
    f"{_PEER} on|off",
    f"{_PEER} comment <quoted>",
    f"{_PEER} holdtime <6-65535>",
    f"{_PEER} keepalive <2-21845>",
    f"{_PEER} capability ipv4-unicast|ipv6-unicast on|off",
    f"{_PEER} peer-local-as as <1-4294967295> on|off",
    f"{_PEER} peer-local-as inbound-peer-local|outbound-local on|off",
    f"{_PEER} ip-reachability-detection on|off",
    f"{_PEER} graceful-restart-helper on|off",
    f"{_PEER} authtype md5 secret <key>",
    f"{_PEER} import-routemap|export-routemap <name> preference <1-65535> family inet|inet6 on",
    f"{_PEER} import-routemap|export-routemap <name> off",
    "set routemap <name> id <1-65535> on|off|allow|restrict",
    "set routemap <name> id <1-65535> match network <prefix> exact|all",
    "set routemap <name> id <1-65535> match network <prefix> between <0-128> and <0-128>",
    "set routemap <name> id <1-65535> action localpref <0-4294967295>",
    "set routemap <name> id <1-65535> action aspath-prepend-count <1-25>",
    "set routemap <name> id <1-65535> action metric value <0-4294967295>",
    "set routemap <name> id <1-65535> action community <1-65535> as <1-65535> on|off",
    "set routemap <name> id <1-65535> action community append|replace on|off",
)
_VALUES = {
    "<interface>": r"(eth|bond)\d{1,4}(\.\d{1,4})?",
    "<quoted>": r'"[^"]*"',
    "<ipv4>": r"\d{1,3}(\.\d{1,3}){3}",
    "<ipv6>": r"[0-9a-f:]*:[0-9a-f:]*",
    "<address>": r"(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)",
    "<prefix>": r"[0-9a-f.:]+/\d{1,3}",
    "<name>": r"[A-Za-z0-9_-]{1,31}",
    "<key>": r"\S+",
}
_RANGE = re.compile(r"<(\d+)-(\d+)>")


def missing() -> str:
    """Nothing: the forms are here."""
    return ""


def source() -> str:
    """What the forms are from."""
    return "the command forms of R81's guides, listed in tests/schemas"


def complaints(lines: list[str]) -> list[str]:
    """The lines that have none of the forms."""
    return [line for line in lines if not any(_has_form(line, form) for form in _FORMS)]


def _has_form(line: str, form: str) -> bool:
    pattern, ranges = _compiled(form)
    match = pattern.fullmatch(line)
    return match is not None and all(
        low <= int(match[f"n{index}"]) <= high for index, (low, high) in enumerate(ranges)
    )


@cache
def _compiled(form: str) -> tuple[re.Pattern[str], list[tuple[int, int]]]:
    ranges: list[tuple[int, int]] = []
    words = []
    for word in form.split():
        limits = _RANGE.fullmatch(word)
        if limits:
            words.append(rf"(?P<n{len(ranges)}>\d{{1,10}})")
            ranges.append((int(limits[1]), int(limits[2])))
        else:
            words.append(_VALUES.get(word, f"({word})"))
    return re.compile(" ".join(words)), ranges
