"""The line in the page's head that says who is signed in, with the way out."""

from __future__ import annotations

from html import escape

from ui.access.person import LOCAL, Person


def signed_in_html(person: Person) -> str:
    """Name, role and a button that signs out; of somebody at this machine, why nobody has to sign in."""
    if person == LOCAL:
        return '<p class="fs-signed-in">Inga konton finns: sidan visas bara på den här datorn.</p>'
    return (
        '<form class="fs-signed-in" method="post" action="/logga-ut">'
        f"<span>Inloggad som <strong>{escape(person.name)}</strong> ({escape(person.role.value)})</span>"
        "<button>Logga ut</button></form>"
    )
