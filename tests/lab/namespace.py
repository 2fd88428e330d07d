"""A host of the lab: a network, processes, /etc, /run and /var/tmp of its own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_SAVE_AS = re.compile(r"^# Save as /etc/([A-Za-z0-9./-]+\.conf)[,;]", re.MULTILINE)

_SETUP = """
set -e
hostname "$1"
cp /etc/passwd /etc/group "$2/etc"
mount --bind "$2/etc" /etc
mount --bind "$2/run" /run
mount -t tmpfs -o mode=1777 dxnet /var/tmp
for each in all default; do echo 0 > /proc/sys/net/ipv6/conf/$each/accept_dad; done
ip link set lo up
echo ready
exec cat
"""
_FREEZE = """
for each in /proc/[0-9]*; do
    case ${each#/proc/} in 1|$$) ;; *) kill -STOP ${each#/proc/} ;; esac
done
"""
_HOLDER = (
    *("unshare", "--fork", "--kill-child"),
    *("--net", "--mount", "--mount-proc", "--pid", "--uts"),
    *("sh", "-c", _SETUP, "sh"),
)


class Namespace:
    """Kernel namespaces without a name, which end with the process that holds them.

    That process reads a pipe from this one, so nothing is left behind however this one ends: the
    kernel then kills every process inside and drops the interfaces. `etc` and `run` are its /etc,
    with the users alone, and its /run. `secrets` are masked in every message.
    """

    def __init__(self, name: str, folder: Path, secrets: tuple[str, ...] = ()) -> None:
        self.etc, self.runtime = (folder / name / each for each in ("etc", "run"))
        for each in (self.etc, self.runtime):
            each.mkdir(parents=True)
        self.secrets = secrets
        self._daemons: list[subprocess.Popen[bytes]] = []
        self._holder = subprocess.Popen(
            [*_HOLDER, f"dxnet-{name}", str(folder / name)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if not self._holder.stdout or self._holder.stdout.readline() != "ready\n":
            reason = self._holder.communicate(timeout=10)[1].strip()
            raise RuntimeError(f"no namespace for {name}: {reason}")

    @property
    def pid(self) -> int:
        """The process that holds the namespaces, as the machine numbers it."""
        return self._holder.pid

    def command(self, *arguments: str) -> list[str]:
        """The command that runs `arguments` inside."""
        inside = f"--pid=/proc/{self.pid}/ns/pid_for_children"
        return ["nsenter", f"--target={self.pid}", "--net", "--mount", "--uts", inside, *arguments]

    def run(self, *arguments: str, may_fail: bool = False) -> str:
        """What the command prints, complaints included; an AssertionError with them if it fails."""
        done = subprocess.run(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=20,
            check=False,
        )
        if done.returncode and not may_fail:
            answer = self.masked(done.stdout.strip())
            raise AssertionError(f"{' '.join(arguments)} ended with {done.returncode}: {answer}")
        return done.stdout

    def start(self, *arguments: str, log: str) -> None:
        """Run a daemon inside to the end, what it prints going to the file `log` in /run."""
        with (self.runtime / log).open("wb") as file:
            self._daemons.append(
                subprocess.Popen(
                    self.command(*arguments), stdin=subprocess.DEVNULL, stdout=file, stderr=file
                )
            )

    def freeze(self) -> None:
        """Stop every daemon inside where it stands; the kernel and the link go on."""
        self.run("sh", "-c", _FREEZE)

    def counter(self, name: str) -> int:
        """A counter of the kernel's TCP, by its name in /proc/net/netstat."""
        names, values = self.run("grep", "^TcpExt:", "/proc/net/netstat").splitlines()
        return int(dict(zip(names.split(), values.split(), strict=True))[name])

    def tail(self, file: str) -> str:
        """The last lines of a file in /run, secrets masked; empty if there is none."""
        path = self.runtime / file
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        return self.masked("\n".join(text.splitlines()[-15:]))

    def save(self, text: str) -> str:
        """Save a configuration as its header says, for root alone; returns its place in /etc."""
        found = _SAVE_AS.search(text)
        assert found, "the header says where to save it"
        file = self.etc / found[1]
        file.parent.mkdir(exist_ok=True, parents=True)
        file.touch(mode=0o600)
        file.write_text(text, encoding="ascii")
        return f"/etc/{found[1]}"

    def masked(self, text: str) -> str:
        """The text without the secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "********")
        return text

    def close(self) -> None:
        """End every process inside and wait for it."""
        self._holder.communicate(timeout=20)
        for daemon in self._daemons:
            daemon.wait(timeout=20)


def link(one: Namespace, other: Namespace, interface: str, mtu: int) -> None:
    """Join the two by a pair of interfaces of that name, MTU in bytes, and set them up.

    A dot in the name makes no VLAN here: nothing is tagged. Raises RuntimeError where the kernel
    has no such pairs.
    """
    ends = (one, other)
    first, second = (["name", interface, "netns", str(end.pid)] for end in ends)
    command = ["ip", "link", "add", *first, "type", "veth", "peer", *second]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    if done.returncode:
        raise RuntimeError(f"no link of two namespaces: {done.stderr.strip()}")
    for end in ends:
        end.run("ip", "link", "set", interface, "mtu", str(mtu), "up")
