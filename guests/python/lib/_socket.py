"""Stands in for the C module under `socket`: names and numbers are there, connections are not."""

import errno

MISSING = "network connections are not available in this sandbox yet"

error = OSError
herror = type("herror", (OSError,), {"__module__": "socket"})
gaierror = type("gaierror", (OSError,), {"__module__": "socket"})
timeout = TimeoutError
has_ipv6 = False

AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3
SOL_SOCKET, SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE = 1, 2, 3, 4, 6, 7, 8, 9
SOL_TCP = IPPROTO_TCP = 6
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_UDP, IPPROTO_IPV6 = 0, 1, 17, 41
IPV6_V6ONLY, TCP_NODELAY, TCP_MAXSEG, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 26, 1, 2, 4, 5, 6
SHUT_RD, SHUT_WR, SHUT_RDWR, SOMAXCONN = 0, 1, 2, 4096
MSG_OOB, MSG_PEEK, MSG_DONTWAIT = 1, 2, 64
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_ADDRCONFIG, AI_NUMERICSERV = 1, 2, 4, 32, 1024
EAI_FAIL, EAI_FAMILY, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE, EAI_AGAIN = -4, -6, -2, -8, -7, -3
NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD, NI_DGRAM, NI_MAXHOST, NI_MAXSERV = 1, 2, 8, 16, 1025, 32
INADDR_ANY, INADDR_LOOPBACK, INADDR_BROADCAST, INADDR_NONE = 0, 0x7F000001, 0xFFFFFFFF, 0xFFFFFFFF
CAPI = None

_default_timeout = None


def _refuse(what):
    raise OSError(errno.ENOSYS, f"{MISSING}: {what}")


class socket:
    """Cannot be made."""

    __slots__ = ()

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        _refuse("socket()")


SocketType = socket


def _refused(name, failure=None):
    def call(*args, **options):
        host = f"`{args[0]}`" if args and isinstance(args[0], str) else ""
        if failure is not None:
            raise failure(EAI_FAIL, f"{MISSING}: {name}({host})")
        _refuse(f"{name}({host})")

    call.__name__ = call.__qualname__ = name
    return call


for _name in ("socketpair", "dup", "close", "getservbyname", "getservbyport", "getprotobyname", "sethostname", "if_nameindex"):
    globals()[_name] = _refused(_name)
for _name in ("getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
    globals()[_name] = _refused(_name, gaierror)


def gethostname():
    """The name that Lambda's machines have, without its number."""
    return "localhost"


def getdefaulttimeout():
    """What setdefaulttimeout was given."""
    return _default_timeout


def setdefaulttimeout(value):
    """Kept for getdefaulttimeout."""
    global _default_timeout
    if value is not None and float(value) < 0:
        raise ValueError("Timeout value out of range")
    _default_timeout = None if value is None else float(value)


def htons(value):
    """Host to network order, 16 bits."""
    return int.from_bytes(value.to_bytes(2, "little"), "big")


def htonl(value):
    """Host to network order, 32 bits."""
    return int.from_bytes(value.to_bytes(4, "little"), "big")


ntohs, ntohl = htons, htonl


def inet_aton(text):
    """Four numbers with dots to four bytes."""
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and int(part) < 256 for part in parts):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(map(int, parts))


def inet_ntoa(packed):
    """Four bytes to four numbers with dots."""
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(map(str, packed))


def inet_pton(family, text):
    """Text to bytes, for both families."""
    import ipaddress

    try:
        return (ipaddress.IPv4Address if family == AF_INET else ipaddress.IPv6Address)(text).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(family, packed):
    """Bytes to text, for both families."""
    import ipaddress

    if len(packed) != (4 if family == AF_INET else 16):
        raise ValueError("invalid length of packed IP address string")
    return str((ipaddress.IPv4Address if family == AF_INET else ipaddress.IPv6Address)(bytes(packed)))
