"""Where the pages of assessment begin."""

from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from assessment.models import AssessmentScheme


def scheme_seen(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    or_404(may(request.user, "project.view"))
    return seen(request, AssessmentScheme.objects, scheme_id, "county")
