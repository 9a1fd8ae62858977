"""What a person sees who opens `/mcp` in a browser: what it is for, and which tools there are."""

from __future__ import annotations

from functools import cache
from html import escape

from ui.mcp.tool_calls import TOOLS
from ui.page_assets import asset

PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@cache
def mcp_page() -> str:
    """The whole HTML document; the same for everybody."""
    tools = "".join(f"<li><code>{escape(one.name)}</code> – {escape(one.title)}. {escape(one.description)}</li>" for one in TOOLS)
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>För andra assistenter – Finsam-assistenten</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{asset('statement.css')}</style></head><body><main><h1>För andra assistenter</h1>"
        "<p>Den här adressen läser inga människor: den är till för andra AI-assistenter och program, som ansluter hit med "
        "protokollet MCP (Model Context Protocol) och då kan söka i rapporterna och räkna på deras siffror.</p>"
        "<p>Lägg in sidans adress i din assistent som en MCP-server av typen <code>http</code> (streamable HTTP). "
        "Inget konto behövs för publika rapporter. Allt är skrivskyddat.</p>"
        f"<h2>Verktygen</h2><ul>{tools}</ul>"
        '<p>Vill du ställa en fråga själv? <a href="/fraga">Gör det här</a>.</p></main></body></html>'
    )
