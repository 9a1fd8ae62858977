"""The answer object of the contract as JSON on one line, and answers as they are kept, to be read back without loss."""

from __future__ import annotations

import json
from dataclasses import asdict

from pydantic import TypeAdapter

from assistant.answer import Answer
from ingest.domain import Box

_kept: TypeAdapter[Answer] = TypeAdapter(Answer)


def to_kept_json(answer: Answer) -> str:
    """The whole answer, with the stored lines also where a box tells the place; `read_kept_json` gives it back."""
    return _kept.dump_json(answer).decode()


def read_kept_json(text: str) -> Answer:
    """The answer that `to_kept_json` wrote. Raises `ValueError` for anything else."""
    return _kept.validate_json(text)


def to_json(answer: Answer) -> str:
    """The contract's object. `id` is left out when the question had none; `box` is `[page, x0, y0, x1, y1]` or null; where it
    tells the place, `lines` is null. Where a language model is configured there are also `phrased_by`, which is null where it did
    not phrase this answer, and `phrasing_note`."""
    fields = asdict(answer)
    del fields["intervention"], fields["phrasing"]
    if answer.phrasing is not None:
        fields["phrased_by"] = None if answer.phrasing.reason else answer.phrasing.model
        fields["phrasing_note"] = answer.phrasing.note
    for citation, source in zip(fields["citations"], answer.citations, strict=True):
        citation["box"] = box_json(source.box)
        if source.box is not None:
            citation["lines"] = None
    if answer.id is None:
        del fields["id"]
    else:
        fields = {"id": fields.pop("id"), **fields}
    return json.dumps(fields, ensure_ascii=False)


def box_json(box: Box | None) -> list[float] | None:
    """`[page, x0, y0, x1, y1]`, in points from the top left to a tenth."""
    return None if box is None else [box.page, *(round(at, 1) for at in (box.x0, box.y0, box.x1, box.y1))]
