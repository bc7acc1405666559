"""How a person may be addressed in mail. The sex is nobody's guess: both forms are offered and the person chooses."""

from vokativ import vokativ

from opora.foundation.core.mail import SALUTATION


def suggested_salutations(full_name: str) -> list[str]:
    """„Dobrý den“, then with the surname in the vocative as a woman's and as a man's; titles are left out."""
    names = [word for word in full_name.partition(",")[0].split() if "." not in word]
    if not names:
        return [SALUTATION]
    surname = names[-1]
    return [
        SALUTATION,
        f"{SALUTATION}, paní {_called(surname, woman=True)}",
        f"{SALUTATION}, pane {_called(surname, woman=False)}",
    ]


def _called(surname: str, *, woman: bool) -> str:
    """The vocative of each part of the surname: „Nováková-Černá“. A man's that ends as a woman's is not declined."""
    parts = surname.split("-")
    return "-".join(
        part if part.endswith("á") else vokativ(part, woman=woman, last_name=True).title() for part in parts
    )
