"""Documents that are huge, of another kind, broken, locked or made to do harm."""

from tests.policies.documents_made import (
    PICTURE,
    docx,
    odt,
    odt_para,
    para,
    pdf,
    pdf_of_streams,
    zipped,
)

OLD_WORD = b"\xd0\xcf\x11\xe0"
PDF_LOCK = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (12345678901234567890123456789012)"
    " /U (12345678901234567890123456789012) >> /ID [(a) (b)]"
)
FILE_OF_THE_SERVER = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    '<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
)
LAUGHS = FILE_OF_THE_SERVER.replace(
    'SYSTEM "file:///etc/passwd"',
    '"ha"><!ENTITY f "' + "&e;" * 100 + '"><!ENTITY g "' + "&f;" * 100 + '"',
)
WHOLE = docx(para("Kindness Policy"), para("We care."))

# What the file is called in a test, its content, its name, and a part of the sentence it gets.
_ALL: list[tuple[str, bytes, str, str]] = [
    ("31,000 paragraphs", docx(*[para(f"Kind {n}") for n in range(31_000)]), "a.docx", "300 pages"),
    ("31,000 lines", b"Be kind.\n" * 31_000, "a.txt", "300 pages"),
    ("301 pages", pdf(*["Kind"] * 301), "a.pdf", "300 pages"),
    ("a scan", pdf_of_streams(PICTURE), "a.pdf", "pictures of pages"),
    ("a locked PDF", pdf("Policy", trailer=PDF_LOCK), "a.pdf", "locked with a password"),
    ("half a PDF", pdf("Policy")[:300], "a.pdf", "damaged or cut short"),
    ("a web page as Word", b"<!DOCTYPE html><html><p>Be kind.</p></html>", "a.docx", "A web page"),
    ("a web page as text", b"\n <html><body><p>Be kind.</p></body></html>", "a.txt", "A web page"),
    (
        "tables 900 deep",
        docx("<w:tbl><w:tr><w:tc>" * 900, "</w:tc></w:tr></w:tbl>" * 900),
        "a.docx",
        "damaged",
    ),
    (
        "a locked Word document",
        OLD_WORD + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        "password",
    ),
    ("old Word", OLD_WORD + b"\x00" * 500, "a.doc", "save it as a Word document"),
    ("rich text", b"{\\rtf1 Be kind.}", "a.docx", "save it as a Word document"),
    ("Pages", zipped({"Index/Document.iwa": "x"}), "a.pages", "save it as a Word document"),
    (
        "what unpacks to far more",
        zipped({"word/document.xml": "0" * 20_000_000}),
        "a.docx",
        "unpacks to far more",
    ),
    ("half a Word document", WHOLE[: len(WHOLE) // 2], "a.docx", "damaged"),
    ("half an OpenDocument", odt(odt_para("Be kind."))[:400], "a.odt", "damaged"),
    (
        "a file of the server",
        zipped({"word/document.xml": FILE_OF_THE_SERVER, "[Content_Types].xml": "<Types/>"}),
        "a.docx",
        "XML declarations",
    ),
    (
        "a billion laughs",
        zipped({"word/document.xml": LAUGHS, "[Content_Types].xml": "<Types/>"}),
        "a.docx",
        "XML declarations",
    ),
    ("nothing", b"", "a.txt", "empty"),
    (
        "a picture",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        "a.txt",
        "A picture cannot be read",
    ),
    ("an empty archive", zipped({"readme.txt": "hello"}), "a.docx", "damaged"),
]
NAMES = [name for name, *_ in _ALL]
REFUSED = [(data, name, says) for _, data, name, says in _ALL]
