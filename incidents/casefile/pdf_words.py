"""Print the words of a PDF that comes in by standard input: to see whether it says what is hidden.

Run as a program of its own and never imported by the portal, as PDFs are set and cleaned: a file
that upsets the reader takes nothing else along. It ends with status 3 where it cannot be read.
"""

import resource
import sys
from io import BytesIO

MEMORY = 2 * 1024**3
SECONDS = 20
DAMAGED = 3


def main() -> int:
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with pypdfium2.PdfDocument(BytesIO(sys.stdin.buffer.read())) as document:
            words = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    except pypdfium2.PdfiumError:
        return DAMAGED
    sys.stdout.buffer.write(words.encode("utf-8", errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
