"""What a process apart must not be able to do: take all of something."""

import os
import sys


def memory():
    bytearray(1 << 30)


def time():
    while True:
        pass


def output():
    sys.stdout.buffer.write(b"x" * (2 << 20))


def life():
    os.abort()


def main():
    content = sys.stdin.buffer.read()
    if content:
        globals()[content.decode()]()
    sys.stdout.write(sys.argv[-1])
