"""Reads the one file of an upload, and stops at the size limit instead of reading an oversized file to its end."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from news.admin.media.upload_messages import UploadRefusedError
from news.images.limits import MAX_BYTES

FIELD = "upload"
FORM_BYTES = 64 << 10  # the size of the form's parts around the file


class OneFileHandler(FileUploadHandler):
    """Keeps the first file named `upload` in memory, skips all others, and stops reading at MAX_BYTES."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.is_too_large = False
        self.chunks: list[bytes] = []
        self.size = 0
        self.has_file = False

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD or self.has_file:
            raise SkipFile
        self.has_file = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > MAX_BYTES:
            self.is_too_large = True
            self.chunks.clear()
            raise StopUpload(connection_reset=True)
        self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        return SimpleUploadedFile(self.file_name or FIELD, b"".join(self.chunks))


def limit_reading(request: HttpRequest) -> OneFileHandler:
    """Call this before anything reads the form. Raises: UploadRefusedError if the declared length is too large."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_BYTES:
        raise UploadRefusedError("too-large", 413, max_mib=MAX_BYTES >> 20)
    handler = OneFileHandler(request)
    request.upload_handlers = [handler]
    return handler


def read_upload(request: HttpRequest, handler: OneFileHandler) -> tuple[str, bytes]:
    """Return the file's name, as sent, and its bytes. Raises: UploadRefusedError."""
    file = request.FILES.get(FIELD)
    if handler.is_too_large:
        raise UploadRefusedError("too-large", 413, max_mib=MAX_BYTES >> 20)
    if not isinstance(file, UploadedFile):
        raise UploadRefusedError("no-file", 400)
    return file.name or "", file.read()
