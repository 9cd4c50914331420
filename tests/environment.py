"""Gives each test run a data folder of its own, before Django reads its settings (`-p tests.environment`)."""

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker shares its controller's folder
    folder = tempfile.mkdtemp(prefix="masthead-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"CMS_DEBUG": "1", "CMS_DATA_DIR": folder}
