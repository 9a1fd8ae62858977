"""What goes wrong where a file is fetched becomes one calm line with the status that fits."""

from __future__ import annotations

import pytest
from fastapi import Response

from ingest.errors import NotAllowedError, StoreError, UsageError
from ui.problem import file_or_line


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (NotAllowedError("Du får inte."), 403, "Du får inte."),
        (UsageError("Välj om."), 400, "Välj om."),
        (StoreError("Försök senare."), 503, "Försök senare."),
        (ValueError("hemlig detalj"), 500, "Något gick fel (fel-id"),
    ],
)
def test_an_error_is_a_line_of_text_with_its_status(error: Exception, status: int, told: str) -> None:
    def make() -> Response:
        raise error

    answer = file_or_line(make)

    assert (answer.status_code, answer.media_type) == (status, "text/plain; charset=utf-8")
    assert bytes(answer.body).decode().startswith(told)


def test_a_file_that_can_be_made_is_given_as_it_is() -> None:
    file = Response(b"fil")

    assert file_or_line(lambda: file) is file
