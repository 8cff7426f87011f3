"""The names of drugs as people use them."""

SALTS = frozenset({"hydrochloride", "hcl", "sulfate", "sodium", "clorhidrato", "sulfato", "de", "sódico"})
"""What a generic name may have beside the name that people use."""


def usual(generic: str) -> str:
    """The pattern (review.words) of a generic name as people use it: without its salt, and with any ending.

    International nonproprietary names differ between languages in their endings alone (ketamine, ketamina).
    """
    name = " ".join(word for word in generic.split() if word.lower() not in SALTS)
    return f"{name[:-1]}*" if name[-1:] in {"a", "e", "o"} else name
