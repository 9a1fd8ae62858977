"""Words in a full-text index: SQLite's FTS5 over folded Swedish stems. The only module that knows it.

Stems, not words, are what is indexed, so the tokenizer has nothing left to do. A second, lighter column holds every
two neighbouring words joined: the question's "finsammässan" then finds the report's "finsam mässan", and the
question's own joined neighbours find the compound in the text. Of passages the runs of four letters are indexed too:
they find compounds, inflections and misread words that share a part with what is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, TextClause, bindparam, text

from ingest.domain import Figure, Report
from ingest.language import fold, stem, words
from vectorstore.content import searched_text

# The reports to look in; None means all.
Reports: TypeAlias = Sequence[str] | None

# Three, four and five letters did about as well on the example questions, six worse; four is the middle.
RUN_LETTERS = 4
# A joined neighbour is half as good a sign as a word that stands there itself.
PASSAGE_WEIGHTS = "1.0, 0.5"
# A figure is meant by its row; the table, column and section it stands in tell similar rows apart. A statement is meant
# by what it measures; its sentence and section do the same for it.
FIGURE_WEIGHTS = "4.0, 1.0, 2.0"

_INDEXED = (
    ("passage_words", "passages"),
    ("passage_runs", "passages"),
    ("figure_words", "figures"),
    ("statement_words", "statements"),
)
_CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(stems, joined, tokenize='unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_runs USING fts5(runs, tokenize='unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS figure_words USING fts5(row_stems, place_stems, joined, tokenize='unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS statement_words USING fts5(row_stems, place_stems, joined, tokenize='unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_vocabulary USING fts5vocab(passage_words, 'col')",
)
_DROP = ("passage_vocabulary", "statement_words", "figure_words", "passage_runs", "passage_words")


def create(connection: Connection) -> None:
    for statement in _CREATE:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    for name in _DROP:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def add_report(
    connection: Connection, report: Report, passage_pks: Sequence[int], figure_pks: Sequence[int], statement_pks: Sequence[int]
) -> None:
    """Indexes a report's passages, figures and statements; the keys are in the order of the report's."""
    passage_rows = [
        {
            "pk": pk,
            "stems": _stems(searched_text(p.header, p.text)),
            "joined": " ".join(joined_stems(p.text)),
            "runs": " ".join(letter_runs(searched_text(p.header, p.text))),
        }
        for pk, p in zip(passage_pks, report.passages, strict=True)
    ]
    if passage_rows:
        connection.execute(text("INSERT INTO passage_words(rowid, stems, joined) VALUES (:pk, :stems, :joined)"), passage_rows)
        connection.execute(text("INSERT INTO passage_runs(rowid, runs) VALUES (:pk, :runs)"), passage_rows)
    _add_figures(connection, "figure_words", figure_pks, report.figures)
    _add_figures(connection, "statement_words", statement_pks, report.statements)


def _add_figures(connection: Connection, words_table: str, pks: Sequence[int], figures: Sequence[Figure]) -> None:
    rows = [
        {"pk": pk, "row": _stems(f.row), "place": _stems(_place(f)), "joined": " ".join(joined_stems(f.row))}
        for pk, f in zip(pks, figures, strict=True)
    ]
    if rows:
        insert = f"INSERT INTO {words_table}(rowid, row_stems, place_stems, joined) VALUES (:pk, :row, :place, :joined)"
        connection.execute(text(insert), rows)


def remove_report(connection: Connection, report_id: str) -> None:
    for words_table, table in _INDEXED:
        statement = f"DELETE FROM {words_table} WHERE rowid IN (SELECT pk FROM {table} WHERE report_id = :report)"
        connection.execute(text(statement), {"report": report_id})


def rank_passages(connection: Connection, terms: Iterable[str], reports: Reports, limit: int) -> list[int]:
    """The passages with any of the terms, as keys, best first."""
    return _rank(connection, "passage_words", "passages", PASSAGE_WEIGHTS, terms, reports, limit)


def rank_passages_alike(connection: Connection, runs: Iterable[str], reports: Reports, limit: int) -> list[int]:
    """The passages with any of the runs of letters, as keys, best first."""
    return _rank(connection, "passage_runs", "passages", "1.0", runs, reports, limit)


def rank_figures(connection: Connection, terms: Iterable[str], reports: Reports, limit: int) -> list[int]:
    """The figures with any of the terms in row, place or joined row, as keys, best first."""
    return _rank(connection, "figure_words", "figures", FIGURE_WEIGHTS, terms, reports, limit)


def rank_statements(connection: Connection, terms: Iterable[str], reports: Reports, limit: int) -> list[int]:
    """The statements with any of the terms in what they measure, sentence or section, as keys, best first."""
    return _rank(connection, "statement_words", "statements", FIGURE_WEIGHTS, terms, reports, limit)


def stem_counts(connection: Connection) -> dict[str, int]:
    """Every stem that stands in a passage, with the number of such passages; joined neighbours are not counted."""
    found = connection.execute(text("SELECT term, doc FROM passage_vocabulary WHERE col = 'stems'"))
    return {str(row.term): int(row.doc) for row in found}


def stem_counts_of(connection: Connection, report_id: str) -> Counter[str]:
    """The same of one report alone."""
    statement = "SELECT stems FROM passage_words JOIN passages ON pk = passage_words.rowid WHERE report_id = :report"
    found = connection.execute(text(statement), {"report": report_id})
    return Counter(stem for stems in found.scalars() for stem in set(stems.split()))


def query_terms(question: str, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """The stems to look for: of each word and of each two neighbours joined; each once.

    Where words are `chosen`, of those, and of the question's neighbours that both are among them.
    """
    stems = list(dict.fromkeys(stem(word) for phrase in (chosen or (question,)) for word in words(phrase)))
    spoken = words(question)
    pairs = zip(spoken, spoken[1:], strict=False)
    joined = [stem(one + other) for one, other in pairs if not chosen or (stem(one) in stems and stem(other) in stems)]
    return tuple(dict.fromkeys(s for s in stems + joined if s))


def letter_runs(phrase: str) -> list[str]:
    """Every run of four letters in the folded words; shorter words and numbers whole."""
    runs: list[str] = []
    for word in map(fold, words(phrase)):
        whole = word.isdigit() or len(word) <= RUN_LETTERS
        runs += [word] if whole else [word[at : at + RUN_LETTERS] for at in range(len(word) - RUN_LETTERS + 1)]
    return runs


def joined_stems(phrase: str) -> list[str]:
    spoken = words(phrase)
    return [stem(first + second) for first, second in zip(spoken, spoken[1:], strict=False)]


def match_any(terms: Iterable[str]) -> str:
    """An FTS5 query for any of the terms, "" for none. Quoted: nothing in a term is read as an operator."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)


def _rank(
    connection: Connection, words_table: str, table: str, weights: str, terms: Iterable[str], reports: Reports, limit: int
) -> list[int]:
    query = match_any(terms)
    if not query or limit < 1:
        return []
    statement = (
        f"SELECT {table}.pk FROM {words_table} JOIN {table} ON {table}.pk = {words_table}.rowid "
        f"WHERE {words_table} MATCH :query{_only(table, reports)} "
        f"ORDER BY bm25({words_table}, {weights}), {table}.pk LIMIT :limit"
    )
    found = connection.execute(_bound(statement, reports), _given(query, reports) | {"limit": limit})
    return [int(pk) for pk in found.scalars()]


def _only(table: str, reports: Reports) -> str:
    return "" if reports is None else f" AND {table}.report_id IN :reports"


def _bound(statement: str, reports: Reports) -> TextClause:
    return text(statement) if reports is None else text(statement).bindparams(bindparam("reports", expanding=True))


def _given(query: str, reports: Reports) -> dict[str, object]:
    return {"query": query} if reports is None else {"query": query, "reports": list(reports)}


def _stems(phrase: str) -> str:
    return " ".join(stem(word) for word in words(phrase))


def _place(figure: Figure) -> str:
    around = figure.quote if figure.table is None else f"{figure.table}\n{figure.column}"
    return f"{around}\n{figure.locator.section}"
