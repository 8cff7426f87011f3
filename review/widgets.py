"""Controls that forms of the desk share."""

from django import forms


class DayInput(forms.DateInput):
    """A day, chosen with the browser's own calendar: in the reader's language, and without scripts."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
