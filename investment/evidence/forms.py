"""What is typed beside photos and documents; the files themselves are read by the service, which
takes or refuses each by itself."""

from django import forms

from accounts.pages.fields import ShortText
from investment.models import LONGEST_CAPTION


class CaptionForm(forms.Form):
    """What a photo or a document shows."""

    caption = ShortText(label="说明", max_length=LONGEST_CAPTION, required=False)


class EvidenceForm(CaptionForm):
    """One caption for all that is sent."""
