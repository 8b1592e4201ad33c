"""What is chosen where workbooks and signed sheets are uploaded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.pages.fields import ShortText
from files.kinds import too_large_scan
from files.sizes import LARGEST
from workbooks.intake.forms import WorkbookField


class UploadForm(forms.Form):
    """A monthly workbook."""

    use_required_attribute = False

    file = WorkbookField(label="月报表文件")


class OnBehalfUploadForm(UploadForm):
    """A monthly workbook of many units, which the bureau brings in on their behalf (代填)."""

    source = forms.CharField(
        label="代填来源",
        max_length=100,
        required=False,
        help_text="全表写一次，各单位都会看到；不填则只注明文件名。",
        widget=forms.TextInput(attrs={"placeholder": "如：各单位微信群报送，8月5日汇总"}),
    )


class SignedSheetForm(forms.Form):
    """A photo or scan of the signed sheet."""

    use_required_attribute = False

    file = forms.FileField(
        label="签章表文件",
        help_text="签字盖章后的扫描件（PDF）或照片（JPG、PNG），每份不超过 10 MB，每月至多 5 份。",
        error_messages={
            "required": "请先选择文件",
            "empty": "文件是空的，请检查后重新上传",
            "invalid": "没有收到文件，请重新选择",
            "missing": "没有收到文件，请重新选择",
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> Any:
        """Too large a file is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(too_large_scan(file.size))
        return file


class VoidSheetForm(forms.Form):
    """Why a signed sheet is out of use."""

    reason = ShortText(label="作废理由", max_length=200, required=False)
