"""Runs `manage.py check --deploy` with production settings, and fails on any warning."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    with tempfile.TemporaryDirectory() as data_dir:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
        environment |= {
            "CMS_DATA_DIR": data_dir,
            "CMS_SECRET_KEY": secrets.token_urlsafe(50),
            "CMS_ALLOWED_HOSTS": "news.example",
            "CMS_BEHIND_PROXY": "1",
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
