"""The world outside: a mail server that takes letters, or is made to hang or to refuse."""

import email.policy
import socketserver
import threading
from email import message_from_bytes
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """A small SMTP server on a free port of this machine; `letters` is what it took."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[EmailMessage] = []
        self.refuses = False
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.was_offered = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.may_answer.set()
        self.shutdown()
        self.server_close()

    def hang(self) -> None:
        """From now on take a letter's words but never say that they arrived."""
        self.may_answer.clear()

    def recover(self) -> None:
        self.may_answer.set()


class Conversation(socketserver.StreamRequestHandler):
    """One client: enough of SMTP (RFC 5321) for one letter after another."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.take_letter()
            elif verb == b"QUIT":
                return self.say("221 bye")
            elif verb == b"MAIL" and self.server.refuses:
                self.say("451 try again later")
            else:
                self.say("250 ok")
        return None

    def take_letter(self) -> None:
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        words = b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines)
        self.server.was_offered.set()
        if not self.server.may_answer.is_set():
            # As a server that crashed: the letter is not kept, and no answer ever comes.
            self.server.may_answer.wait()
            return
        self.server.letters.append(message_from_bytes(words, policy=email.policy.default))
        self.say("250 taken")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
