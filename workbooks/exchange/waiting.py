"""A file between its preview and its confirmation.

It lies below MEDIA_ROOT, which all processes of the server share: gunicorn's next worker may be the
one that is asked to confirm, and a cache in memory would not know the file. The form carries a
signed token for it, good for one person, one table and one day.
"""

import datetime
from typing import Any

from django.core import signing
from django.core.files.storage import Storage
from django.utils import timezone
from import_export.tmp_storages import MediaStorage

from accounts.errors import WrongState
from accounts.models import User

KEPT = datetime.timedelta(days=1)
FOLDER = "reference-imports"
_GONE = "预览已过期，或已经导入过，请重新上传文件。"


class WaitingFile(MediaStorage):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(MEDIA_FOLDER=FOLDER, **kwargs)


def keep_until_confirmed(*, content: bytes, filename: str, table: str, by: User, plan: str) -> str:
    """The token that brings the file back; ``plan`` is what its preview came to."""
    file = WaitingFile()
    _sweep(file._storage)
    file.save(content)
    return signing.dumps(
        {"file": file.name, "filename": filename, "plan": plan}, salt=_salt(table, by)
    )


def kept_file(*, token: str, table: str, by: User) -> tuple[WaitingFile, bytes, str, str]:
    """The file, its content, its name and its plan. Raises WrongState when it is no longer."""
    try:
        told = signing.loads(token, salt=_salt(table, by), max_age=KEPT)
        file = WaitingFile(name=told["file"])
        return file, file.read(), told["filename"], told["plan"]
    except (signing.BadSignature, FileNotFoundError) as error:
        raise WrongState(_GONE) from error


def _salt(table: str, by: User) -> str:
    return f"reference-import:{table}:{by.pk}"


def _sweep(storage: Storage) -> None:
    """Previews that nobody confirmed go with the next one."""
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        try:
            if storage.get_modified_time(path) < timezone.now() - KEPT:
                storage.delete(path)
        except FileNotFoundError:
            continue  # another process swept it
