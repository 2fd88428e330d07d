"""BIRD in a namespace, driven by birdc."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .namespace import Namespace
from .peering import ANNOUNCED, ROUTER_ID, UNLISTED, Peering

NEEDS = ("bird", "birdc")
_ENTRY = re.compile(r"^([0-9a-f.:]+/\d+) ", re.MULTILINE)
_COMMON = """
log "/run/bird.log" all;
protocol device {}
include "/etc/bird/dxnet/*.conf";
"""
_AMAZON_BFD = """
protocol bfd {
  interface "*" { min rx interval 300 ms; min tx interval 300 ms; multiplier 3; };
}
"""


class Bird:
    """One BIRD, which runs until its namespace ends."""

    def __init__(self, namespace: Namespace, site: str) -> None:
        """Start the daemon on `site`, which a folder of included files follows."""
        self.namespace = namespace
        (namespace.etc / "bird" / "dxnet").mkdir(parents=True)
        (namespace.etc / "bird" / "bird.conf").write_text(site + _COMMON, encoding="ascii")
        (namespace.runtime / "bird").mkdir()
        namespace.run("bird")

    def apply(self, text: str) -> None:
        """Save the text where its header says and reload."""
        self.namespace.save(text)
        answer = self._ask("configure")
        assert "Reconfigur" in answer, self.namespace.masked(answer)

    def undo(self, text: str) -> None:
        """Run a rollback, which is a shell script."""
        self.namespace.run("sh", "-ec", text)

    def reset(self, neighbor: str) -> None:
        """Start the BGP session with that address anew."""
        self._ask("restart", self._session(neighbor).split()[0])

    def running(self) -> str:
        """The names of everything configured; BIRD prints no configuration back."""
        protocols = self._ask("show", "protocols").splitlines()[1:]
        names = sorted(" ".join(line.split()[:3]) for line in protocols)
        return "\n".join([*names, *sorted(self._ask("show", "symbols").splitlines())])

    def is_established(self, neighbor: str) -> bool:
        """Whether the BGP session with that address is up."""
        return "BGP state:          Established" in self._session(neighbor)

    def _session(self, neighbor: str) -> str:
        shown = self._ask("show", "protocols", "all").split("\n\n")
        is_it = re.compile(rf"Neighbor address: {re.escape(neighbor)}[%\n]")
        return next(filter(is_it.search, shown), "")

    def is_watched(self, neighbor: str) -> bool:
        """Whether the BFD session with that address is up."""
        rows = [line.split() for line in self._ask("show", "bfd", "sessions").splitlines()]
        return any(row[:1] == [neighbor] and row[2] == "Up" for row in rows)

    def table(self) -> frozenset[str]:
        """Every prefix in the main tables."""
        return frozenset(prefix for prefix, _ in self._routes("show", "route", "all"))

    def learned(self) -> Mapping[str, frozenset[str]]:
        """The prefixes taken from the neighbors, each with its communities."""
        found = {}
        for prefix, attributes in self._routes("show", "route", "where", "source = RTS_BGP", "all"):
            line = re.search(r"BGP\.community: (.*)", attributes)
            pairs = re.findall(r"\((\d+),(\d+)\)", line[1] if line else "")
            found[prefix] = frozenset(f"{asn}:{value}" for asn, value in pairs)
        return found

    def paths(self) -> Mapping[str, str]:
        """The prefixes taken from the neighbors, each with its AS path."""
        routes = self._routes("show", "route", "where", "source = RTS_BGP", "all")
        found = {prefix: re.search(r"BGP\.as_path: (.*)", text) for prefix, text in routes}
        return {prefix: path[1].strip() if path else "" for prefix, path in found.items()}

    def _routes(self, *words: str) -> list[tuple[str, str]]:
        parts = _ENTRY.split(self._ask(*words))[1:]
        return list(zip(parts[::2], parts[1::2], strict=True))

    def _ask(self, *words: str) -> str:
        return self.namespace.run("birdc", *words)

    def log(self) -> str:
        """The end of the log."""
        return self.namespace.tail("bird.log")


def start_customer(namespace: Namespace, peering: Peering) -> Bird:
    """A router that has what the configuration's header asks of bird.conf, and other routes."""
    return Bird(
        namespace,
        f"""
router id {ROUTER_ID};
protocol bfd {{}}
protocol kernel {{ ipv4 {{ export all; }}; }}
protocol kernel {{ ipv6 {{ export all; }}; }}
protocol static {{ ipv4; route {UNLISTED["ipv4"]} blackhole; }}
protocol static {{ ipv6; route {UNLISTED["ipv6"]} blackhole; }}
""",
    )


def start_amazon(namespace: Namespace, peering: Peering) -> Bird:
    """Amazon, ready for the customer's first connection."""
    return Bird(namespace, _amazon_site(peering))


def _amazon_site(peering: Peering) -> str:
    """Every session, taking everything and announcing `ANNOUNCED`."""
    parts = ["router id 198.18.0.1;\n", _AMAZON_BFD]
    for session in peering.sessions:
        routes = " ".join(f"route {prefix} blackhole;" for prefix in ANNOUNCED[session.family])
        parts.append(
            f"""
protocol static {{ {session.family}; {routes} }}
protocol bgp {{
  interface "{peering.interface}";
  local {session.amazon_address} as {peering.amazon_asn};
  neighbor {session.customer_address} as {peering.customer_asn};
  password "{session.key}";
  bfd on;
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 1;
  {session.family} {{ import all; export where source = RTS_STATIC; }};
}}
"""
        )
    return "".join(parts)
