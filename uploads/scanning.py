"""Asking a virus scanner about a file: ClamAV's daemon, over its socket, where one is set up.

The file is sent through the socket (INSTREAM), so the scanner needs no right to the portal's
folders. Whatever is not a plain "OK" or "FOUND" counts as no answer, and a file without an answer
is not shown to anybody: see docs/decisions/0020-evidence.md.
"""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)

A_PIECE = 64 * 1024
LONGEST_ANSWER = 4096
TO_REACH, TO_ANSWER = 3, 60  # seconds
STANDARD_PORT = 3310


class ScannerAway(Exception):
    """The scanner did not say whether a file is harmful."""


def is_set_up() -> bool:
    return bool(settings.SCANNER_URL)


def scan(content: bytes) -> str:
    """Return what the scanner calls the harm it found in a file, or "" where it found none.

    Raises ScannerAway where it cannot be reached, takes too long, or says anything else.
    """
    try:
        with _reached() as scanner:
            answer = _asked(scanner, content)
    except OSError as error:
        log.warning("The virus scanner did not answer: %s.", type(error).__name__)
        raise ScannerAway from error
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer == "stream: OK":
        return ""
    log.warning("The virus scanner did not look at a file: %s", answer or "it hung up.")
    raise ScannerAway


def answers() -> bool:
    """Tell whether the scanner is there and well."""
    try:
        with _reached() as scanner:
            scanner.sendall(b"zPING\0")
            return _read(scanner) == "PONG"
    except OSError:
        return False


def _reached() -> socket.socket:
    where = urlsplit(settings.SCANNER_URL)
    if where.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(TO_REACH)
        try:
            scanner.connect(where.path)
        except OSError:
            scanner.close()
            raise
    else:
        address = (where.hostname or "localhost", where.port or STANDARD_PORT)
        scanner = socket.create_connection(address, timeout=TO_REACH)
    scanner.settimeout(TO_ANSWER)
    return scanner


def _asked(scanner: socket.socket, content: bytes) -> str:
    try:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), A_PIECE):
            piece = content[start : start + A_PIECE]
            scanner.sendall(struct.pack("!I", len(piece)) + piece)
        scanner.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has heard enough, as with a file larger than it takes: what it says tells why
    return _read(scanner)


def _read(scanner: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        if not (more := scanner.recv(LONGEST_ANSWER)):
            break
        said += more
    return said.decode("utf-8", errors="replace").rstrip("\0").strip()
