"""What looks like something about a patient, in English and Spanish. It is refused before it is kept anywhere.

No pattern finds a name, so this is a reminder at the right moment and no proof. It errs towards refusing: whoever is
stopped wrongly reads why, and has lost nothing.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|ene|abr|ago|set|dic)"
)
# Of two digits only what is neither a day of the month nor an hour.
YEAR = r"(?:(?:19|20)\d\d|['\u2019]\d\d|[4-9]\d)"
DATE = rf"""
    \b\d{{1,4}} \s*([/.\-])\s* \d{{1,2}} \s*\1\s* \d{{1,4}}\b   # 01/02/1980, 1980-02-01, 1.2.80
    | \b\d{{1,2}} \s+ \d{{1,2}} \s+ (?:19|20)\d\d\b             # 01 02 1980
    | \b{MONTH}\b [\s.,\-]* (?:\d{{1,2}}(?:st|nd|rd|th)?\b)? [\s.,\-]* (?:del?\s+)? {YEAR}\b   # Feb 1, 1980
"""
BIRTH = r"""
    \b(?:born|birth\w*|b-?day|d\.?\s?o\.?\s?b\b|naci(?:d[oa]|ó|miento)\b|cumpleaños|f\.\s?n\.|fecha\s+de\s+nac)
    | \b\d{1,3} \s*-?\s* (?:y\s*/?\s*o|yrs?|(?:years?|yrs?)[\s\-]*olds?|años)\b
"""
RECORD = r"""
    \b(?:mrn|nhc|ssn|nss|curp|dni|nie)\b
    | \b(?:record|chart|case|file|policy|member|claim|patient|account|expediente|historia|póliza|paciente)
      \s* (?:number\b | n\.?o\b | núm | num\b | \# | id\b | :)
    | \b(?:medical\s+record|social\s+security|historia\s+clínica|segur(?:o|idad)\s+social|medicare|medicaid)\b
    | \b\d{3} [\s.\-] \d{2} [\s.\-] \d{4}\b                     # a social security number
    | \d{5}                                                     # no time of day has so many digits
"""
DIAGNOSIS = r"\b[a-tv-z]\d{2}\.\d{1,4}\b"
INTERNET = r"\S@\S | https?:// | \bwww\."
PATIENT = r"""
    \b(?:my|a|the|our|this)\s+patient\b | \bpatient(?:['\u2019]s|\s+(?:is|has|was|named|called|name))\b
    | \b(?:mi|un|una|el|la|este|esta|nuestr[oa])\s+paciente\b
"""
FOUND: list[tuple[Promise, re.Pattern[str]]] = [
    (words, re.compile(pattern, re.VERBOSE))
    for words, pattern in (
        (_("This looks like a date."), DATE),
        (_("This looks like a date of birth or an age."), BIRTH),
        (_("This looks like the number of a record or an insurance."), RECORD),
        (_("This looks like the code of a diagnosis."), DIAGNOSIS),
        (_("This looks like an address on the internet."), INTERNET),
        (_("This speaks of a patient."), PATIENT),
    )
]
"""What a text looks like, and the pattern that finds it in lower case."""


MOST_READ = 200
"""Characters that are looked at: fields take fewer, and patterns take time that grows faster than the text."""


def refuse_patient_data(text: str) -> None:
    """ValidationError where a text looks as if it said something about a patient."""
    plain = _plain(text[:MOST_READ])
    for words, pattern in FOUND:
        if pattern.search(plain):
            message = _("%(found)s Leave out anything about the patient: we ask on the phone.")
            raise ValidationError(message, code="patient_data", params={"found": words})


def _plain(text: str) -> str:
    """The text as it is read: one form for each letter, digit and hyphen, and nothing invisible."""
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(character for character in composed if unicodedata.category(character) != "Cf")
    return re.sub(r"[\u2010-\u2015\u2212]", "-", visible).lower()
