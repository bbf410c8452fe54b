"""A virus scanner that speaks ClamAV's protocol on a real socket, and knows one signature."""

import socketserver
import struct
import threading
from contextlib import contextmanager

HARM = b"X5O!P%@AP-HARMFUL-FOR-TESTS"
NAME = "Harmful.For-Tests"


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        command = self._until_nul()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._look(self._pieces()))

    def _until_nul(self):
        said = b""
        while (sign := self.rfile.read(1)) not in (b"\0", b""):
            said += sign
        return said

    def _pieces(self):
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.server.most_bytes:
                return None
        return content

    def _look(self, content):
        self.server.seen.append(content)
        if self.server.hangs_up:
            return b""
        if content is None:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return f"stream: {NAME} FOUND\0".encode() if HARM in content else b"stream: OK\0"


class ByAddress(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class ByPath(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def scanner(where=("127.0.0.1", 0), *, most_bytes=10**9, hangs_up=False):
    """Run one; its `url` is what SCANNER_URL takes, its `seen` what it was sent."""
    server = ByPath(where, Handler) if isinstance(where, str) else ByAddress(where, Handler)
    server.most_bytes, server.hangs_up, server.seen = most_bytes, hangs_up, []
    server.url = (
        f"unix://{where}"
        if isinstance(where, str)
        else f"tcp://127.0.0.1:{server.server_address[1]}"
    )
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


NOBODY_THERE = "tcp://127.0.0.1:1"
