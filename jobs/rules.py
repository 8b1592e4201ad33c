"""Who may with a job what."""

from accounts.models import User
from jobs.kinds import UnknownKind, kind_called
from jobs.models import Job


def fetches(user: User, job: Job) -> bool:
    """Whether they may still see what the job made for them: their roles may have changed since."""
    try:
        kind = kind_called(job.kind)
        asked = kind.read(job.input, job.input_shape)
    except UnknownKind:
        return False
    return kind.is_open_to(user, job.county, asked)
