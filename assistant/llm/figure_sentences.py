"""Sentences about figures: every word must be the figures' own, of the question that found them, borne out by them, or one of the
few that carry a sentence; and each figure must be called by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Calculation, FigureEvidence
from assistant.llm.binding import agrees_with_unit, is_bound
from assistant.llm.called_by_name import is_named
from assistant.llm.computed_sentences import is_told_of_a_half, operation_is_said
from assistant.llm.figure_claims import figure_claims_hold
from assistant.llm.figure_names import associations_are_whole, names_no_other_concept, sexes_agree
from assistant.llm.givers import PAYS, ROLES, givers_agree
from assistant.llm.material import Material
from assistant.llm.own_words import OwnWords, own_words, years_of
from assistant.llm.prose_words import load_prose_words
from assistant.llm.refusals import Reason, Refusal
from assistant.llm.said_sources import sources_agree
from assistant.llm.said_times import is_first_half, says_first_half, times_agree
from assistant.llm.written import PLACE, Place, Word, Written, relative_time, unit_after
from assistant.matching import INFLECTED, MORE_SPECIAL, source_stems, stem_similarity
from assistant.operations import Operation
from assistant.query import Query
from assistant.vocabulary import load_vocabulary
from assistant.wording import say_label
from ingest.domain import Scenario
from ingest.language import fold, stem, words

_YEAR = re.compile(r"(?:19|20)\d\d")
# A question mark may stand in a row's name: "På frågan ”Får du stöd?” var {a}".
_OWN_SIGN = re.compile(rf"[-−–+]{PLACE}|{PLACE}\s*(?:av|of)?\s*{PLACE}|[?!]")
_QUOTED = re.compile(r"[”“\"«»„]([^”“\"«»„]+)[”“\"«»„]")
_CHANGES = (Operation.DIFFERENCE, Operation.CHANGE_PERCENT)
# Names of what is had, owed or received.
_NO_COSTS = tuple("skuld fordran fordring intakt bidrag medel avgift kapital resultat bank tillgang soliditet".split())
_PLANNED = frozenset({Scenario.BUDGET, Scenario.TARGET, Scenario.FORECAST})


def why_not_about_figures(written: Written, query: Query, material: Material) -> Refusal | None:
    """Why a sentence that tells figures may not be told; None where all that it says is so."""
    figures = [e for item in written.cited for e in item.figures]
    own = own_words(written.cited)
    unbacked = _unbacked_word(written, query, own, figures)
    reasons = (
        (Reason.OWN_SIGN, not _OWN_SIGN.search(re.sub(r"\?(?=[”\"])", "", written.text))),
        (Reason.OWN_NUMBER, _numbers_are_named(written, figures, own)),
        (Reason.UNIT, _units_agree(written)),
        (Reason.WORD, not unbacked),
        (Reason.FIGURE_NAME, is_bound(written, material) and names_no_other_concept(written, figures, query)),
        (Reason.ASSOCIATION, associations_are_whole(written, figures)),
        (Reason.NO_NAME, is_named(written, query, material)),
        (Reason.GIVER, givers_agree(written, figures)),
        (Reason.SOURCE, sources_agree(written, [e.stored.report for e in figures])),
        (Reason.SEX, sexes_agree(written, figures)),
        (Reason.TIME, times_agree(written, figures)),
        (Reason.KIND, _kinds_agree(written, figures)),
        (Reason.OPERATION, all(operation_is_said(item, written) for item in written.cited)),
        (Reason.CLAIM, _claims_hold(written, query, material, figures)),
        (Reason.FALSE_QUOTE, _quotes_stand(written, figures)),
    )
    reason = next((reason for reason, holds in reasons if not holds), None)
    return None if reason is None else Refusal(reason, unbacked if reason is Reason.WORD else "")


def _numbers_are_named(written: Written, figures: list[FigureEvidence], own: OwnWords) -> bool:
    """Whether digits are years of the figures, days of their times or part of their names, and no number is in words."""
    years = {str(year) for e in figures for year in years_of(e)}
    named = {digits for e in figures for digits in re.findall(r"\d+", f"{say_label(e)} {e.stored.figure.row}")}
    days = {digits for digits in own.digits if len(digits) <= 2}
    prose = load_prose_words()
    for word in written.words:
        if word.folded.isdigit():
            known = years if _YEAR.fullmatch(word.folded) else named | days
            if word.folded not in known or _is_part_of_a_number(word, written):
                return False
        elif prose.is_number(word.folded) and unit_of(word, written) is None:
            return False
    return True


def _is_part_of_a_number(word: Word, written: Written) -> bool:
    before, after = written.text[max(word.at - 1, 0) : word.at], written.text[word.at + len(word.written) :][:2]
    in_a_date = re.search(r"(?:19|20)\d\d-\d\d-\d\d", written.text[max(word.at - 8, 0) : word.at + 10]) is not None
    if "-" in (before, after[:1]) and not in_a_date:
        return True
    return before in (",", ".") or (after[:1] in (",", ".", ":") and after[1:].isdigit()) or bool(re.match(r"\s?[%‰]", after))


def unit_of(word: Word, written: Written) -> Place | None:
    """The place whose unit the word is, right after it; none for any other word."""
    return next((place for place in written.places if unit_after(place, written) == word), None)


def _units_agree(written: Written) -> bool:
    """Whether each unit named is of a figure that the sentence tells: after the figure its own, elsewhere one of theirs."""
    prose = load_prose_words()
    if not all(agrees_with_unit(place, written) for place in written.places):
        return False
    if any(re.match(r"\s?[%‰]", written.text[place.at + 1 :]) and "%" not in place.printed for place in written.places):
        return False
    own = own_words(written.cited)
    units = {fold(w) for place in written.places for w in re.findall(r"[^\W\d_]+|%", place.printed)}
    units |= {"kronor", "kr"} if "kr" in units else {"procent", "percent"} if "%" in units else set()
    for word in written.words:
        if word.folded in prose.units - {"år"} and unit_of(word, written) is None and word.folded not in units | own.folded:
            return False
    is_share = any(unit == "%" or unit.startswith("procent") for unit in units)
    if {word.folded for word in written.words} & prose.sharing and not is_share and not own.folded & prose.sharing:
        return False
    known = (*own.stems, *own.concepts)
    after_per = [after for word, after in zip(written.words, written.words[1:], strict=False) if word.folded == "per"]
    per_year = any(_is_of_years(item.source, item.inputs) for item in written.cited)
    return all(
        word.folded.isdigit() or word.folded in prose.months or (per_year and word.folded == "år") or _is_met(word, known)
        for word in after_per
    )


def _is_of_years(source: object, inputs: Sequence[FigureEvidence]) -> bool:
    """Whether it is an average over whole years, which may be told per year."""
    years = all(len(e.stored.figure.period or "") == len("2021") for e in inputs)
    return isinstance(source, Calculation) and source.operation is Operation.AVERAGE and years


def _unbacked_word(written: Written, query: Query, own: OwnWords, figures: list[FigureEvidence]) -> str:
    """The first word that says something which neither the figures' names nor the lexicon's and the question's for them say.
    Names must stand in the sources themselves. "" where all is backed."""
    prose = load_prose_words()
    relative = relative_time(written)
    if relative:
        return relative
    asked = _asked_stems(query)
    names = source_stems(" ; ".join(f"{say_label(e)} ; {e.stored.figure.row} ; {e.stored.figure.column}" for e in figures))
    elsewhere = prose.number_words | prose.units | prose.yes | prose.no | prose.women | prose.men | prose.sharing
    elsewhere |= prose.totals
    elsewhere |= prose.planned | prose.deviating | prose.differing | prose.summing | prose.averaging | prose.ends | prose.months
    borne_out = (
        prose.up | prose.down | prose.more | prose.less | prose.plus | prose.minus | prose.most | prose.least | prose.equal
    )
    for word, after in zip(written.words, (*written.words[1:], None), strict=True):
        if after is not None and _is_a_time_of(word, after, written, figures):
            continue
        if word.folded in ("eller", "or") and any(re.search(r"/|\beller\b", say_label(e)) for e in figures):
            continue
        if word.folded.startswith(("kvartal", "quarter")) and word.folded not in own.folded:
            return word.written
        if word.folded.isdigit() or word.folded in elsewhere | borne_out or prose.is_number(word.folded):
            continue  # tried elsewhere
        if word.folded in ROLES | PAYS or _is_mot_a_figure(word, written):
            continue
        if word.folded in prose.people and all(_counts_people(e) for e in figures):
            continue
        if word.folded.startswith("helar") and all(len(e.stored.figure.period or "") == 4 for e in figures):
            continue
        if word.folded in prose.costing | prose.attending | prose.living | {"om", "fragan"}:
            if not _is_said_of_such(word, written, figures):
                return word.written
            continue
        if word.folded in prose.claiming or word.folded in prose.outsets:
            backed = word.folded in own.folded
        elif _is_name(word, written):
            backed = word.folded in own.folded or word.folded.removesuffix("s") in own.folded or _is_met(word, own.stems)
        else:
            backed = word.folded in prose.carrying or _is_met(word, (*own.stems, *own.concepts, *asked))
            backed = backed or _is_met(word, names, MORE_SPECIAL) or _is_translated(word, own)
        if not backed:
            return word.written
    return ""


def _is_said_of_such(word: Word, written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether "kostade" is said of costs, "deltog" of participants, "bor" of inhabitants; and "om" after "på frågan"."""
    prose = load_prose_words()
    figure = figures[0].stored.figure
    named = {fold(w) for w in words(f"{say_label(figures[0])} {figure.row} {figure.table or ''} {figure.locator.section}")}
    named |= {fold(w) for e in figures for w in words(say_label(e))}
    if word.folded in prose.costing:
        owned = any(root in fold(w) for root in _NO_COSTS for w in words(say_label(figures[0])))
        return figure.unit != "antal" and not owned
    if word.folded in prose.attending:
        return any("delt" in name for name in named) and "invånare" not in named and "invanare" not in named
    if word.folded in prose.living:
        return bool({"invanare", "befolkning"} & named)
    before = next((one.folded for one in reversed(written.words) if one.at < word.at), "")
    if word.folded == "fragan":
        return before in ("pa", "for") and re.search(r"fr[åa]gan (?:om |[”\"])", written.text.lower()) is not None
    return before == "fragan" and "pa fragan om" in fold(written.text)


def _is_a_time_of(word: Word, after: Word, written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether two words say a half-year of the figures, or of the change that is told, or since when that is."""
    told_of_a_half = any(is_told_of_a_half(written, item) for item in written.cited) and says_first_half(word, after)
    return is_first_half(word, after, figures) or told_of_a_half or _is_since_the_first(word, after, written)


def _is_since_the_first(word: Word, after: Word, written: Written) -> bool:
    """Whether "sedan 2021" says from when the change is that the sentence tells."""
    changes = [i for i in written.cited if isinstance(i.source, Calculation) and i.source.operation in _CHANGES]
    return word.folded in ("sedan", "since") and any(after.folded in map(str, years_of(item.inputs[0])[-1:]) for item in changes)


def _counts_people(evidence: FigureEvidence) -> bool:
    """Whether a figure is a count of people, by what its names say."""
    named = {fold(w) for w in words(f"{say_label(evidence)} {evidence.stored.figure.row} {evidence.stored.figure.column}")}
    return evidence.stored.figure.unit == "antal" and bool(named & load_prose_words().counted_people)


def _kinds_agree(written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether what is planned is told as planned, a difference as one, and an outcome as neither."""
    prose = load_prose_words()
    said = {word.folded for word in written.words}
    said |= {planned for planned in prose.planned for word in said if word.endswith(planned)}  # "insatsbudgeten"
    kinds = {e.stored.figure.scenario for e in figures}
    named = {fold(w) for e in figures for w in words(f"{say_label(e)} {e.stored.figure.row} {e.stored.figure.table or ''}")}
    if kinds & _PLANNED and not said & (prose.planned | prose.modals):
        return False
    if (said & prose.aiming - named and Scenario.TARGET not in kinds) or (
        said & prose.forecasting - named and Scenario.FORECAST not in kinds
    ):
        return False
    if Scenario.DEVIATION in kinds and not said & prose.deviating:
        return False
    if said & prose.deviating - named - prose.differing and Scenario.DEVIATION not in kinds:
        return False
    if said & prose.planned - named and not kinds - {Scenario.OUTCOME, Scenario.SHARE}:
        return False
    return not ("utfall" in said or "utfallet" in said) or bool(kinds & {Scenario.OUTCOME, Scenario.SHARE}) or "utfall" in named


def _claims_hold(written: Written, query: Query, material: Material, figures: list[FigureEvidence]) -> bool:
    prose = load_prose_words()
    said = {word.folded for word in written.words}
    named = {fold(w) for e in figures for w in words(f"{say_label(e)} {e.stored.figure.row}")}
    if said & prose.negations - named or any(f"{bound} {PLACE}" in fold(written.text) for bound in prose.more_than):
        return False
    if any(_is_bounded(place, written) for place in written.places):
        return False
    computed = any(isinstance(item.source, Calculation) for item in written.cited)
    deviates = any(e.stored.figure.scenario is Scenario.DEVIATION for e in figures)
    if "summa" in named or any(word.startswith("total") for word in named):
        named |= prose.totals
    if not computed and said & (prose.summing | prose.averaging | prose.differing | prose.totals) - named and not deviates:
        return False
    if re.search(r"\b(?:under|över) (?:\w*)budget", written.text, re.IGNORECASE) and not (computed or deviates):
        return False
    if said & prose.modals - named and not all(e.stored.figure.scenario in _PLANNED for e in figures):
        return False
    return figure_claims_hold(written, query, material)


def _is_bounded(place: Place, written: Written) -> bool:
    """Whether a word like "över" stands right before a figure, which is told to the last digit."""
    before = next((word for word in reversed(written.words) if word.at < place.at), None)
    if before is None or written.text[before.at + len(before.written) : place.at].strip():
        return False
    return before.folded in load_prose_words().bounding


def _quotes_stand(written: Written, figures: list[FigureEvidence]) -> bool:
    """Whether what stands between quotation marks is the name of a figure's row or column."""
    if len(re.findall(r"[”“\"«»„]", written.text)) % 2:
        return False
    named = [" ".join(name.split()) for e in figures for name in (say_label(e), e.stored.figure.row, e.stored.figure.column)]
    return all(any(quoted.strip(" .,") in name for name in named) for quoted in _QUOTED.findall(written.text))


def _is_mot_a_figure(word: Word, written: Written) -> bool:
    """Whether "mot" sets a figure beside the one before: "{b} mot {c}"."""
    places = [place.at for place in written.places]
    return (
        word.folded == "mot"
        and any(at < word.at for at in places)
        and any(at > word.at and not written.text[word.at + 3 : at].strip() for at in places)
    )


def _is_met(word: Word, stems: Sequence[str], least: float = INFLECTED) -> bool:
    return any(stem_similarity(word.stem, found) >= least for found in stems)


def _is_translated(word: Word, own: OwnWords) -> bool:
    """Whether an English word is one for a word of the figures' names."""
    return any(stem(swedish) in own.stems for swedish in load_vocabulary().english.get(word.folded, ()))


def _is_name(word: Word, written: Written) -> bool:
    """Whether it is written with a capital where no sentence begins."""
    return word.written[:1].isupper() and bool(written.text[: word.at].strip(' ”“"«»„(-–'))


def _asked_stems(query: Query) -> tuple[str, ...]:
    """The words of the question that the figures were found by; names are none of them."""
    measures = [measure for one in (query, *query.parts) for measure in one.measures]
    found = [t for measure in measures for t in measure.terms if not t.required and not t.inherited]
    translated = [stem(w) for t in found for w in load_vocabulary().english.get(t.word, ())]
    return tuple(dict.fromkeys((*(t.stem for t in found), *translated)))
