"""A web on loopback for benchmarks and trials: a server with a picture at every address, and commands that reach it.

    python tests/benchmarks/local_web.py serve              prints its two ports, serves until it is ended
    python tests/benchmarks/local_web.py run HTTP HTTPS fetch_images --json

`run` is manage.py with a network in which every name leads to those ports. Nothing of a site in use can be told so:
the network is handed in here, in this process alone.
"""

import functools
import io
import os
import random
import ssl
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZE_PX = (960, 540)


@functools.lru_cache(maxsize=64)
def draw_picture(path: str) -> bytes:
    """The same JPEG for the same path, another for another."""
    from PIL import Image, ImageDraw

    chance = random.Random(zlib.crc32(path.encode()))  # noqa: S311
    image = Image.new("RGB", SIZE_PX, tuple(chance.choices(range(256), k=3)))
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = chance.randrange(SIZE_PX[0]), chance.randrange(SIZE_PX[1])
        pen.ellipse((left, top, left + 200, top + 150), fill=tuple(chance.choices(range(256), k=3)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


class Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        data = draw_picture(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_words: object) -> None:
        """Quiet."""


def serve() -> None:
    import trustme

    plain, secure = (ThreadingHTTPServer(("127.0.0.1", 0), Pictures) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("example.com").configure_cert(context)
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    sys.stdout.write(f"{plain.server_port} {secure.server_port}\n")
    sys.stdout.flush()
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    plain.serve_forever()


def run(http_port: int, https_port: int, arguments: list[str]) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.management import execute_from_command_line

    from news.web.fetching import Fetcher
    from tests.web.network import LoopbackNetwork

    class LocalNetwork(LoopbackNetwork):
        def tls_context(self) -> ssl.SSLContext:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            return context

    network = LocalNetwork({80: http_port, 443: https_port})
    Fetcher.__init__.__defaults__ = (network, *Fetcher.__init__.__defaults__[1:])  # type: ignore[misc]
    execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        run(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
