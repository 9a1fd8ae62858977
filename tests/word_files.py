"""Word files made in the tests: the XML that Word writes, packed as Word packs it."""

from __future__ import annotations

import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT_TYPE = f"{_WORD}.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"

HEADING_STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Innehll1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/></w:style>
"""


def paragraph(text: str, style: str = "", properties: str = "", bold: bool = False) -> str:
    """A paragraph with one run; a tab in the text becomes <w:tab/>."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in text.split("\t"))
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r>{look}{runs}</w:r></w:p>"


def cell(*texts: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, texts))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = (part if part.startswith("<w:") else cell(part) for part in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def write_docx(
    path: Path,
    body: str,
    *,
    styles: str = HEADING_STYLES,
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    main_type: str = DOCUMENT_TYPE,
    before_root: str = "",
    more: dict[str, bytes] | None = None,
) -> Path:
    """A Word file whose <w:body> is `body`; the other parts only where they are given."""
    parts = {
        "styles": f"<w:styles {_NAMESPACES}>{styles}</w:styles>" if styles else "",
        "numbering": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>" if numbering else "",
        "footnotes": f"<w:footnotes {_NAMESPACES}>{footnotes}</w:footnotes>" if footnotes else "",
        "endnotes": f"<w:endnotes {_NAMESPACES}>{endnotes}</w:endnotes>" if endnotes else "",
    }
    kept = {name: xml for name, xml in parts.items() if xml}
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in [("document", main_type), *((name, f"{_WORD}.{name}+xml") for name in kept)]
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for number, name in enumerate(kept, 1)
    )
    files = {
        "[Content_Types].xml": (
            f'{declaration}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'{declaration}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": f'{declaration}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/document.xml": (
            f"{declaration}{before_root}<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
        ),
        **{f"word/{name}.xml": f"{declaration}{xml}" for name, xml in kept.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path
