"""The TCP MD5 keys that this network namespace's kernel holds, as a program of its own.

Prints a JSON object: peer address -> the sorted hexadecimal keys of all its sockets. The kernel
gives them to root over a sock_diag socket; the layouts are those of linux/inet_diag.h and tcp.h.
"""

from __future__ import annotations

import json
import socket
import struct
from collections import defaultdict
from collections.abc import Iterator

_SOCK_DIAG = 4
_BY_FAMILY, _DUMP_REQUEST, _DONE = 20, 0x301, 3
_ALL_STATES = 0xFFFFFFFF
_INFO = 2  # the bit of INET_DIAG_INFO, which the keys come with
_MESSAGE, _DIAG = 16, 72  # sizes of nlmsghdr and inet_diag_msg
_MD5SIG, _MD5SIG_SIZE = 18, 100  # INET_DIAG_MD5SIG and the size of tcp_diag_md5sig


def held() -> Iterator[tuple[str, bytes]]:
    """Peer address and key, for every key of every TCP socket."""
    for family in (socket.AF_INET, socket.AF_INET6):
        for message in _dump(family):
            for kind, value in _attributes(message[_DIAG:]):
                if kind == _MD5SIG:
                    yield from _keys(value)


def _dump(family: int) -> Iterator[bytes]:
    request = struct.pack("=BBBBI48x", family, socket.IPPROTO_TCP, _INFO, 0, _ALL_STATES)
    header = struct.pack("=IHHII", _MESSAGE + len(request), _BY_FAMILY, _DUMP_REQUEST, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG) as netlink:
        netlink.settimeout(5)
        netlink.send(header + request)
        while True:
            block = netlink.recv(65536)
            while block:
                size, kind = struct.unpack_from("=IH", block)
                if kind != _BY_FAMILY:
                    assert kind == _DONE, "the kernel refuses to list its sockets"
                    return
                yield block[_MESSAGE:size]
                block = block[(size + 3) & ~3 :]


def _attributes(block: bytes) -> Iterator[tuple[int, bytes]]:
    while block:
        size, kind = struct.unpack_from("=HH", block)
        yield kind, block[4:size]
        block = block[(size + 3) & ~3 :]


def _keys(block: bytes) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(block), _MD5SIG_SIZE):
        family, _, length, address, key = struct.unpack_from("=BBH16s80s", block, start)
        yield (
            socket.inet_ntop(family, address[: 4 if family == socket.AF_INET else 16]),
            key[:length],
        )


if __name__ == "__main__":
    found: defaultdict[str, set[str]] = defaultdict(set)
    for address, key in held():
        found[address].add(key.hex())
    print(json.dumps({address: sorted(keys) for address, keys in found.items()}))
