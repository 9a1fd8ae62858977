"""The head of the page: what is read, who is signed in."""

from __future__ import annotations

from dataclasses import replace

from ingest.settings import Settings
from ui.access.person import LOCAL, Person, Role
from ui.header_html import header_html
from vectorstore.library import Library


def test_the_head_counts_the_reports_of_each_association(stored_without_vectors: Settings) -> None:
    library = Library.open(stored_without_vectors)
    html = header_html(library.reports(), LOCAL)
    library.close()

    assert "5 rapporter" in html
    assert "<strong>Finsam Degerfors/Karlskoga</strong> 2 rapporter" in html


def test_of_many_associations_the_first_are_named_and_the_rest_counted(stored_without_vectors: Settings) -> None:
    library = Library.open(stored_without_vectors)
    entry = library.reports()[0]
    library.close()
    html = header_html([replace(entry, association=f"Förbund {n:03}") for n in range(200)], LOCAL)

    assert "… och 185 förbund till, under fliken Rapporter" in html
    assert "Förbund 014" in html
    assert "Förbund 015" not in html


def test_the_head_says_who_is_signed_in_and_how_to_sign_out() -> None:
    html = header_html((), Person("anna <b>", Role.EDITOR))

    assert "anna &lt;b&gt;" in html
    assert "Logga ut" in html


def test_without_accounts_the_head_says_that_the_page_is_for_this_machine() -> None:
    assert "sidan visas bara på den här datorn" in header_html((), LOCAL)
