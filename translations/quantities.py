"""Numbers and units as languages write them, and in what two texts differ there.

A number is compared digit by digit, with the decimals as they are written: 2.5 is 2,5, but neither 25 nor 2.50. English
writes 1,000.5; elsewhere 1.000,5 and 1 000,5 are as good, and so is the English way, which Spanish takes in the
Americas: what could be read as the number that is looked for counts as that number.

Source: Unicode CLDR, *Number elements* (separators by language); Real Academia Española, *Ortografía* (2010), VIII 2.2
(point and comma are both decimal separators, groups are set apart by spaces).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from review.words import fold

SPELLINGS = {
    "kg": ("kg", "kgs", "kilogram", "kilograms", "kilogramo", "kilogramos"),
    "g": ("g", "gram", "grams", "gramo", "gramos"),
    "mg": ("mg", "milligram", "milligrams", "miligramo", "miligramos"),
    "mcg": ("mcg", "ug", "µg", "μg", "microgram", "micrograms", "microgramo", "microgramos"),
    "ng": ("ng", "nanogram", "nanograms", "nanogramo", "nanogramos"),
    "lb": ("lb", "lbs", "pound", "pounds", "libra", "libras"),
    "l": ("l", "liter", "liters", "litre", "litres", "litro", "litros"),
    "dl": ("dl", "deciliter", "deciliters", "decilitro", "decilitros"),
    "ml": ("ml", "cc", "milliliter", "milliliters", "millilitre", "millilitres", "mililitro", "mililitros"),
    "mmol": ("mmol", "millimole", "millimoles", "milimol", "milimoles"),
    "meq": ("meq",),
    "iu": ("iu", "ui", "international units", "unidades internacionales"),
    "unit": ("unit", "units", "unidad", "unidades"),
    "cm": ("cm", "centimeter", "centimeters", "centimetro", "centimetros"),
    "mm": ("mm", "millimeter", "millimeters", "milimetro", "milimetros"),
    "mmhg": ("mmhg", "mm hg"),
    "bpm": ("bpm", "lpm", "beats per minute", "latidos por minuto"),
    "hz": ("hz",),
    "°c": ("°c", "ºc", "° c", "º c", "degrees celsius", "grados celsius"),
    "°f": ("°f", "ºf", "° f", "º f", "degrees fahrenheit", "grados fahrenheit"),
    "%": ("%", "percent", "per cent", "por ciento"),
    "second": ("sec", "secs", "second", "seconds", "seg", "segundo", "segundos"),
    "minute": ("min", "mins", "minute", "minutes", "minuto", "minutos"),
    "hour": ("h", "hr", "hrs", "hour", "hours", "hora", "horas"),
    "day": ("day", "days", "dia", "dias"),
    "week": ("wk", "week", "weeks", "semana", "semanas"),
    "month": ("month", "months", "mes", "meses"),
    "year": ("yr", "yrs", "year", "years", "año", "años"),
}
"""Units, each with how it is written in folded text (review.words)."""
DOSES = frozenset({"g", "mg", "mcg", "ng", "l", "ml", "mmol", "meq", "iu", "unit"})
"""What a drug is measured in."""
NUMERALS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "es": ("cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
}
"""Numbers that languages like to write as words, from zero on: those of the languages whose words are known here."""
ONE = {"un": "1", "uno": "1", "una": "1"}

THIN = "\u00a0\u2009\u202f"
"""The spaces that never end a line, which set groups of three digits apart."""
CANONICAL = {spelling: unit for unit, spellings in SPELLINGS.items() for spelling in spellings}
UNIT = "|".join(re.escape(spelling) for spelling in sorted(CANONICAL, key=len, reverse=True))
PER = r"\s?/\s?|\s(?:per|por)\s"
MEASURE = re.compile(rf"[\s-]?({UNIT})(?!\w)(?:(?:{PER})({UNIT})(?!\w))?(?:(?:{PER})({UNIT})(?!\w))?")
DIGITS = r"(?<![\w.,])[-\u2212]?(?:\d{{1,3}}(?:[{spaces}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
# What ends a longer number in words is none by itself: twenty-four, treinta y cinco.
NUMERAL = r"(?<![\w-])(?<!ta y )(?:{words})(?!\w)"
GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*")


class Quantity(NamedTuple):
    """A number with its unit, if it has one: as it is written, what the number may be read as, and the unit.

    A reading has a point before its decimals and nothing between its groups; ``unit`` is of SPELLINGS, those of a rate
    with strokes between them (``mg/kg/hour``).
    """

    shown: str
    readings: frozenset[str]
    unit: str

    @property
    def is_dose(self) -> bool:
        """Whether it says how much of a drug."""
        return self.unit.partition("/")[0] in DOSES

    @property
    def may_be_article(self) -> bool:
        """Whether it is a one in letters, which languages also say where there is nothing to count."""
        return self.readings == {"1"} and not self.shown[0].isdigit()

    def equals(self, other: "Quantity", strictly: bool) -> bool:
        """Whether both say the same, as far as their languages tell.

        ``strictly``, a number without a unit is another than one with; it may be in words that are not known.
        """
        same_unit = self.unit == other.unit or not (strictly or (self.unit and other.unit))
        return same_unit and not self.readings.isdisjoint(other.readings)


class Difference(NamedTuple):
    """The quantities of one text that another lacks, and those that only the other has, as they are written."""

    lost: list[str]
    added: list[str]


def quantities(words: str, language: str, numerals: bool = True) -> Iterator[Quantity]:
    """The quantities in plain text, in order, those in words among them if ``numerals`` says so.

    Digits that follow letters are part of a name: B12.
    """
    english = language == "en"
    words = unicodedata.normalize("NFC", words)
    folded = fold(words)
    for number in _numbers(language if numerals else "", english).finditer(folded):
        measure = MEASURE.match(folded, number.end())
        units = [CANONICAL[unit] for unit in measure.groups() if unit] if measure else []
        end = measure.end() if measure else number.end()
        known = _numerals(language).get(number[0])
        readings = frozenset({known}) if known else _readings(number[0], english)
        yield Quantity(words[number.start() : end], readings, "/".join(units))


def compare(source: str, source_language: str, target: str, target_language: str) -> Difference:
    """In what the quantities of two plain texts differ."""
    known = {source_language, target_language} <= NUMERALS.keys()
    lost = list(quantities(source, source_language, known))
    added = list(quantities(target, target_language, known))
    for quantity in tuple(lost):
        match = next((other for other in added if quantity.equals(other, strictly=known)), None)
        if match:
            lost.remove(quantity)
            added.remove(match)
    return Difference(_shown(lost), _shown(added))


def _shown(found: Iterable[Quantity]) -> list[str]:
    return [quantity.shown for quantity in found if not quantity.may_be_article]


@cache
def _numbers(language: str, english: bool) -> re.Pattern[str]:
    """What a number looks like in folded text."""
    digits = DIGITS.format(spaces=THIN if english else f" {THIN}")
    numerals = "|".join(_numerals(language))
    return re.compile(f"{digits}|{NUMERAL.format(words=numerals)}" if numerals else digits)


@cache
def _numerals(language: str) -> dict[str, str]:
    """The numbers of a language in words, with their digits."""
    counted = {word: str(number) for number, word in enumerate(NUMERALS.get(language, ()))}
    return counted | ONE if language == "es" else counted


def _readings(number: str, english: bool) -> frozenset[str]:
    sign = "-" if number[0] in "-\u2212" else ""
    digits = "".join(_digit(character) for character in number if character not in f" {THIN}-\u2212")
    return frozenset(sign + reading for reading in _of_digits(digits, english))


def _digit(character: str) -> str:
    """Every script has digits of its own."""
    return character if character in ".," else str(unicodedata.decimal(character))


def _of_digits(digits: str, english: bool) -> set[str]:
    separators = [character for character in digits if character in ".,"]
    if not separators:
        return {digits}
    last = separators[-1]
    if len(set(separators)) == 2:
        whole, _, decimals = digits.rpartition(last)
        return {f"{whole.replace(separators[0], '')}.{decimals}"}
    found = set()
    if GROUPED.fullmatch(digits) and not (english and last == "."):
        found.add(digits.replace(last, ""))
    if len(separators) > 1:
        # A date, say, or the number of a section.
        return found or {digits}
    if not (english and found):
        found.add(digits.replace(last, "."))
    return found
