"""What the process apart can still reach once it is shut, told on its output; ``files.apart``
starts ``main``."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from documents.templating.child import shut

REACHES = {
    "file": lambda: Path("/etc/hostname").read_text(),
    "network": lambda: socket.socket(),
    "process": lambda: subprocess.run(["/bin/true"], check=True),
    "fork": lambda: os.pipe(),
}


def main() -> None:
    sys.stdin.buffer.read()
    shut()
    for name, reach in REACHES.items():
        try:
            reach()
        except OSError:
            continue
        sys.stdout.write(f"{name}\n")
