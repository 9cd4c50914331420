#!/usr/bin/env bash
# Writes requirements/*.txt from pyproject.toml: exact versions with hashes that plain pip installs.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet "$@"; }
compile --extra postgres --extra prose --extra redis --group test --group lint --group browser -o requirements/dev.txt
compile -c requirements/dev.txt -o requirements/run.txt
compile --extra postgres --extra prose --extra redis -c requirements/dev.txt -o requirements/production.txt
