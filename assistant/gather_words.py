"""An answer in the words of the reports: the quotes that together probably answer, with the list that they announce."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.conflicting_words import contradicting
from assistant.evidence import Evidence, FigureEvidence, QuoteEvidence
from assistant.find_figures import fits
from assistant.find_quotes import together
from assistant.list_items import rows_alike, rows_under_heading, with_items
from assistant.query import Intent, Query
from assistant.ranking import Ranking
from assistant.statements import gender_share
from assistant.wording import say
from ingest.domain import TextUnit, UnitKind
from ingest.language import fold
from vectorstore.library import Library

# Quotes are added until one of them answers with this probability, each at least so likely as a part of the best one's.
_ENOUGH, _BESIDE, _BESIDE_NUMBER = 0.7, 0.2, 0.35
_MOST_QUOTES, _MOST_CHARS = 3, 900
# An association of which all that it holds is together this likely, held against the likeliest one, may be the one meant.
_RIVAL = 0.33
# A definition or description goes on past its first sentence up to about this long.
_DESCRIPTION_CHARS = 420
_HOW = re.compile(r"hur (?!lang|lange|ofta|gammal|stor|manga|mycket)|how (?:do|does|did|can|is|are)\b")


def answer_in_words(query: Query, quotes: Sequence[QuoteEvidence], ranking: Ranking, library: Library) -> Evidence:
    """The evidence for an answer by quotes, of which there is at least one."""
    if query.intent is Intent.SHARE and query.gender:
        told = _gender_share(query, query.gender, quotes)
        if told is not None:
            return told
    choices = _one_for_each_association(query, quotes, ranking)
    if choices.choices:
        return choices
    if query.intent is Intent.DEFINE:
        return Evidence(quotes=(_with_following(quotes[0]),))
    if query.intent in (Intent.LIST, Intent.WHO):
        whole = _whole_list(query, quotes, library)
        if whole:
            return Evidence(quotes=whole)
    kept = _enough(query, quotes, 1 - ranking.nothing)
    if len(kept) == 1 and _HOW.match(fold(query.question)) and not query.quantity:
        return Evidence(quotes=(_with_following(kept[0]),))
    return Evidence(quotes=(*kept, *contradicting(kept, quotes, query, library)))


def _gender_share(query: Query, gender: str, quotes: Sequence[QuoteEvidence]) -> Evidence | None:
    """The share in the split that a sentence states; none where likely sentences split differently, of different people."""
    likely = [quote for quote in quotes if quote.score >= _BESIDE * quotes[0].score]
    shares = [(gender_share(gender, quote, say(query.language, f"{gender}_label")), quote) for quote in likely]
    found = [(calculation, quote) for calculation, quote in shares if calculation is not None]
    if len({calculation.value for calculation, _ in found}) != 1:
        return None
    calculation, quote = found[0]
    return Evidence(calculations=(calculation,), quotes=(quote,))


def _enough(query: Query, quotes: Sequence[QuoteEvidence], something: float) -> tuple[QuoteEvidence, ...]:
    """The fewest quotes of one association that probably answer, in the order of their likelihood."""
    best = quotes[0]
    least = (_BESIDE_NUMBER if query.quantity else _BESIDE) * best.score
    kept = [best]
    for quote in quotes[1:]:
        if len(kept) == _MOST_QUOTES or together(kept) >= _ENOUGH * something or quote.score < least:
            break
        short_enough = sum(len(q.unit.text) for q in (*kept, quote)) <= _MOST_CHARS
        if short_enough and quote.report.association == best.report.association:
            kept.append(quote)
    return tuple(kept)


def _whole_list(query: Query, quotes: Sequence[QuoteEvidence], library: Library) -> tuple[QuoteEvidence, ...]:
    """The list that one of the likely quotes announces, or the rows that answer as the best one does; none where neither is."""
    rows = rows_alike(quotes[0], query, library) or rows_under_heading(quotes, query, library)
    if rows:
        return rows
    likely = [quote for quote in quotes[:_MOST_QUOTES] if quote.score >= _BESIDE * quotes[0].score]
    announced = (with_items(quote, query, library) for quote in likely)
    return next(((quote,) for quote in announced if quote is not None), ())


def _one_for_each_association(query: Query, quotes: Sequence[QuoteEvidence], ranking: Ranking) -> Evidence:
    """The likeliest quote or figure of each association that may be meant, where a number is asked for and none is named."""
    if query.associations or not (query.quantity or query.about_money):
        return Evidence()
    chances: dict[str, float] = {}
    best: dict[str, QuoteEvidence | FigureEvidence] = {}
    for quote in quotes:
        name = quote.report.association
        chances[name] = chances.get(name, 0.0) + quote.score
        best.setdefault(name, quote)
    for ranked in ranking.figures:
        if ranked.stored.figure.table is None or not fits(ranked.stored, query):
            continue
        name = ranked.stored.report.association
        chances[name] = chances.get(name, 0.0) + ranked.probability
        if ranked.probability > (best[name].score if name in best else 0.0):
            best[name] = FigureEvidence(ranked.stored.figure.key, ranked.stored, ranked.probability)
    names = [n for n in sorted(chances, key=lambda n: -chances[n]) if chances[n] >= _RIVAL * max(chances.values())]
    if len(names) < 2:
        return Evidence()
    found = [best[name] for name in names]
    return Evidence(
        figures=tuple(e for e in found if isinstance(e, FigureEvidence)),
        quotes=tuple(e for e in found if isinstance(e, QuoteEvidence)),
        choices=tuple(names),
    )


def _with_following(quote: QuoteEvidence) -> QuoteEvidence:
    """A definition with the sentences that go on with it, whole, as long as it stays short."""
    units = [quote.unit]
    for unit in quote.passage.units[quote.position + 1 :]:
        longer = sum(len(u.text) + 1 for u in units) + len(unit.text)
        if unit.kind is UnitKind.ROW or quote.unit.kind is UnitKind.ROW or longer > _DESCRIPTION_CHARS:
            break
        units.append(unit)
    places = [u.locator.lines for u in units if u.locator.lines]
    lines = (places[0][0], places[-1][1]) if len(places) == len(units) else None
    if len(units) == 1 or lines is None:
        return quote
    merged = TextUnit(" ".join(u.text for u in units), quote.unit.kind, replace(quote.unit.locator, lines=lines))
    return replace(quote, key=f"{quote.key}+{len(units) - 1}", unit=merged)
