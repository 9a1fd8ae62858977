"""Headers of tables whose columns are set apart by blanks alone: times, scenario words, sexes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.domain import Line
from ingest.language import fold
from ingest.numerals_damaged import digits_for
from ingest.tables_grid import clean
from ingest.tables_header_pairs import join_lines

MAX_COLUMNS = 12
MAX_CORNER_WORDS = 3
_DATE = r"(?:-\s?)?(?:19|20)\d\d-\d\d-\d\d"
_DAY = r"\d{1,2}\s(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?\s(?:19|20)\d\d(?!\d)"
_TIME = rf"{_DATE}|{_DAY}|(?<![\d-])(?:19|20)\d\d(?![\d-])"
_CORNER = re.compile(r"^(belopp(\s+[i1l])?\s+)?(t?kr|mnkr|kronor)\.?(?=\s|$)|^\((?:i )?t?kr\)|^belopp\b", re.IGNORECASE)
_NOTE = re.compile(r"^not(er)?\.?$", re.IGNORECASE)
_WORDS = re.compile(
    r"^(utfall|budget(erat|et)?|bokslut|prognos|plan|avvik\w*|differens|diff|helar|ack|ackumulerat|aktuell|andel|antal|totalt?|mal"
    r"|(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*([-–](jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*)?"
    r"|%|i|kr|tkr|-|netto|intakt|intakter|kostnad(er)?|kostn|resultat|ar|delar|period(en)?|verksamhetsar)[.:]?$"
)
_SCENARIO = re.compile(r"^(utfall|budget(erat|et)?|bokslut|prognos|plan|avvik\w*|differens|diff|netto|andel|antal)[.:]?$")
# A scan misreads "män" as "min" or "main", so the word beside "kvinnor" is not asked for its letters.
_SUB = re.compile(r"^(kvinn\w*|man|kv|m|flickor|pojkar|totalt?|antal|andel|intakt\w*|kostn\w*|netto|utfall|budget)[.:]?$")
# Two blanks or more set columns apart where a line keeps its layout.
_WIDE_GAP = re.compile(r"\s{2,}")
# A year or a date in which a scan has letters for digits, or a long dash
_DAMAGED_TIME = re.compile(
    r"(?<!\w)(?:[1lI]9|2[0Oo])[\dOoIl]{2}(?:[-\u2010-\u2014][\dOoIl]{2}[-\u2010-\u2014][\dOoIl]{2})?(?!\w)"
)
_FOOTING = re.compile(r"^\(\s*\d{1,2}\s*m[^)]{1,8}\)$")


@dataclass(frozen=True, slots=True)
class SpaceHeader:
    columns: tuple[str, ...]
    corner: str
    has_note: bool
    last: int  # index of the header's last line in the document


def read_header(lines: tuple[Line, ...], at: int) -> SpaceHeader | None:
    """The header that starts at this line: times or scenario words and nothing else, over one to three lines."""
    columns, corner, has_note = _first_line(_mend(lines[at].text.strip()))
    last = at
    if not columns and at + 1 < len(lines):
        columns, corner, has_note = _two_lines(_mend(lines[at].text.strip()), _mend(lines[at + 1].text.strip()))
        last = at + 1
    if not columns:
        return None
    told_apart = _told_apart_below(columns, lines[last + 1].text) if last + 1 < len(lines) else None
    if told_apart is not None:
        return SpaceHeader(told_apart, corner, has_note, last + 1)
    for below in range(last + 1, min(last + 7, len(lines))):
        text = _mend(clean(lines[below].text))
        if not text or _FOOTING.match(text):
            last = below if text else last
            continue
        merged = _second_line(columns, text)
        if merged is None:
            break
        columns, extra_corner, note = merged
        corner, has_note, last = corner or extra_corner, has_note or note, below
    timed = any(re.search(_TIME, column) for column in columns)
    if len(columns) > MAX_COLUMNS or len(columns) < 2 and not (timed and _CORNER.match(fold(corner))):
        return None
    return SpaceHeader(columns, corner, has_note, last)


def _mend(text: str) -> str:
    """The line with the digits that its times must have ("2O22-01–01" → "2022-01-01")."""
    return _DAMAGED_TIME.sub(lambda m: re.sub(r"[\u2010-\u2014]", "-", digits_for(m.group())), text)


def is_corner(text: str) -> bool:
    """Whether a header cell states the unit of the whole table ("Belopp tkr")."""
    return _CORNER.fullmatch(fold(text).strip()) is not None


def is_header_word(word: str) -> bool:
    """Whether a word is one that headers are made of: a time, a scenario, a sub-column."""
    return bool(re.fullmatch(_TIME, word) or _WORDS.match(fold(word)) or _SUB.match(fold(word)))


def names_scenario(text: str) -> bool:
    return any(_SCENARIO.match(fold(word)) for word in text.split())


def _first_line(text: str) -> tuple[tuple[str, ...], str, bool]:
    corner, has_note, rest = _strip_corner(text)
    if not rest:
        return (), "", False
    if not corner:
        corner, rest = _strip_words(rest)
    chunks = _WIDE_GAP.split(rest)
    if len(chunks) > 1 and all(_is_column(chunk) for chunk in chunks):
        return tuple(" ".join(chunk.split()) for chunk in chunks), corner, has_note
    rest = " ".join(rest.split())
    tokens = [t.strip() for t in re.findall(rf"{_TIME}|\S+", rest)]
    times = [bool(re.fullmatch(_TIME, t)) for t in tokens]
    words = [fold(t) for t, is_time in zip(tokens, times, strict=True) if not is_time]
    if not all(_WORDS.match(w) for w in words):
        return (), "", False
    if not any(times):
        scenarios = [w for w in words if _SCENARIO.match(w)]
        return (tuple(tokens), corner, has_note) if len(scenarios) >= 2 and len(scenarios) == len(words) else ((), "", False)
    if not words:
        return tuple(tokens), corner, has_note
    return _group(tokens, times), corner, has_note


def _two_lines(upper: str, lower: str) -> tuple[tuple[str, ...], str, bool]:
    """Words of scenarios over the times and words that complete them, each column in two pieces."""
    corner, has_note, rest = _strip_corner(upper)
    names = rest.split()
    if not names or not all(_WORDS.match(fold(name)) for name in names) or not all(map(_is_compound, lower.split())):
        return (), "", False
    chunks = [_WIDE_GAP.split(line) for line in (rest, lower)]
    if len(chunks[0]) == len(chunks[1]) > 1:
        return tuple(" ".join(" ".join(pair).split()) for pair in zip(*chunks, strict=True)), corner, has_note
    if sum(bool(_SCENARIO.match(fold(name))) for name in names) < 2:
        return (), "", False
    return join_lines(names, lower) or (), corner, has_note


def _is_compound(word: str) -> bool:
    """Whether a header word, or each part of a difference of two ("utfall-budget")."""
    return is_header_word(word) or all(map(is_header_word, re.split(r"[-/]", word)))


def _is_column(chunk: str) -> bool:
    """Whether a piece set apart by wide gaps is a header: a time, scenario words, or both."""
    words = re.sub(_TIME, " ", chunk).split()
    timed = len(words) < len(chunk.split())
    return all(_WORDS.match(fold(w)) for w in words) and (timed or any(_SCENARIO.match(fold(w)) for w in words))


def _group(tokens: list[str], times: list[bool]) -> tuple[str, ...]:
    """Words with their time: "Utfall 2021 Budget 2021", or the time first: "2021 antal 2021 andel"."""
    columns: list[list[str]] = [[]]
    for token, is_time in zip(tokens, times, strict=True):
        if columns[-1] and (times[0] and is_time or not times[0] and not is_time and re.search(_TIME, columns[-1][-1])):
            columns.append([])
        columns[-1].append(token)
    return tuple(" ".join(c) for c in columns)


def _strip_words(text: str) -> tuple[str, str]:
    """Up to three words that head the label column ("Konto Utfall Budget"), and what heads the values."""
    words = text.split()
    count = 0
    while count < len(words) and not _WORDS.match(fold(words[count])) and not re.fullmatch(_TIME, words[count]):
        count += 1
    if not 0 < count <= MAX_CORNER_WORDS or not all(w.isalpha() for w in words[:count]):
        return "", text
    corner = " ".join(words[:count])
    return corner, text[text.index(words[count - 1], len(corner) - len(words[count - 1])) + len(words[count - 1]) :].strip()


def _strip_corner(text: str) -> tuple[str, bool, str]:
    corner, has_note, rest = "", False, text
    if match := _CORNER.match(fold(rest)):
        corner, rest = rest[: match.end()].strip(), rest[match.end() :].strip()
    first, _, tail = rest.partition(" ")
    if _NOTE.match(first):
        has_note, rest = True, tail.strip()
    return corner, has_note, rest


def _second_line(columns: tuple[str, ...], text: str) -> tuple[tuple[str, ...], str, bool] | None:
    """The columns with a further header line, None where the line is no header."""
    if len(set(text.split())) == 1 and is_corner(text.split()[0]):
        return columns, text.split()[0], False  # the unit under each time
    corner, has_note, rest = _strip_corner(text)
    if not rest:
        return (columns, corner, has_note) if corner or has_note else None
    ends = re.findall(_DATE, rest)
    if ends and not re.sub(rf"{_DATE}|\s", "", rest):
        return _join_dates(columns, ends, corner, has_note)
    tokens = rest.split()
    known = sum(bool(_SUB.match(fold(t))) for t in tokens)
    if len(tokens) == len(columns) > 1:
        # times above, what they are times of below; a line of data would print numbers
        named = all(_SUB.match(fold(t)) or _SCENARIO.match(fold(t)) or is_corner(t) for t in tokens)
        timed = all(re.fullmatch(_TIME, column) for column in columns)
        return (tuple(f"{c} {t}" for c, t in zip(columns, tokens, strict=True)), corner, has_note) if named and timed else None
    if len(tokens) % len(columns) or known * 2 < len(tokens) or len(tokens) > MAX_COLUMNS:
        return None
    each = len(tokens) // len(columns)
    return tuple(f"{columns[i // each]} {t}" for i, t in enumerate(tokens)), corner, has_note


def _told_apart_below(columns: tuple[str, ...], lower: str) -> tuple[str, ...] | None:
    """Columns of which two have one name, with the times that the next line prints as far apart ("Budget  Budget  Utfall"
    over "helår 2023  jan–aug  jan–aug"); None where it does not tell each column apart."""
    times = _WIDE_GAP.split(lower.strip())
    if len(set(columns)) == len(columns) or len(times) != len(columns):
        return None
    joined = tuple(f"{column} {time}" for column, time in zip(columns, times, strict=True))
    is_header = all(is_header_word(word) for time in times for word in time.split())
    return joined if is_header and len(set(joined)) == len(joined) else None


def _join_dates(
    columns: tuple[str, ...], ends: list[str], corner: str, has_note: bool
) -> tuple[tuple[str, ...], str, bool] | None:
    """End dates under start dates. Fewer ends than columns stand under those that print the first day of a year."""
    open_columns = [i for i, c in enumerate(columns) if re.search(r"-01-01$", c)]
    targets = list(range(len(columns))) if len(ends) == len(columns) else open_columns
    if len(ends) != len(targets):
        return None
    joined = list(columns)
    for i, end in zip(targets, ends, strict=True):
        joined[i] = f"{joined[i]} {end}"
    return tuple(joined), corner, has_note
