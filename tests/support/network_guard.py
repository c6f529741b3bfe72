"""No test talks to another machine: connecting or sending anywhere but home is refused.

An audit hook sees every socket that Python opens, whoever opens it. What it refused is kept too,
so that a test fails even where the code under test caught the refusal.
"""

import ipaddress
import socket
import sys

_LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", socket.gethostname()})

refused: list[str] = []
"""Addresses that were refused since the list was last emptied."""


class NetworkRefused(RuntimeError):
    """A test tried to leave the machine."""


def install_guard() -> None:
    """Refuse other machines from now on; an audit hook stays for the life of the process."""
    sys.addaudithook(_watch)


def is_local(host: object) -> bool:
    """Say whether a host is this machine; names that would need a look-up are not."""
    if host is None or str(host) in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a Unix socket is a path
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        host = host.decode(errors="replace") if isinstance(host, bytes) else host
    else:
        return
    if not is_local(host):
        refused.append(str(host))
        raise NetworkRefused(f"tests stay on this machine, and {host} is another one")
