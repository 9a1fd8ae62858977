"""The list of a person's conversations as HTML: each opened by its name, renamed, or removed after a second question."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.conversations.kept_conversations import Named
from ui.conversations.names import LONGEST_NAME
from ui.conversations.times import said_time


def bar_html() -> str:
    """The line above the conversation: its name, the list, and a new one. The script fills in the name."""
    return (
        '<div class="fs-bar"><h2 id="fs-name" tabindex="-1">Nytt samtal</h2>'
        '<button type="button" class="fs-small" id="fs-show-list" aria-expanded="false" aria-controls="fs-conversations">'
        'Mina samtal <span aria-hidden="true">▾</span></button>'
        '<button type="button" class="fs-small" id="fs-restart" hidden><span aria-hidden="true">+ </span>Nytt samtal</button>'
        "</div>"
    )


def list_html(listed: Sequence[Named], *, more: int = 0, told: str = "") -> str:
    """The newest first; `more` is how many to list when the button for older ones is pressed, 0 for no button. `told` is a line
    above: what was done, or what is wrong."""
    said = f'<p class="fs-list-told" role="status">{escape(told)}</p>' if told else ""
    if not listed:
        return f'{said}<p class="fs-empty">Här samlas dina samtal. De sparas av sig själva.</p>'
    items = "".join(map(_item, listed))
    older = f'<button type="button" class="fs-small fs-older" data-most="{more}">Visa äldre</button>' if more else ""
    return f'{said}<h3 class="fs-sr">Mina samtal</h3><ul class="fs-named">{items}</ul>{older}'


def list_notice_html(text: str) -> str:
    """A calm line instead of the list."""
    return f'<p class="fs-notice" role="alert">{escape(text)}</p>'


def _item(one: Named) -> str:
    name = escape(one.name)
    return (
        f'<li data-conversation="{escape(one.id)}"><button type="button" class="fs-open"><span>{name}</span>'
        f"<small>{escape(said_time(one.changed_at))}</small></button>"
        '<span class="fs-item-tools">'
        f'<button type="button" class="fs-small fs-rename" aria-label="Byt namn på {name}">Byt namn</button>'
        f'<button type="button" class="fs-small fs-forget" aria-label="Ta bort {name}">Ta bort</button></span>'
        f'<form class="fs-new-name" hidden><label>Nytt namn<input name="name" maxlength="{LONGEST_NAME}" value="{name}" '
        'autocomplete="off"></label><span><button type="submit" class="fs-small">Spara</button>'
        '<button type="button" class="fs-small fs-regret">Avbryt</button></span></form>'
        '<div class="fs-sure" hidden role="group" aria-label="Ta bort samtalet?"><p>Ta bort samtalet? Det går inte att ångra. '
        "Omdömen som du har lämnat finns kvar.</p>"
        '<button type="button" class="fs-small fs-sure-yes">Ta bort</button>'
        '<button type="button" class="fs-small fs-regret">Behåll</button></div></li>'
    )
