"""Telling a full disk from other faults, by what the system and the databases raise of it."""

import errno

from django.db import DatabaseError

_FULL = (errno.ENOSPC, errno.EDQUOT)
# SQLite says the second where the journal finds no room for itself.
_SQLITE = ("database or disk is full", "disk i/o error")
_POSTGRESQL = "53100"


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk is what the error comes from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if _says_full(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    if not isinstance(error, DatabaseError):
        return getattr(error, "pgcode", None) == _POSTGRESQL
    return any(said in str(error).lower() for said in _SQLITE)
