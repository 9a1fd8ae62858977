"""Numbers and quotes of an answer held against the sources: the measuring tools of the question-set score.

The rules are those of the outside scorer that the project is judged by, so numbers are floats here and
Swedish number words are read in folded form; nothing of this is used when answering.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator, Sequence

from ingest.language import fold

NUMBER = re.compile(r"[-−–]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|[-−–]?\d+(?:[.,]\d+)?")
ROUNDED = re.compile(r"(\d+(?:,\d+)?)\s*(miljon(?:er)?|mnkr|mkr|tkr|tusen)")
SCALES = {"tkr": 1e3, "kkr": 1e3, "mnkr": 1e6, "mkr": 1e6, "miljoner": 1e6, "miljon": 1e6, "tusen": 1e3}
NUMBER_WORDS = {
    "noll": 0.0, "ingen": 0.0, "inga": 0.0, "en": 1.0, "ett": 1.0, "tva": 2.0, "tre": 3.0, "fyra": 4.0, "fem": 5.0,
    "sex": 6.0, "sju": 7.0, "atta": 8.0, "nio": 9.0, "tio": 10.0, "elva": 11.0, "tolv": 12.0,
}  # fmt: skip
PLAIN_FACTORS = (1, 2, 3, 4, 5, 12, 100, 1000)  # may stand in an expression without a source
PIECES_WITHIN_CHARS = 3500  # how far apart the cells of one quoted row may stand in an export
BACKED_TOLERANCE = 0.0006
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def folded(text: str) -> str:
    """Folded letters and single blanks: how texts are compared."""
    return " ".join(fold(text).split())


def numbers(text: str) -> list[float]:
    """Every number in a text. One followed by tkr, mnkr … is given in kronor, and beside it as printed."""
    found: list[float] = []
    for match in NUMBER.finditer(text):
        value = _value(match, text)
        word = re.match(r"[a-zåäö%]*", text[match.end() : match.end() + 12].strip().lower())
        scale = SCALES.get(word[0] if word else "", 1.0)
        found.append(value * scale)
        if scale != 1:
            found.append(value)
    return found


def _value(match: re.Match[str], text: str) -> float:
    raw = match.group()
    # "2021-2023" is a span, not a minus.
    negative = raw[0] in "-−–" and not (match.start() and text[match.start() - 1].isalnum())
    digits = re.sub(r"[ \u00a0\u202f−–-]", "", raw)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    value = float(digits.replace(",", "."))
    return -value if negative else value


def number_words(text: str) -> list[float]:
    """The small numbers written as words ("tre kommuner")."""
    return [NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", fold(text)) if word in NUMBER_WORDS]


def has(figures: Sequence[float], value: float, tolerance: float) -> bool:
    """Is the value, sign apart, among the figures?"""
    return any(abs(abs(figure) - abs(value)) <= tolerance + 1e-9 for figure in figures)


def rounded_forms(figures: Sequence[float], text: str) -> list[float]:
    """Numbers said as rounded millions or thousands in the text that round one of the figures, as said and in kronor."""
    found: list[float] = []
    for match in ROUNDED.finditer(text):
        scale, said = SCALES[match[2]], float(match[1].replace(",", "."))
        decimals = len(match[1].split(",")[1]) if "," in match[1] else 0
        if any(abs(abs(figure) / scale - said) <= 0.5 * 10**-decimals + 1e-9 for figure in figures):
            found += [said, said * scale]
    return found


def stands(quote: str, body: str) -> bool:
    """Does the quote stand in the source, given folded? One piece: to the letter, blanks apart.

    Pieces joined by | or …: each, in order, close together, and never inside a longer number.
    """
    pieces = [piece for piece in (folded(part) for part in re.split(r"\||…", quote)) if piece]
    if not pieces:
        return False
    if len(pieces) == 1:
        return pieces[0].replace(" ", "") in body.replace(" ", "")
    return any(_rest_follows(pieces[1:], body, end) for end in _ends(pieces[0], body, 0, len(body)))


def _rest_follows(pieces: Sequence[str], body: str, at: int) -> bool:
    for piece in pieces:
        following = next(_ends(piece, body, at, at + PIECES_WITHIN_CHARS), None)
        if following is None:
            return False
        at = following
    return True


def _ends(piece: str, body: str, first: int, last: int) -> Iterator[int]:
    for match in re.finditer(re.escape(piece), body[first:last]):
        start, end = first + match.start(), first + match.end()
        inside_before = piece[0].isdigit() and body[start - 1 : start].isdigit()
        inside_after = piece[-1].isdigit() and body[end : end + 1].isdigit()
        if not inside_before and not inside_after:
            yield end


def evaluated(expression: str | None, backed: Sequence[float]) -> float | None:
    """The value of an arithmetic expression whose every number is backed or a plain factor; None for any other."""
    plain = (expression or "").replace("−", "-").replace("×", "*").replace("÷", "/").replace(",", ".").replace(" ", "")
    if not re.fullmatch(r"[\d.+*/()-]+", plain):
        return None
    operands = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", plain)]
    if not all(has(backed, operand, BACKED_TOLERANCE) or operand in PLAIN_FACTORS for operand in operands):
        return None
    try:
        return _computed(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ZeroDivisionError, ValueError):
        return None


def _computed(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_computed(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _computed(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_computed(left), _computed(right))
    raise ValueError(f"not arithmetic: {ast.dump(node)}")
