"""What must hold of kept files: each is in its place, and is what its row says."""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import default_storage

from accounts.trail.words import Names
from files.models import KeptFile

_CHUNK = 1024 * 1024


def stored_file_faults() -> list[str]:
    """The kept files that are missing or differ from their SHA-256, a sentence a row. Each stored
    file is read once, however many rows it serves."""
    digests: dict[str, str | None] = {}
    return [
        fault
        for model in apps.get_models()
        if issubclass(model, KeptFile)
        for fault in _faults_of(model, digests)
    ]


def _faults_of(model: type[KeptFile], digests: dict[str, str | None]) -> Iterator[str]:
    wrong: dict[int, str] = {}
    rows = model._base_manager.order_by("pk").values_list("pk", "file", "sha256")
    for pk, name, sha256 in rows.iterator():
        if name not in digests:
            digests[name] = _digest(name)
        if digests[name] is None:
            wrong[pk] = "文件不见了"
        elif digests[name] != sha256:
            wrong[pk] = "文件内容与登记的 SHA-256 不符"
    names = Names((model, pk) for pk in wrong)
    for pk, fault in wrong.items():
        yield f"{model._meta.verbose_name}“{names.of(model, pk)}”（编号{pk}）：{fault}"


def _digest(name: str) -> str | None:
    """None where there is no such file."""
    found = hashlib.sha256()
    try:
        with default_storage.open(name, "rb") as stream:
            while part := stream.read(_CHUNK):
                found.update(part)
    except (FileNotFoundError, IsADirectoryError):
        return None
    return found.hexdigest()
