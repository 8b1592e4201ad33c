"""What is typed and chosen on the pages of reporting and review, a topic a module."""

from investment.forms.entries import (
    EntryForm,
    ReasonForm,
    SourceForm,
    cell_field_of,
    in_box,
    initial_of,
    prefix_of,
)
from investment.forms.files import OnBehalfUploadForm, SignedSheetForm, UploadForm, VoidSheetForm
from investment.forms.pace import PaceRuleForm
from investment.forms.periods import (
    ExtensionForm,
    HistoryForm,
    OpenPeriodForm,
    ProposePeriodForm,
    ProposePublishingForm,
    PublishForm,
    UnpublishForm,
)
from investment.forms.recognised import RecognisedByForm, RecognisedForm, RecognisedUploadForm
from investment.forms.review import ApproveForm, CallForm, JudgeForm, ReturnForm, VerifyForm
from investment.forms.rules import CheckRuleForm, ContactForm, ReportingRuleForm

__all__ = [
    "ApproveForm",
    "CallForm",
    "CheckRuleForm",
    "ContactForm",
    "EntryForm",
    "ExtensionForm",
    "HistoryForm",
    "JudgeForm",
    "OnBehalfUploadForm",
    "OpenPeriodForm",
    "PaceRuleForm",
    "ProposePeriodForm",
    "ProposePublishingForm",
    "PublishForm",
    "ReasonForm",
    "RecognisedByForm",
    "RecognisedForm",
    "RecognisedUploadForm",
    "ReportingRuleForm",
    "ReturnForm",
    "SignedSheetForm",
    "SourceForm",
    "UnpublishForm",
    "UploadForm",
    "VerifyForm",
    "VoidSheetForm",
    "cell_field_of",
    "in_box",
    "initial_of",
    "prefix_of",
]
