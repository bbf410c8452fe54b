"""Refusing what is far too large before it fills a disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MB = 1024 * 1024
MOST_BYTES = 120 * MB  # several files at once, each within its own limit
# How much of what is refused is read, and thrown away: a browser that is still sending does not
# hear an answer, and whoever chose a long video would see only that the connection broke.
MOST_READ_AWAY = 300 * MB


class NoEndlessUploads(FileUploadHandler):
    """Refuse a whole form that says it is larger than any of ours; otherwise take no part.

    The answer is a page that says what to do: `stmarys_portal.views.bad_request`.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > MOST_BYTES:
            if content_length <= MOST_READ_AWAY:
                while input_data.read(MB):
                    pass
            raise RequestDataTooBig("A form of this size is never one of ours.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
