"""People counted in sentences: women and men make up the whole, and so do places, teams and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks.people_by_label import counts_by_label, shares_by_label
from ingest.checks.people_cards import card_relations, costs_per_head
from ingest.checks.people_changes import difference_relations
from ingest.checks.people_groups import combined_groups, sibling_sections, table_against_sentence
from ingest.checks.people_left import left_relations
from ingest.checks.people_lists import find_formulas, find_lists, find_lists_by_sex
from ingest.checks.people_parts import (
    letters_for_ones,
    lists_a_little_short,
    parts_larger_than_the_whole,
    parts_out_of,
    percent_pairs,
    survey_splits,
)
from ingest.checks.people_printed import Three, printed_threes, slips_from_printed
from ingest.checks.people_sections import totals_of_sections
from ingest.checks.people_splits import SURVEY, Split, find_splits
from ingest.checks.people_totals import goals_against_all, totals_against_tables
from ingest.checks.people_twice import counted_twice
from ingest.checks.relation import Relation, Term
from ingest.checks.sentences_said import Said, figure_of, made_figure, sentences_said
from ingest.checks.sheets import lay_out
from ingest.checks.years_said import changes_against_tables, sexes_against_tables, years_against_tables
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report
from ingest.statements_numbers import Mention


def people_relations(report: Report) -> Iterator[Relation]:
    """What counts of people in running text and cards must add up to, in the order of the checks."""
    sentences = sentences_said(report)
    splits = find_splits(sentences)
    made = [(split, whole, parts) for split in splits for whole, *parts in _figures_of(report, split)]
    yield from _splits_make_the_whole(made)
    yield from _blamed_by_other_prints(report, made)
    yield from _lists_make_the_whole(report, sentences)
    yield from _places_make_the_sexes(report, sentences, splits)
    yield from combined_groups(report, sentences, splits)
    yield from card_relations(report)
    yield from difference_relations(report, sentences)
    yield from years_against_tables(report, sentences)
    yield from changes_against_tables(report, sentences)
    yield from sexes_against_tables(report, splits)
    yield from left_relations(report, sentences)
    yield from counts_by_label(report, sentences)
    yield from totals_against_tables(report, sentences)
    yield from goals_against_all(report, sentences)


def people_findings(report: Report) -> Iterator[Finding]:
    """What is said of people that is no sum of figures: groups against the whole, surveys, parts larger than the whole."""
    sentences = sentences_said(report)
    splits = find_splits(sentences)
    yield from sibling_sections(report, splits)
    yield from table_against_sentence(report, splits)
    yield from survey_splits(report, [split for split in splits if is_survey(split)])
    yield from percent_pairs(report, splits)
    yield from parts_larger_than_the_whole(report, sentences)
    yield from parts_out_of(report, sentences)
    yield from lists_a_little_short(report, sentences)
    yield from letters_for_ones(report, sentences)
    yield from counted_twice(report, sentences)
    yield from costs_per_head(report, splits)
    yield from shares_by_label(report, sentences)
    yield from totals_of_sections(report, lay_out(report.tables, report.figures), sentences)


def is_survey(split: Split) -> bool:
    """Whether the whole counts answers: one may have been given without a sex."""
    return split.whole is not None and bool(SURVEY.search(split.whole_words()))


def split_figures(report: Report, split: Split) -> tuple[Figure, ...]:
    """The figures of the parts of a split: women, men and whoever is neither."""
    labels = ("kvinnor", "män", "annan könstillhörighet")
    return tuple(figure_of(report, split.said, part, label) for part, label in zip(split.parts, labels, strict=False))


def _figures_of(report: Report, split: Split) -> Iterator[tuple[Figure, ...]]:
    """The whole and its parts as figures, where the whole is known and no survey's."""
    if split.whole is not None and split.whole_said is not None and not is_survey(split):
        whole = figure_of(report, split.whole_said, split.whole)
        yield whole, *_apart_from(report, split, whole)


def _splits_make_the_whole(made: Sequence[tuple[Split, Figure, Sequence[Figure]]]) -> Iterator[Relation]:
    for _, whole, parts in made:
        terms = tuple(Term(part) for part in parts)
        yield Relation(FindingKind.SEX_SPLIT, whole, terms, "kvinnor och män tillsammans", Certainty.CERTAIN)


def _blamed_by_other_prints(report: Report, made: Sequence[tuple[Split, Figure, Sequence[Figure]]]) -> Iterator[Relation]:
    """Which of a broken split's numbers is wrong, as tables and the sentences that add up tell."""
    in_two = [(split, (whole, parts[0], parts[1])) for split, whole, parts in made if len(parts) == 2]
    broken = [(split, told) for split, told in in_two if told[0].value != told[1].value + told[2].value]
    sound = [Three(*told) for _, told in in_two if told[0].value == told[1].value + told[2].value]
    if broken:
        yield from slips_from_printed(report, broken, (*printed_threes(report), *sound))


def _apart_from(report: Report, split: Split, whole: Figure) -> tuple[Figure, ...]:
    """The parts as figures of their own: a figure that is the whole's cannot be a part's as well."""
    parts = split_figures(report, split)
    mentions = split.parts
    if len({figure.key for figure in (whole, *parts)}) == len(parts) + 1:
        return parts
    return tuple(
        made_figure(report, split.said, mention, label)
        for mention, label in zip(mentions, ("kvinnor", "män", "annan könstillhörighet"), strict=False)
    )


def _lists_make_the_whole(report: Report, sentences: Sequence[Said]) -> Iterator[Relation]:
    for listed in (*find_formulas(sentences), *find_lists(sentences)):
        if listed.by_place and 0 < listed.whole.value - listed.sum < listed.whole.value / 20:
            continue  # a few without a place or a reason: said as a small matter elsewhere
        yield Relation(
            FindingKind.SUM,
            figure_of(report, listed.whole_said, listed.whole),
            tuple(Term(_figure(report, listed.said, part)) for part in listed.parts),
            "summan av de uppräknade",
            Certainty.CERTAIN if listed.certain else Certainty.INTERPRETATION,
        )


def _figure(report: Report, said: Said, mention: Mention) -> Figure:
    return figure_of(report, said, mention)


def _places_make_the_sexes(report: Report, sentences: Sequence[Said], splits: Sequence[Split]) -> Iterator[Relation]:
    """ "3 kvinnor och 4 män (Norrby 1 man, …)": the places' women are the women."""
    for listed in find_lists_by_sex(sentences):
        split = next((s for s in splits if s.said is listed.said and 0 <= listed.start - s.end <= 25), None)
        if split is None or split.percent:
            continue
        women, men = (made_or_known(report, split, mention) for mention in (split.women, split.men))
        for total, parts in ((women, listed.women), (men, listed.men)):
            if parts:
                yield Relation(
                    FindingKind.SEX_SPLIT,
                    total,
                    tuple(Term(made_figure(report, listed.said, part, "uppräknade")) for part in parts),
                    "summan av de uppräknade",
                )


def made_or_known(report: Report, split: Split, mention: Mention) -> Figure:
    """The same figure for a part as in the relation that makes it a part of the whole."""
    whole = figure_of(report, split.whole_said, split.whole) if split.whole and split.whole_said else None
    parts = _apart_from(report, split, whole) if whole else split_figures(report, split)
    return parts[split.parts.index(mention)]
