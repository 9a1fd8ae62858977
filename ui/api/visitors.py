"""What a visitor of the API may see: public reports, and all of them with an account.

The filter itself is the library's (`Library.within`), below everything that searches, counts or words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.access.person import LOCAL, PERSON_KEY, Person
from vectorstore.entries import EVERYTHING, PUBLIC, Scope

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


def scope_of(request: HTTPConnection) -> Scope:
    """The filter for what a request gets to see. Sitting at this machine without an account is no signing in."""
    person = request.scope.get(PERSON_KEY)
    return EVERYTHING if isinstance(person, Person) and person != LOCAL else PUBLIC
