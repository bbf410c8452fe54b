"""Documents in the shapes that word processors write, with everything that can hold a word.

Each builder takes the words as it needs them from `word()`, so that a test can say which of them
came back.
"""

from collections.abc import Callable, Iterator
from itertools import count
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from tests.policies.documents_made import (
    BULLETS,
    NUMBERED,
    odt_list,
    odt_para,
    para,
    run,
)

Words = Callable[[], str]


def counted(kept: list[str]) -> Words:
    """A source of words that are all different, noted in `kept`."""
    numbers: Iterator[int] = count()

    def word() -> str:
        kept.append(f"wort{next(numbers)}x")
        return kept[-1]

    return word


# --- Word -----------------------------------------------------------------------------------------

DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Shape"{more}/></wp:inline></w:drawing></w:r>'
)


def _split(word: str) -> str:
    return run(f" {word[:3]}") + run(f"{word[3:]} ")


def _control(properties: str, word: str) -> str:
    inside = f"<w:sdtContent>{run(f' {word} ')}</w:sdtContent>"
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{inside}</w:sdt>"


def _choice(inside: str) -> str:
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{inside}</mc:Choice>"
        "<mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
    )


WORD_INLINE: dict[str, Callable[[Words], str]] = {
    "run": lambda word: run(f" {word()} "),
    "split run": lambda word: _split(word()),
    "inserted": lambda word: f"<w:ins w:author='A'>{run(f' {word()} ')}</w:ins>",
    "deleted": lambda word: f"<w:del><w:r><w:delText> {word()} </w:delText></w:r></w:del>",
    "moved from": lambda word: f"<w:moveFrom>{run(word())}</w:moveFrom>",
    "moved to": lambda word: f"<w:moveTo>{run(f' {word()} ')}</w:moveTo>",
    "link": lambda word: f"<w:hyperlink w:anchor='x'>{run(f' {word()} ')}</w:hyperlink>",
    "field": lambda word: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(f" {word()} ")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "simple field": lambda word: f"<w:fldSimple w:instr='X'>{run(f' {word()} ')}</w:fldSimple>",
    "form field with choices": lambda word: (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
        f'<w:listEntry w:val="{word()}"/><w:listEntry w:val="{word()}"/></w:ddList></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "form field with a default": lambda word: (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput>'
        f'<w:default w:val="{word()}"/></w:textInput></w:ffData></w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "button to press": lambda word: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MACROBUTTON NoMacro '
        f'[{word()}]</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "content control": lambda word: _control("<w:text/>", word()),
    "choices of a content control": lambda word: _control(
        f'<w:dropDownList><w:listItem w:displayText="{word()}" w:value="1"/></w:dropDownList>',
        word(),
    ),
    "smart tag": lambda word: f"<w:smartTag w:element='x'>{run(f' {word()} ')}</w:smartTag>",
    "text box": lambda word: _choice(f"<w:txbxContent>{para(word())}</w:txbxContent>"),
    "only an old text box": lambda word: (
        "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice><mc:Fallback>"
        f"<w:pict><w:txbxContent>{para(word())}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ),
    "old word art": lambda word: (
        f"<w:r><w:pict><shape alt='{word()}'><textpath string='{word()}'/></shape></w:pict></w:r>"
    ),
    "described picture": lambda word: DRAWING.format(more=f' descr="{word()}" title="{word()}"'),
    "ruby": lambda word: (
        f"<w:r><w:ruby><w:rt>{run(f' {word()} ')}</w:rt><w:rubyBase>{run(f' {word()} ')}"
        "</w:rubyBase></w:ruby></w:r>"
    ),
    "sum": lambda word: f"<m:oMath xmlns:m='m'><m:r><m:t> {word()} </m:t></m:r></m:oMath>",
}


def _word_table(rows: list[list[list[str]]]) -> str:
    cells = (
        "".join(f"<w:tc><w:tcPr/>{''.join(cell) or para()}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@st.composite
def word_blocks(draw: st.DrawFn, word: Words, depth: int = 2) -> str:
    """One block of a Word document with words of its own."""
    kinds = ["paragraph"] * 4 + ["heading", "point", "bold"] + (["table", "control"] * (depth > 0))
    kind = draw(st.sampled_from(kinds))
    if kind == "table":
        size = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
        return _word_table(
            [[[draw(word_blocks(word, depth - 1))] for _ in range(size[1])] for _ in range(size[0])]
        )
    if kind == "control":
        inside = draw(word_blocks(word, depth - 1))
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    text = f"Staff will {word()} and {word()} today"
    inside = "".join(
        WORD_INLINE[name](word)
        for name in draw(st.lists(st.sampled_from(sorted(WORD_INLINE)), max_size=3))
    )
    point = draw(st.sampled_from([None, (NUMBERED, 0), (NUMBERED, 1), (BULLETS, 0), (BULLETS, 2)]))
    style = draw(st.sampled_from(["H1", "H2", "Title", "Ours"])) if kind == "heading" else ""
    return para(
        text + draw(st.sampled_from(["", ".", ":"])),
        style=style,
        point=point if kind in {"point", "heading"} else None,
        bold=kind == "bold",
        inside=inside,
    )


# --- OpenDocument ---------------------------------------------------------------------------------

ODT_INLINE: dict[str, Callable[[Words], str]] = {
    "span": lambda word: f"<text:span> {word()} </text:span>",
    "link": lambda word: f"<text:a> {word()} </text:a>",
    "note": lambda word: (
        f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{odt_para(word())}"
        "</text:note-body></text:note>"
    ),
    "comment": lambda word: f"<office:annotation>{odt_para(word())}</office:annotation>",
    "text box": lambda word: (
        f"<draw:frame><draw:text-box>{odt_para(word())}</draw:text-box></draw:frame>"
    ),
    "shape": lambda word: f"<draw:custom-shape>{odt_para(word())}</draw:custom-shape>",
    "field to fill": lambda word: f"<text:placeholder> {word()} </text:placeholder>",
    "choices": lambda word: (
        f'<text:drop-down><text:label text:value="{word()}"/> {word()} </text:drop-down>'
    ),
    "ruby": lambda word: (
        f"<text:ruby><text:ruby-base> {word()} </text:ruby-base><text:ruby-text> {word()} "
        "</text:ruby-text></text:ruby>"
    ),
    "section mark": lambda word: f"<text:bookmark-ref> {word()} </text:bookmark-ref>",
}


@st.composite
def odt_blocks(draw: st.DrawFn, word: Words, depth: int = 2) -> str:
    """One block of an OpenDocument text with words of its own."""
    kinds = ["paragraph"] * 3 + ["heading"] + ["list", "table", "section"] * (depth > 0)
    kind = draw(st.sampled_from(kinds))
    below = odt_blocks(word, depth - 1)
    if kind == "list":
        items = [draw(below) for _ in range(draw(st.integers(1, 3)))]
        return odt_list(draw(st.sampled_from(["Numbers", "Bullets", "Unknown"])), *items)
    if kind == "section":
        return f"<text:section>{draw(below)}</text:section>"
    if kind == "table":
        size = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
        rows = (
            "".join(f"<table:table-cell>{draw(below)}</table:table-cell>" for _ in range(size[1]))
            for _ in range(size[0])
        )
        inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        return f"<table:table>{inside}</table:table>"
    inside = "".join(
        ODT_INLINE[name](word)
        for name in draw(st.lists(st.sampled_from(sorted(ODT_INLINE)), max_size=3))
    )
    text = escape(f"Staff will {word()} and {word()} today")
    if kind == "heading":
        return f'<text:h text:outline-level="{draw(st.integers(1, 3))}">{text}{inside}</text:h>'
    return odt_para(f"Staff will {word()} today", inside=inside) + odt_para(text)


# --- Markdown -------------------------------------------------------------------------------------

MARKDOWN: list[Callable[[Words], str]] = [
    lambda word: f"# The {word()}",
    lambda word: f"## The {word()}",
    lambda word: f"The {word()}\n=====",
    lambda word: f"The {word()}\n-----",
    lambda word: f"Staff will **{word()}** and _{word()}_.",
    lambda word: f"> We {word()} here\n> and {word()} there.",
    lambda word: f"> > Deep {word()}",
    lambda word: f"- One {word()}\n  - two {word()}\n    1. three {word()}",
    lambda word: f"1. One {word()}\n   goes on {word()}\n2. two {word()}",
    lambda word: f"| {word()} | {word()} |\n|---|:--:|\n| {word()} | {word()} |",
    lambda word: f"```\ncode {word()}\n```",
    lambda word: f"    code {word()}",
    lambda word: f"Use `{word()}` and [{word()}](https://example.org/{word()}).",
    lambda word: f"![{word()}](picture.png)",
    lambda word: f"A note.[^1]\n\n[^1]: {word()}",
    lambda word: f"- [x] done {word()}\n- [ ] to do {word()}",
    lambda word: f"Term {word()}\n: What it means {word()}",
    lambda word: f"<b>{word()}</b> and ~~{word()}~~",
    lambda word: f"***\n{word()}\n***",
]


@st.composite
def markdown_blocks(draw: st.DrawFn, word: Words) -> str:
    """One block of Markdown with words of its own."""
    return draw(st.sampled_from(MARKDOWN))(word)
