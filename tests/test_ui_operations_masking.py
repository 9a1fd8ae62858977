"""Personal identity numbers are taken out of what is kept, in whatever shape; figures and organisation numbers stay."""

from __future__ import annotations

import json

import pytest

from ui.operations.masking import MASK, masked

SHAPES = (
    "850412-1234",
    "19850412-1234",
    "18850412-1234",
    "20150412-1234",
    "8504121234",
    "198504121234",
    "850412+1234",
    "19150412+1234",
    "850412 1234",
    "850412 - 1234",
    "850412\u00a01234",
    "850412\u202f1234",
    "850412\u20111234",
    "850412\u20131234",
    "850412\u22121234",
    "850412\u00ad1234",
    "850412\u200b-1234",
    "850412\n1234",
    "850412\t1234",
    "850412/1234",
    "850412:1234",
    "850412.1234",
    "1985-04-12-1234",
    "1985-04-12 1234",
    "85 04 12-1234",
    "85 04 12 1234",
    "1985 04 12 1234",
    "19 850412-1234",
    "850472-1234",  # a coordination number
    "19850491-1234",
    "850461 1234",
    "850412-1 234",  # parted within the last four
    "850412-12 34",
    "850412-123 4",
    "19850412-12 34",
    "850412 - 1 2 3 4",
    "850412+12\u00a034",
    "850412\u201312\u202f34",
    "850412-12-34",
    "850472-12 34",
    "８５０４１２－１２３４",
    "٨٥٠٤١٢-١٢٣٤",
)
WRITTEN_OUT = (
    "850412\\xa01234",
    "850412\\u202f1234",
    "850412\\n1234",
    "850412%201234",
    "850412%C2%A01234",
    "850412%2D1234",
    "850412%2D12%2034",
    "850412&ndash;12&nbsp;34",
    "850412&nbsp;1234",
    "850412&#160;1234",
)
KEPT = (
    "222000-1446",
    "222000 1446",
    "2220001446",
    "16222000-1446",
    "556016-0680",
    "802440-1234",
    "5 612 774",
    "5\u00a0612\u00a0774",
    "5612774",
    "-795 108 243 398",
    "1 912 041 234",
    "19 850 412 123",
    "2021-01-01 -2021-12-31",
    "2021-01-01/2021-06-30",
    "2021-01-01--2021-12-31",
    "2026-11-22 18:29:11,123",
    "2026-11-22T18:29:11.123456+00:00",
    "851312-1234",  # no such month
    "850432-1234",  # no such day, nor with 60 added
    "850400-1234",
    "850412-12345",
    "850412-123",
    "850412 12 34",  # two or three figures side by side
    "850412-12 345",
    "12 345 678",
    "-12 345 678",
    "121 212-1 212",
    "222000-14 46",
    "2026-11-22 18.29",
    "2026-11-22 - 12 34",
    "20210101-20211231",
    "20210101 - 2021-12-31",
    "2021-01-01-12 34",
    "010-12 12 12",
    "1850412-12341",
    "010-123 45 67",
    "+46 10 123 45 67",
    "sida 24, rad 1458-1461",
    "192.168.1.20:7860",
    "2019 2020 2021 2022 2023",
)


@pytest.mark.parametrize("number", SHAPES)
def test_a_personal_identity_number_is_masked_in_every_shape(number: str) -> None:
    assert masked(f"Min son, {number}, får stöd.") == f"Min son, {MASK}, får stöd."


@pytest.mark.parametrize("number", WRITTEN_OUT)
def test_a_number_whose_signs_are_written_out_is_masked(number: str) -> None:
    assert masked(f"/fraga?q={number}&x=1") == f"/fraga?q={MASK}&x=1"


@pytest.mark.parametrize("number", SHAPES)
def test_a_number_in_a_string_shown_as_code_is_masked(number: str) -> None:
    assert masked(repr(f"frågan {number}")) == f"'frågan {MASK}'"


@pytest.mark.parametrize("number", SHAPES)
def test_a_number_in_json_is_masked(number: str) -> None:
    assert masked(json.dumps({"q": f"frågan {number}"}, ensure_ascii=False)) == f'{{"q": "frågan {MASK}"}}'


@pytest.mark.parametrize("kept", KEPT)
def test_what_is_no_such_number_stays(kept: str) -> None:
    assert masked(f"värdet {kept} kr") == f"värdet {kept} kr"


@pytest.mark.parametrize("before", ["", "pnr", "pnr:", "(", "%20", "\\xa0", "5 612 774 ", "222000-1446 "])
def test_what_stands_before_a_number_does_not_hide_it(before: str) -> None:
    assert masked(f"{before}850412-1234.").endswith(f"{MASK}.")


def test_every_number_of_a_line_is_masked() -> None:
    assert masked("850412-1234, 19720101-9876 850412-1234") == f"{MASK}, {MASK} {MASK}"
