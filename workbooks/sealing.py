"""The seal of an upload: one SHA-256 over all that says what it found and what it left.

The sources of an upload are as many as its rows, and undoing it writes what they tell of before
back into the register and the entries. Each with a line of the trail would make as many lines again
of a large import: their upload keeps one digest of them all, which the trail tells with the upload.
"""

import datetime
import hashlib
import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from django.apps import apps

from accounts.errors import WrongState
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, raw, sealed_fields
from accounts.trail.json_text import JsonText, as_json
from workbooks.models import NO_SOURCES, Upload, UploadSource


def seal(upload: Upload, texts: Iterable[str]) -> None:
    """Keep the digest of the sources of which these are all the texts. One query."""
    upload.sources_sha256 = _digest(texts)
    upload.save(update_fields=["sources_sha256"])


def seal_anew(upload: Upload) -> None:
    """After sources were changed in the database."""
    upload.sources_sha256 = _digest_of(upload)
    upload.save(update_fields=["sources_sha256"])


def require_whole(upload: Upload) -> None:
    """What was before is written back as the seal has it, or not at all. Raises WrongState."""
    if upload.sources_sha256 and _digest_of(upload) != upload.sources_sha256:
        raise WrongState("导入来源与登记的不符，可能被改动过，不能撤销，请联系管理员")


def text_of(model: type[UploadSource], values: Sequence[Any]) -> str:
    """A source as it goes into the digest; ``values`` are those of ``columns_of``."""
    return "\t".join([model._meta.label_lower, *map(_text, values)])


@cache
def columns_of(model: type[UploadSource]) -> tuple[str, ...]:
    """The sealed columns of a source, in their order in the digest."""
    return tuple(sorted(field.attname for field in sealed_fields(model)))


def seal_faults() -> list[str]:
    """For verify: the uploads whose sources are not what they were, a sentence each."""
    by_upload = itertools.groupby(_stored(), key=itemgetter(0))
    found = {pk: _digest(text for _, text in sources) for pk, sources in by_upload}
    return [
        f"上传文件“{name}”（编号{pk}）：导入来源（导入前后的值、单元格等）与登记的 SHA-256 不符"
        for pk, name, told in _applied().values_list("pk", "original_name", "sources_sha256")
        if told and found.get(pk, NO_SOURCES) != told
    ]


def seal_those_of_before(now: datetime.datetime) -> list[str]:
    """For tick: seal the uploads that were applied before there was a seal. Whether one was, the
    trail knows, which keeps the column."""
    done = 0
    for upload in _applied().filter(sources_sha256=""):
        with audited(by=None, reason="seal") as audit:
            before = facts_of(upload)
            seal_anew(upload)
            told = changed_since(before, upload)
            audit.record(upload, "upload.seal", county=upload.county, changes=told)
        done += 1
    return [f"登记升级前的导入来源 {done} 个文件"] if done else []


def _applied() -> Any:
    return Upload.objects.applied().order_by("pk").select_related("county")


def _stored(**of: Any) -> Iterator[tuple[int, str]]:
    """The sources in the database, the upload and the text of each, upload by upload."""
    models = [model for model in apps.get_models() if issubclass(model, UploadSource)]
    return heapq.merge(*(_of_kind(model, of) for model in models), key=itemgetter(0))


def _of_kind(model: type[UploadSource], of: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    rows = model._base_manager.filter(**of).order_by("upload")
    for pk, *values in rows.values_list("upload", *columns_of(model)).iterator():
        yield pk, text_of(model, values)


def _digest_of(upload: Upload) -> str:
    return _digest(text for _, text in _stored(upload=upload.pk))


def _digest(texts: Iterable[str]) -> str:
    found = sorted(texts)
    return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else NO_SOURCES


def _text(value: Any) -> str:
    kind = type(value)
    if isinstance(value, JsonText):
        return value
    if kind is int:
        return str(value)
    if value is None:
        return "null"
    return _told_often(value) if kind in (str, datetime.datetime) else as_json(raw(value))


@lru_cache(maxsize=64, typed=True)
def _told_often(value: Any) -> str:
    """A sheet and a moment are the same in all rows of a file."""
    return as_json(raw(value))
