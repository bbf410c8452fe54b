"""Word, OpenDocument and PDF files for tests, made by hand: no more in them than a test needs."""

import io
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

# --- Word -----------------------------------------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
WORD_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{more}</w:style>'
    for style_id, name, more in [
        ("Title", "Title", ""),
        ("H1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("H2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Ours", "School heading", '<w:basedOn w:val="H1"/>'),
        ("TOC1", "toc 1", ""),
    ]
)
NUMBERED, BULLETS = "1", "2"
WORD_LISTS = (
    '<w:abstractNum w:abstractNumId="10">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="20">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
        for level in range(3)
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="10"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="20"/></w:num>'
)


def word_xml(root: str, inside: str) -> str:
    """A part of a Word document."""
    return f'<?xml version="1.0"?><w:{root} {WORD_NAMESPACES}>{inside}</w:{root}>'


def run(text: str, bold: bool = False) -> str:
    """Words in a paragraph."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(
    text: str = "",
    *,
    style: str = "",
    point: tuple[str, int] | None = None,
    bold: bool = False,
    inside: str = "",
) -> str:
    """A paragraph; `point` is its list and level, `inside` further XML after the words."""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if point:
        number, level = point
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, bold) if text else ''}{inside}</w:p>"


def word_table(*rows: Iterable[str]) -> str:
    """A table of cells of plain text."""
    return (
        "<w:tbl>"
        + "".join(
            f"<w:tr>{''.join(f'<w:tc>{para(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
        )
        + "</w:tbl>"
    )


def docx(*body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word document with these paragraphs and tables, and further parts."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Type="{RELATIONS}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": word_xml("document", f"<w:body>{''.join(body)}</w:body>"),
            "word/styles.xml": word_xml("styles", WORD_STYLES),
            "word/numbering.xml": word_xml("numbering", WORD_LISTS),
            **(parts or {}),
        }
    )


# What a long policy is made of: about 16,000 words, headings, numbered lists and tables.
FORTY_PAGES_SECTIONS, FORTY_PAGES_CLAUSES = 20, 20


def forty_page_docx() -> bytes:
    """A Word document of about forty pages: 20 sections of 20 clauses, lists, tables, a footer."""
    sentence = (
        "Everybody who works with our children listens to them, writes down what was said on the "
        "same day, and tells the person in charge before going home, so that no worry waits "
    )
    body = [para("Long Kindness Policy", style="Title")]
    body += [para(f"Part {place} of our work\t{place}", style="TOC1") for place in range(1, 21)]
    for section in range(1, FORTY_PAGES_SECTIONS + 1):
        body.append(para(f"Part {section} of our work", style="H1", point=(NUMBERED, 0)))
        for clause in range(1, FORTY_PAGES_CLAUSES + 1):
            text = f"{sentence}until day {section}.{clause}."
            body.append(para(text, point=(NUMBERED, 1)))
            if clause % 5 == 0:
                body.append(para("Then the person in charge must:", point=(NUMBERED, 1)))
                body += [
                    para(
                        f"ring home about matter {section} and {point}", point=(BULLETS, point % 2)
                    )
                    for point in range(4)
                ]
        rows = [[f"Step {row}", f"We talk {section} times", "within a day"] for row in range(6)]
        body.append(word_table(["When", "What", "How soon"], *rows))
    footer = word_xml("ftr", para("Long Kindness Policy, kept by the school office"))
    return docx(*body, parts={"word/footer1.xml": footer})


# --- OpenDocument ---------------------------------------------------------------------------------

ODT_MIME = "application/vnd.oasis.opendocument.text"
ODT_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    ]
)
ODT_LIST_STYLES = (
    '<text:list-style style:name="Numbers">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="("'
    ' style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="Bullets">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
    '<style:style style:name="Strong"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def odt_xml(root: str, inside: str) -> str:
    """A part of an OpenDocument file."""
    return f'<?xml version="1.0"?><office:{root} {ODT_NAMESPACES}>{inside}</office:{root}>'


def odt_para(text: str, style: str = "Standard", inside: str = "") -> str:
    """A paragraph."""
    return f"<text:p text:style-name={quoteattr(style)}>{escape(text)}{inside}</text:p>"


def odt_heading(text: str, level: int = 1) -> str:
    """A heading."""
    return f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'


def odt_list(style: str, *items: str, goes_on: bool = False) -> str:
    """A list; each item holds paragraphs and lists."""
    more = ' text:continue-numbering="true"' if goes_on else ""
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list text:style-name={quoteattr(style)}{more}>{inside}</text:list>"


def odt_table(*rows: Iterable[str]) -> str:
    """A table of cells of plain text."""
    lines = (
        "".join(f"<table:table-cell>{odt_para(cell)}</table:table-cell>" for cell in row)
        for row in rows
    )
    inside = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f"<table:table>{inside}</table:table>"


def odt(
    *body: str, styles: str = "", outline: str = "", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """An OpenDocument text with these paragraphs, lists and tables."""
    text = f"<office:body><office:text>{''.join(body)}</office:text></office:body>"
    return zipped(
        {
            "mimetype": ODT_MIME,
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": odt_xml(
                "document-content",
                f"<office:automatic-styles>{ODT_LIST_STYLES}</office:automatic-styles>{text}",
            ),
            "styles.xml": odt_xml(
                "document-styles",
                f'<office:styles><style:style style:name="Title"/>{outline}</office:styles>'
                f"<office:master-styles>{styles}</office:master-styles>",
            ),
            **(parts or {}),
        }
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


# --- PDF ------------------------------------------------------------------------------------------

LINE_HEIGHT, LEFT, TOP = 14, 72, 780
PICTURE = "q 200 0 0 200 72 500 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def pdf(*pages: str, trailer: str = "") -> bytes:
    """A PDF with these pages; an empty line of a page leaves a gap, spaces set a line in."""
    return pdf_of_streams(*map(_page_stream, pages), trailer=trailer)


def pdf_of_streams(*streams: str, trailer: str = "") -> bytes:
    """A PDF whose pages draw these instructions."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(streams)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, stream in enumerate(streams):
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * place} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out = b"%PDF-1.4\n"
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n".encode("cp1252", "replace")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def _page_stream(page: str) -> str:
    rows = []
    for place, line in enumerate(page.split("\n")):
        words = line.strip()
        left = LEFT + 6 * (len(line) - len(line.lstrip()))
        shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        if words:
            rows.append(f"BT /F1 11 Tf {left} {TOP - place * LINE_HEIGHT} Td ({shown}) Tj ET")
    return "\n".join(rows)
