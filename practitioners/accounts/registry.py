"""What a public registry says of an NPI: shown to the manager beside the application. It decides nothing.

The registry is that of the United States (NPPES, version 2.1 of its API, https://npiregistry.cms.hhs.gov/api-page).
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 5
"""How long to wait for the registry to connect, and for each part of its answer."""
VERSION = "2.1"
INDIVIDUAL, ACTIVE = "NPI-1", "A"


class NoAnswer(Exception):
    """The registry could not be asked, or said what nobody understands. The message is for the manager."""


@dataclass(frozen=True)
class Entry:
    """What the registry has under a number.

    ``licences`` are (kind of practitioner, state, number of the licence), each of which may be empty.
    """

    number: str
    name: str
    credential: str
    is_individual: bool
    is_active: bool
    licences: tuple[tuple[str, str, str], ...]

    def is_named(self, name: str) -> bool:
        """Whether some name has the first and the last word of this one, whatever their case and accents."""
        own, other = _words(self.name), _words(name)
        return bool(own) and {own[0], own[-1]} <= set(other)


def is_on() -> bool:
    """Whether this installation asks the registry at all."""
    return bool(settings.NPI_REGISTRY_URL)


def look_up(number: str) -> Entry | None:
    """What the registry has under an NPI, None when it has nothing. Raises NoAnswer."""
    try:
        answer = requests.get(
            settings.NPI_REGISTRY_URL,
            params={"version": VERSION, "number": number},
            timeout=SECONDS,
            allow_redirects=False,
        )
        answer.raise_for_status()
        results = answer.json()["results"]
        found = [_entry(result) for result in results if str(result["number"]) == number]
    except requests.JSONDecodeError as error:
        raise NoAnswer(_("The registry answered with something else than was asked for. Try again later.")) from error
    except requests.RequestException as error:
        raise NoAnswer(_("The registry does not answer. Try again later.")) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise NoAnswer(_("The registry answered with something else than was asked for. Try again later.")) from error
    return found[0] if found else None


def _entry(result: dict[str, Any]) -> Entry:
    basic = result["basic"]
    parts = [basic.get(name) or "" for name in ("first_name", "last_name")]
    return Entry(
        number=str(result["number"]),
        name=" ".join(filter(None, parts)) or basic.get("organization_name", ""),
        credential=basic.get("credential") or "",
        is_individual=result.get("enumeration_type") == INDIVIDUAL,
        is_active=basic.get("status") == ACTIVE,
        licences=tuple(
            (each.get("desc") or "", each.get("state") or "", each.get("license") or "")
            for each in result.get("taxonomies", [])
        ),
    )


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("-", " ").split()
