"""What looks like something about a patient is refused, times of day and weekdays are not."""
# ruff: noqa: RUF001 - the characters that people and their keyboards really use

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from practitioners.referrals.forms import CallBackForm
from practitioners.referrals.privacy import refuse_patient_data

REFUSED = [
    "01/02/1980",
    "1/2/80",
    "1980-02-01",
    "01.02.1980",
    "01-02-1980",
    "1 / 2 / 1980",
    "01 02 1980",
    "19800201",
    "Feb 1, 1980",
    "February 1st 1980",
    "1 February 1980",
    "1-Feb-1980",
    "1 Feb ’80",
    "february 1980",
    "1 Sept. 85",
    "1 de febrero de 1980",
    "1 febrero del 1980",
    "15 de septiembre de 1975",
    "3 dic 1999",
    "FEB 1 1980",
    "born in the eighties",
    "DOB 5/80",
    "d.o.b. unknown",
    "birthday on Monday",
    "date of birth: see letter",
    "nacida en Bogotá",
    "nació en mayo",
    "fecha de nacimiento",
    "su cumpleaños es el lunes",
    "F.N. ver carta",
    "34 y/o, anxious",
    "34yo",
    "a 34-year-old",
    "34 years old",
    "34 años",
    "MRN 123456",
    "mrn: see fax",
    "record number 12",
    "chart #12",
    "file no. 7",
    "patient id 7",
    "patient: J. S.",
    "expediente n.º 7",
    "historia núm. 7",
    "historia clínica en el fax",
    "NHC 77",
    "número de seguridad social",
    "policy # 88",
    "Medicare",
    "123-45-6789",
    "123 45 6789",
    "123.45.6789",
    "SSN",
    "DNI 12",
    "12345",
    "A1234567",
    "F33.2",
    "jane@example.org",
    "jane @example.org jane@x",
    "https://example.org/chart",
    "www.example.org",
    "my patient John",
    "for the patient, after 5",
    "mi paciente Juan",
    "el paciente llama",
    "patient's mother",
    "patient is at home",
    "１９８０-０２-０１",
    "1980\u201102\u201101",
    "19\u200b80-02-01",
    "٠١/٠٢/١٩٨٠",
]
ALLOWED = [
    "after 17:30",
    "Mon-Wed 9-12",
    "Mon–Wed 9–12",
    "9-12 and 14-16",
    "9.30-12.30",
    "9:00 to 17:00",
    "weekdays before 8am",
    "Tuesday or Thursday, 5 pm",
    "1730-1900",
    "between patients, around noon",
    "any time",
    "24/7",
    "tomorrow, 9 to 10",
    "March 3, after 4 pm",
    "on 11/30 in the morning",
    "Mar 9-12",
    "lunes a viernes de 9 a 12",
    "después de las 17:30",
    "mar-jue 9:30-12",
    "entre pacientes, a mediodía",
    "a partir de las 16 h",
    "el 3 de marzo por la tarde",
    "ext. 204 until 4",
    "call 212-555-0100 after 5",
    "Dr. Ada Example",
    "Dra. María José Núñez-O’Brien",
    "May Chen, MD",
    "",
]


@pytest.mark.parametrize("text", REFUSED)
def test_it_is_refused_with_the_reason(text):
    with pytest.raises(ValidationError) as refused:
        refuse_patient_data(text)

    (message,) = refused.value.messages
    assert message.endswith("Leave out anything about the patient: we ask on the phone.")
    assert text not in message


@pytest.mark.parametrize("text", ALLOWED)
def test_it_is_let_through(text):
    refuse_patient_data(text)


@pytest.mark.parametrize(
    "number",
    [
        "212-555-0100",
        "(212) 555-0100",
        "+1 212 555 0100",
        "2125550100",
        "+34 912 345 678",
        "212.555.0100 x12",
        "212-555-0100 ext. 3",
    ],
)
def test_a_number_that_can_be_dialled_is_one(number):
    assert not CallBackForm({"name": "Ada", "phone": number, "best_time": "noon"}).errors


@pytest.mark.parametrize(
    "number",
    ["", "123-45-6789", "123456", "call me", "01/02/1980", "212-555-0100 born 1980", "+" * 12, "1" * 21, "\x00"],
)
def test_anything_else_is_none(number):
    assert set(CallBackForm({"name": "Ada", "phone": number, "best_time": "noon"}).errors) == {"phone"}


@pytest.mark.parametrize("field", ["name", "best_time"])
def test_long_texts_are_refused(field):
    data = {"name": "Ada", "phone": "212-555-0100", "best_time": "noon", field: "word " * 30}

    assert set(CallBackForm(data).errors) == {field}


def test_a_text_that_no_field_takes_holds_nobody_up():
    assert not CallBackForm({"name": "may " * 50_000 + "x", "phone": "212-555-0100", "best_time": "noon"}).is_valid()


def test_the_reason_is_said_in_the_readers_language():
    """Whatever language was active when the patterns were read."""
    with translation.override("es"), pytest.raises(ValidationError) as refused:
        refuse_patient_data("1980-02-01")
    assert refused.value.params["found"] is not None
