"""A fresh site in its own folder: set up with the commands an operator uses, served as in production."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOP_PATIENCE_S = 15


@dataclass(frozen=True)
class Site:
    """A site's data folder, and the key that its processes share."""

    data_dir: Path
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50))

    @property
    def environment(self) -> dict[str, str]:
        """Return production's settings, without TLS."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
        return kept | {
            "CMS_DATA_DIR": str(self.data_dir),
            "CMS_SECRET_KEY": self.secret,
            "CMS_ALLOWED_HOSTS": "127.0.0.1",
            "CMS_HTTPS": "0",
            "PYTHONWARNINGS": "ignore",
        }

    def manage(self, *words: str) -> str:
        """Run a command of manage.py and return its output.

        Raises: RuntimeError with the command's error output.
        """
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout


def prepare_empty(data_dir: Path) -> Site:
    data_dir.mkdir(parents=True, exist_ok=True)
    site = Site(data_dir)
    site.manage("migrate", "-v0")
    site.manage("collectstatic", "--noinput", "-v0")
    return site


def prepare_demo(data_dir: Path) -> tuple[Site, str]:
    """Return a site with the demo in it, and the password of its login admin."""
    site = prepare_empty(data_dir)
    logins = json.loads(site.manage("create_logins", "--json"))
    site.manage("demo")
    return site, str(logins["created"]["admin"])


def import_folder(site: Site, folder: Path) -> dict[str, int]:
    """Import the folder, even if some items fail, and return the receipt's counts."""
    command = [sys.executable, "manage.py", "import_posts", str(folder), "--json", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):  # 3: finished, some items failed
        raise RuntimeError(f"import_posts ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return {name: value for name, value in json.loads(done.stdout).items() if isinstance(value, int)}


def serve(site: Site, port: int) -> subprocess.Popen[bytes]:
    """Start gunicorn, which the caller must stop."""
    words = ["gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"]
    return subprocess.Popen(
        [sys.executable, "-m", *words, "--log-level", "error"],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Yield the base address. The server is stopped at the end of the block, also after an exception."""
    port = free_port()
    server = serve(site, port)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{base}/healthz")
        yield base
    finally:
        stop(server)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(url: str, patience_s: float = 60) -> None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{url} does not answer")
