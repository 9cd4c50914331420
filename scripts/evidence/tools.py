"""Finds programs that `make evidence` needs besides Python, and says how to get missing ones."""

import shutil
import subprocess
from pathlib import Path

from scripts.evidence.chromium import find_chromium

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
VALIDATOR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"
HINTS = {
    "java": "Java is missing: the W3C validator needs it (Debian: default-jre-headless).",
    "node": "Node.js is missing: Lighthouse needs 20 or newer (Debian: nodejs).",
    "npm": "npm is missing: it installs Lighthouse and the W3C validator (Debian: npm).",
}


def missing_programs(names: set[str]) -> list[str]:
    """Return one sentence for each missing program."""
    told = [HINTS[name] for name in sorted(names) if not shutil.which(name)]
    if not find_chromium():
        told.append("Chromium is missing: install it, or set CMS_CHROMIUM to its path.")
    return told


def install_modules() -> None:
    """Install exactly what package-lock.json lists; does nothing when it is already installed."""
    stamp, lock = MODULES / ".package-lock.json", HERE / "package-lock.json"
    if stamp.is_file() and stamp.stat().st_mtime >= lock.stat().st_mtime and VALIDATOR.is_file():
        return
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=HERE, check=True)
