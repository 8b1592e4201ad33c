"""Who may with a job what."""

from accounts.models import User
from accounts.rights import may
from jobs.kinds import UnknownKind, kind_called
from jobs.models import Job


def fetches(user: User, job: Job) -> bool:
    """Whether they may still see what the job made for them: their roles may have changed since."""
    try:
        kind = kind_called(job.kind)
    except UnknownKind:
        return False
    return may(user, kind.right, job.county)
