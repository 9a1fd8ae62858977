"""Who is behind a request, and what a role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import NotAllowedError

# Where `ui.access` leaves the person in the scope of a request.
PERSON_KEY = "finsam.person"


class Role(StrEnum):
    """From the least to the most: each may do what those before it may."""

    READER = "läsare"
    EDITOR = "redaktör"
    ADMINISTRATOR = "administratör"

    def includes(self, needed: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is the account's name; of whoever works at the machine itself without accounts it is `LOCAL`'s."""

    name: str
    role: Role

    def require(self, needed: Role) -> None:
        """Raises `NotAllowedError` for a person whose role is less."""
        if not self.role.includes(needed):
            raise NotAllowedError(f"Det här får bara den göra som är {needed.value}. Du är {self.role.value}.")


# Without accounts the page listens on this machine only, and whoever works there may do everything.
LOCAL = Person("lokal användare", Role.ADMINISTRATOR)


def person_of(request: object) -> Person:
    """The person behind a request, Starlette's or Gradio's. Raises `NotAllowedError` where nobody has been identified."""
    inner = getattr(request, "request", None) or request  # Gradio wraps the request it got
    scope = getattr(inner, "scope", None)
    person = scope.get(PERSON_KEY) if isinstance(scope, dict) else None
    if not isinstance(person, Person):
        raise NotAllowedError("Du är inte inloggad. Ladda om sidan och logga in.")
    return person
