"""Whether a port of this machine can be served on: ``port_is_free.py 8000``; exits 1 with a
sentence where it cannot. Only the standard library is used."""

import errno
import socket
import sys


def fault(port: str) -> str:
    """One sentence of why nothing can be served there; empty where it can."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        return f"“{port}” is no port. Choose one: make run PORT=8001"
    with socket.socket() as listener:
        # As the server binds: what was served there a moment ago is no hindrance.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use. Choose another: make run PORT={_next(int(port))}"
            return f"Port {port} cannot be used: {error.strerror}."
    return ""


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8000


if __name__ == "__main__":
    found = fault(sys.argv[1])
    if found:
        print(found, file=sys.stderr)
    sys.exit(1 if found else 0)
