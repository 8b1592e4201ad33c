"""Whether the product lives, and whether it is ready: for monitors and for who keeps the server.

Both are answered before everything else: without sign-in, whatever the name of the host, over HTTP
too where HTTPS is on. They tell nothing but yes, no and how long ago.
"""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.trail import due
from jobs.living import background

logger = logging.getLogger("xushi.health")


def answers_monitors(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer /healthz and /readyz; it must stand first."""
    answers = {"/healthz": alive, "/readyz": ready}

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = answers.get(request.path_info)
        return answer(request) if answer else get_response(request)

    return middleware


def alive(request: HttpRequest) -> HttpResponse:
    """Answer ``ok``: the process lives, which is all that a restart could mend."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """``readiness`` for a monitor, with 503 where something is missing."""
    needed, told = readiness()
    is_ready = all(needed.values())
    return JsonResponse({"ready": is_ready, **needed, **told}, status=200 if is_ready else 503)


def readiness() -> tuple[dict[str, bool], dict[str, bool | int | None]]:
    """Say of everything that people need for their work whether it is there; and beside it what the
    operator wants to know and work does not wait for."""
    has_database = _answers()
    needed = {
        "database": has_database,
        "migrations": has_database and _is_migrated(),
        "data_folder": _is_writable(settings.DATA_DIR),
        "static_files": _are_collected(),
    }
    told = {
        "charts": (settings.STATIC_ROOT / "vendor" / "echarts.min.js").is_file(),
        "minutes_since_tick": due.minutes_since_last(settings.DATA_DIR),
        "background": background().is_well if needed["migrations"] else None,
    }
    return needed, told


def _answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("the database does not answer")
        return False
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _is_writable(folder: Path) -> bool:
    """Something is written: rights alone do not tell of a full disk."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"-")
    except OSError:
        logger.exception("nothing can be written into the data folder")
        return False
    return True


def _are_collected() -> bool:
    """Pages fail where this process has no name for their sheets: ``collectstatic`` did not run."""
    try:
        staticfiles_storage.url("css/layout.css")
    except ValueError:
        return False
    return True
