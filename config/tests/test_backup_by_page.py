"""The administrator lets a backup be made, and is told where it lies."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from config.backup.making import backups_in
from config.backup.manifest import MANIFEST, read_manifest, require_whole, sha256_of
from conftest import page_text
from jobs.carrying import carry_out
from jobs.holding import claim
from jobs.models import Job, JobState

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = reverse("backups")


@pytest.fixture
def made(client, settings, tmp_path, administrator):
    """Asks for a backup and carries it out."""
    settings.BACKUP_DIR = tmp_path / "backups"
    client.force_login(administrator)

    def press():
        answer = client.post(reverse("back_up"))
        job = Job.objects.first()
        assert answer["Location"] == reverse("jobs:job", args=[job.pk])
        carry_out(claim(job.pk, "a"))
        job.refresh_from_db()
        return job

    return press


def test_a_backup_is_made_whole_and_told_by_path_and_digest(client, made, settings):
    assert "这里还没有备份" in page_text(client.get(PAGE))
    job = made()
    folder, *others = backups_in(settings.BACKUP_DIR)
    manifest = read_manifest(folder)
    require_whole(folder, manifest)
    digest = sha256_of(folder / MANIFEST)
    assert (others, job.state) == ([], JobState.DONE)
    assert job.result == (
        f"备份完成：{folder}，{manifest.words}，manifest.json 的 SHA-256 为 {digest}"
    )
    shown = page_text(client.get(PAGE))
    assert (f">{folder}<" in shown, f">{digest}<" in shown) == (True, True)
    told = AuditEvent.objects.get(action="trail.backup")
    assert (told.object_label, told.changes) == (folder.name, {"sha256": [None, digest]})


def test_nobody_fetches_it(client, made):
    job = made()
    assert client.get(reverse("jobs:download", args=[job.pk])).status_code == 404


def test_a_folder_that_cannot_be_written_is_told(client, made, settings):
    settings.BACKUP_DIR.parent.joinpath("backups").write_text("a file")
    job = made()
    assert (job.state, job.error) == (
        JobState.FAILED,
        f"备份目录 {settings.BACKUP_DIR} 写不进去，请检查权限",
    )
