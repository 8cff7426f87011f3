"""A form with a field of every kind, right and wrong."""

from typing import Any

from django import forms


class ExampleForm(forms.Form):
    """Asks for nothing: it is only drawn. ``words`` are the gallery's, in the reader's language."""

    name = forms.CharField()
    subject = forms.ChoiceField()
    way = forms.ChoiceField(widget=forms.RadioSelect)
    message = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    consent = forms.BooleanField(required=False)

    def __init__(self, words: dict[str, Any], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = words[name]
        self.fields["name"].help_text = words["help"]
        self.fields["subject"].widget.choices = [("", ""), *enumerate(words["subjects"])]
        self.fields["way"].widget.choices = list(enumerate(words["ways"]))
        for name in ("subject", "way"):
            self.fields[name].error_messages["required"] = words["error"]
