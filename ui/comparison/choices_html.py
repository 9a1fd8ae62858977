"""What can be chosen on the page *Jämför*, as HTML: measures to search among, associations, times, and what to show."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.comparison_measures import MeasureOffer, measure_of
from assistant.query import Span
from assistant.timespans import say_span, write_period
from ingest.language import fold, words
from ui.comparison.choice import Choice, Drawn, View

MEASURES_AT_ONCE = 40  # more are found by searching
FILTER_FROM = 12  # so many associations get a box to filter them by
VIEWS = {
    View.OUTCOME: "Utfall",
    View.BUDGET: "Budget",
    View.AGAINST: "Budget mot utfall",
    View.PER_PARTICIPANT: "Kronor per deltagare",
    View.CHANGES: "Förändring",
}
_DRAWN = {Drawn.LINES: "Linjer", Drawn.BARS: "Staplar"}
SEARCH_HTML = (
    '<div class="fs-cmp-pick-search"><label for="fs-measure-search">Sök mått eller rad</label>'
    '<input id="fs-measure-search" type="search" name="sok" autocomplete="off" spellcheck="false" maxlength="100"></div>'
)


def measures_html(offers: Sequence[MeasureOffer], chosen: Sequence[str], search: str) -> str:
    """The chosen measures first, then those that the words of the search begin words of, or the most printed."""
    by_key = {one.measure.key: one for one in offers}
    wanted = words(fold(search))
    found = [one for one in offers if one.measure.key not in chosen and _answers(one, wanted)]
    first = "".join(_measure(key, by_key.get(key), chosen=True) for key in chosen)
    rest = "".join(_measure(one.measure.key, one, chosen=False) for one in found[:MEASURES_AT_ONCE])
    return (
        f'<fieldset class="fs-cmp-pick"><legend>Mått</legend><div class="fs-cmp-pick-list">{first}{rest}</div>'
        f'<p class="fs-cmp-pick-count" role="status">{_count(len(found), bool(wanted))}</p></fieldset>'
    )


def _answers(offer: MeasureOffer, wanted: Sequence[str]) -> bool:
    named = words(fold(offer.measure.label))
    return all(any(word in name for name in named) for word in wanted)


def _count(found: int, is_search: bool) -> str:
    if not found:
        return "Inget mått med de orden. Skriv färre eller andra ord." if is_search else ""
    shown = min(found, MEASURES_AT_ONCE)
    return f"{shown} av {found} visas. Sök för att hitta fler." if found > shown else f"{found} att välja bland."


def _measure(key: str, offer: MeasureOffer | None, *, chosen: bool) -> str:
    if offer is None:
        return _tick("matt", key, measure_of(key).label, "inte tryckt av de valda", chosen)
    many = "förbund"
    said = f"{offer.associations} {many}, {offer.times} {'period' if offer.times == 1 else 'perioder'}"
    return _tick("matt", key, offer.measure.label, said, chosen)


def others_html(associations: Sequence[str], spans: Sequence[Span], choice: Choice) -> str:
    """Associations, times, and what to show."""
    return _associations(associations, choice) + _periods(spans, choice) + _views(choice)


def _associations(names: Sequence[str], choice: Choice) -> str:
    filtered = (
        '<label class="fs-cmp-pick-filter">Filtrera förbund'
        '<input type="search" class="fs-filter-names" autocomplete="off"></label>'
        if len(names) >= FILTER_FROM
        else ""
    )
    ordered = sorted(names, key=lambda name: (name not in choice.associations, fold(name)))
    ticks = "".join(_tick("forbund", name, name, "", name in choice.associations) for name in ordered)
    return (
        f'<fieldset class="fs-cmp-pick"><legend>Förbund</legend>{filtered}<div class="fs-cmp-pick-list">{ticks}</div></fieldset>'
    )


def _periods(spans: Sequence[Span], choice: Choice) -> str:
    """Whole years first; without any chosen, all that are printed are shown."""
    ordered = sorted(dict.fromkeys((*spans, *choice.spans)), key=lambda span: (not span.is_year, -span.end.toordinal()))
    ticks = "".join(
        _tick("period", write_period(span), say_span(span), "", write_period(span) in choice.periods) for span in ordered
    )
    hint = "Ingen vald: alla som är tryckta."
    return (
        f'<fieldset class="fs-cmp-pick"><legend>Period</legend><p class="fs-cmp-pick-count">{hint}</p>'
        f'<div class="fs-cmp-pick-list">{ticks}</div></fieldset>'
    )


def _views(choice: Choice) -> str:
    views = "".join(_radio("visa", one.value, said, choice.view is one) for one, said in VIEWS.items())
    drawn = "".join(_radio("diagram", one.value, said, choice.drawn is one) for one, said in _DRAWN.items())
    return (
        f'<div class="fs-cmp-views"><fieldset class="fs-cmp-pick"><legend>Visa</legend>{views}</fieldset>'
        f'<fieldset class="fs-cmp-pick"><legend>Diagram</legend>{drawn}</fieldset></div>'
    )


def _tick(name: str, value: str, label: str, said: str, chosen: bool) -> str:
    more = f'<span class="fs-cmp-pick-said">{escape(said)}</span>' if said else ""
    ticked = " checked" if chosen else ""
    return (
        f'<label class="fs-cmp-pick-one"><input type="checkbox" name="{name}" value="{escape(value)}"{ticked}>'
        f"<span>{escape(label).replace('/', '/<wbr>')}{more}</span></label>"
    )


def _radio(name: str, value: str, label: str, chosen: bool) -> str:
    return (
        f'<label class="fs-cmp-pick-one"><input type="radio" name="fs-{name}" value="{value}"{" checked" if chosen else ""}>'
        f"<span>{label}</span></label>"
    )
