"""Imports the same folder in four threads at once, without the lock: run as a process by a test."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

RUNS = 4


def main(folder: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import django

    django.setup()
    with ThreadPoolExecutor(RUNS) as pool:
        sys.stdout.write(json.dumps(list(pool.map(run_once, [folder] * RUNS))))


def run_once(folder: str) -> dict[str, object]:
    from django.db import connection

    from news.exchange.importer import Importer
    from news.exchange.options import ImportOptions
    from news.exchange.source_files import find_files, find_places

    importer = Importer(ImportOptions(zone=ZoneInfo("UTC")))
    try:
        problems = [item.problem for item in importer.run(find_files(find_places([Path(folder)]))) if item.problem]
        importer.close()
    finally:
        connection.close()
    return {**importer.receipt.counts_as_json(), "codes": sorted({problem.code for problem in problems})}


if __name__ == "__main__":
    main(sys.argv[1])
