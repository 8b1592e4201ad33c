"""How large a kept file may be, and what is said of one that is larger."""

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
"""Of a scan or a photo."""


def too_large(what: str, size: int, advice: str, most: int = LARGEST // MEGABYTE) -> str:
    """The sentence for a file of ``size`` bytes, where ``most`` MB are taken: ``what`` it is, and
    the ``advice`` on it."""
    tenths = -(-size * 10 // MEGABYTE)
    return f"{what}有{tenths // 10}.{tenths % 10} MB，超过{most} MB，{advice}"
