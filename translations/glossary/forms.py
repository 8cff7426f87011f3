"""The forms of the glossary."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permissions import policy_registry

LARGEST_FILE = 10 * 1024 * 1024


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class GlossaryTermForm(WagtailAdminModelForm):
    """A term, changed in the name of whoever fills in the form; into a language that they write terms for."""

    forbidden = LinesField(
        label=_("Forbidden translations"), required=False, help_text=_("Not to be used for this term, one a line.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = "add" if self.instance._state.adding else "change"
        policy = policy_registry.get_by_type(type(self.instance))
        self.fields["target_locale"].queryset = policy.locales(self.for_user, action)

    def save(self, commit: bool = True) -> Any:
        if self.has_changed():
            self.instance.changed_by = self.for_user
        return super().save(commit)


class FileForm(forms.Form):
    """A table of terms."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        validators=[FileExtensionValidator(["csv"])],
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it."))
        return file


class SeenForm(forms.Form):
    """A decision on what was on the screen, and on nothing else."""

    seen = forms.CharField(widget=forms.HiddenInput)
