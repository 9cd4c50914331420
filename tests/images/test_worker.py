"""The site never decodes: a fenced worker does, and whatever becomes of it is one picture's refusal."""

import base64
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from news.images import pool, worker, worker_protocol
from news.images.errors import ImageRefusedError
from news.images.limits import CENTRE
from news.images.pool import WorkerPool
from news.images.storing import prepare_image
from news.images.worker import Worker, WorkerNotStartedError
from news.images.worker_protocol import ask_for_files
from tests.images.pictures import as_bytes, draw, jpeg, noise
from tests.images.test_hostile import CLEANED

ROOT = Path(__file__).resolve().parents[2]
IS_LINUX = sys.platform == "linux"
READY = """head = b'{"ready": true, "fences": [], "sizes": []}'; out = sys.stdout.buffer
out.write(len(head).to_bytes(4, 'big') + head); out.flush()"""


@pytest.fixture
def own_pool(monkeypatch):
    workers = WorkerPool()
    monkeypatch.setattr(worker_protocol, "POOL", workers)
    yield workers
    workers.close()


@pytest.fixture
def stand_in(monkeypatch):
    """Another program in the worker's place; it says that it is ready and then does `script`."""

    def put(script):
        code = f"import os, signal, sys, time; {READY}\n{script}"
        monkeypatch.setattr(worker, "_COMMAND", [sys.executable, "-c", code])

    return put


def refusal(data=None):
    with pytest.raises(ImageRefusedError) as caught:
        prepare_image(data or jpeg())
    return caught.value.code


def test_the_site_never_loads_a_decoder():
    """Not even the library: whatever Pillow could be made to do, it would not happen in a process with our keys."""
    code = (
        "import django, sys; django.setup(); from news.images import messages, storing, sweeping;"
        f"made = storing.prepare_image(bytes.fromhex('{jpeg().hex()}'));"
        "print(made.width_px, 'PIL' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.stdout == "64 False\n", run.stderr


def processor_time_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_worker_starts_quickly_and_takes_further_pictures(own_pool):
    before = processor_time_of_children()
    Worker().end()
    assert processor_time_of_children() - before < 3
    prepare_image(jpeg())
    first = own_pool.idle[0][0].process.pid
    prepare_image(jpeg(colour="red"))
    assert [(each.process.pid, jobs) for each, jobs in own_pool.idle] == [(first, 2)]


def test_a_refusal_costs_the_worker_its_place(own_pool, monkeypatch):
    monkeypatch.setattr(worker, "ENDS_WITHIN_S", 600)
    prepare_image(jpeg())
    before = own_pool.idle[0][0].process
    assert refusal(as_bytes(noise(), "PNG")[:60]) == "unreadable"
    assert own_pool.idle == []
    assert before.returncode == 0


@pytest.mark.skipif(not IS_LINUX, reason="fences are Linux's")
class TestFences:
    def limits(self, process):
        lines = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
        return {line[:26].strip(): line[26:47].strip() for line in lines}

    def test_memory_files_and_processes_are_limited(self):
        child = Worker()
        limits = self.limits(child.process)
        child.end()
        assert limits["Max address space"] == str(512 << 20)
        for name in ("Max file size", "Max core file size", "Max processes"):
            assert limits[name] == "0", name
        assert limits["Max open files"] == "3"

    def test_it_holds_three_descriptors_and_nothing_of_our_environment(self):
        os.environ["CMS_TEST_TOKEN"] = "not for children"
        try:
            child = Worker()
        finally:
            del os.environ["CMS_TEST_TOKEN"]
        folder = Path(f"/proc/{child.process.pid}")
        descriptors = sorted(path.name for path in (folder / "fd").iterdir())
        environment = (folder / "environ").read_bytes()
        child.end()
        assert descriptors == ["0", "1", "2"]
        assert b"CMS_" not in environment

    def test_it_has_a_network_of_its_own_without_a_way_out(self):
        child = Worker()
        inside = (Path(f"/proc/{child.process.pid}/net/dev")).read_text()
        fences = child.fences
        child.end()
        if "network" not in fences:
            pytest.skip("this system forbids user namespaces, so the worker cannot leave the network")
        assert [line.split(":")[0].strip() for line in inside.splitlines()[2:]] == ["lo"]

    @pytest.mark.parametrize(
        ("deed", "error"),
        [
            ("bytearray(600 << 20)", "MemoryError"),
            ("open('/etc/passwd')", "OSError"),
            ("socket.socket()", "OSError"),
            ("os.pipe()", "OSError"),
            ("subprocess.run(['true'])", "OSError"),
        ],
    )
    def test_behind_the_fences_a_deed_fails(self, deed, error):
        code = (
            "import os, socket, subprocess; from news.images.child.fences import raise_fences; raise_fences()\n"
            f"try: {deed}\nexcept {error} as error: print('stopped')"
        )
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.stdout == "stopped\n", run.stderr

    def test_who_computes_for_too_long_is_ended_by_the_kernel(self):
        code = (
            "from news.images.child import fences; fences.raise_fences(); fences.MAX_CPU_S = 0; fences.allow_cpu()\n"
            "while True: pass"
        )
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert run.returncode == -signal.SIGXCPU

    def test_a_picture_that_needs_more_memory_says_so(self, own_pool):
        """WebP's decoder keeps four copies of a picture."""
        assert refusal(as_bytes(draw(8000, 5000), "WEBP", method=0)) == "too-much-memory"

    def test_what_is_loaded_suffices_for_every_format(self):
        """Behind the fences no file can be opened, so no module either."""
        code = (
            "import sys, base64; from news.images.child import preload, jobs, fences; preload.warm_up();"
            "fences.raise_fences(); before = set(sys.modules);"
            "data = [base64.b64decode(line) for line in sys.stdin];"
            "print([jobs.answer({'job': 'prepare', 'focal': (0.5, 0.5)}, each)[0].get('refused') for each in data]);"
            "print(sorted(set(sys.modules) - before))"
        )
        pictures = [make() for make in CLEANED.values()] + [as_bytes(draw(), name) for name in ("GIF", "WEBP", "PNG")]
        lines = "\n".join(base64.b64encode(each).decode() for each in pictures)
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, input=lines, capture_output=True, text=True, check=False
        )
        assert run.stdout == f"{[None] * len(pictures)}\n[]\n", run.stderr


def test_a_worker_killed_in_the_middle_is_one_refusal(own_pool):
    """As the kernel does when memory runs out."""
    big = as_bytes(noise(2500, 1600), quality=90)
    prepare_image(jpeg())
    process = own_pool.idle[0][0].process
    killer = threading.Timer(0.15, lambda: os.kill(process.pid, signal.SIGKILL))
    killer.start()
    assert refusal(big) == "crashed"
    killer.join()
    assert prepare_image(jpeg()).width_px == 64


def test_a_worker_that_was_killed_while_idle_costs_no_picture(own_pool):
    prepare_image(jpeg())
    process = own_pool.idle[0][0].process
    process.kill()
    process.wait()
    assert prepare_image(jpeg(colour="red")).width_px == 64


def test_a_worker_that_went_home_just_now_costs_no_picture(own_pool, monkeypatch):
    """It had seen nothing of the job."""
    prepare_image(jpeg())
    process = own_pool.idle[0][0].process
    process.stdin.close()
    process.wait()
    process.stdin = Path(os.devnull).open("wb", buffering=0)  # noqa: SIM115  (the pool closes it)
    monkeypatch.setattr(Worker, "is_usable", property(lambda self: True))
    assert prepare_image(jpeg(colour="red")).width_px == 64


def test_one_that_always_goes_home_is_not_asked_for_ever(own_pool, stand_in):
    stand_in("sys.stdin.buffer.read(1)")
    assert refusal() == "crashed"


def test_a_picture_that_takes_too_long_is_given_up(own_pool, stand_in, monkeypatch):
    stand_in("time.sleep(60)")
    monkeypatch.setattr(worker, "WALL_S", 0.5)
    started = time.monotonic()
    assert refusal() == "too-slow"
    assert time.monotonic() - started < 30
    assert own_pool.idle == []


@pytest.mark.skipif(not IS_LINUX, reason="processor time is limited on Linux")
def test_processor_time_is_counted_for_each_picture(own_pool, stand_in):
    stand_in("os.kill(os.getpid(), signal.SIGXCPU)")
    assert refusal() == "too-slow"


@pytest.mark.parametrize(
    "script",
    [
        "out.write(bytes([255] * 64)); out.flush(); time.sleep(9)",
        "out.write(b'\\0\\0\\0\\2[]'); out.flush(); time.sleep(9)",
        "h = b'{\"sizes\": [99999999]}'; out.write(len(h).to_bytes(4, 'big') + h); out.flush(); time.sleep(9)",
        "h = b'{\"sizes\": [], \"files\": []}'; out.write(len(h).to_bytes(4, 'big') + h); out.flush(); time.sleep(9)",
        "h = b'{\"sizes\": [9]}'; out.write(len(h).to_bytes(4, 'big') + h + b'123'); out.flush()",
        "out.write(b'x' * (40 << 20)); out.flush()",
        "os.abort()",
    ],
)
def test_a_worker_that_talks_nonsense_is_not_believed(own_pool, stand_in, script, monkeypatch):
    monkeypatch.setattr(worker, "WALL_S", 3)
    stand_in(script)
    assert refusal() in {"crashed", "too-slow"}


@pytest.mark.parametrize(
    "change",
    [
        {"names": ["../../evil"]},
        {"names": ["w800", "w800"]},
        {"type": "text/html"},
        {"type": "image/png"},
        {"width": 0},
        {"width": True},
        {"height": 10**9},
        {"at": [-1, 0]},
        {"at": [0]},
        {"at": "00"},
    ],
)
def test_what_a_worker_says_of_a_file_is_checked(monkeypatch, change):
    """It may have been taken over by the picture."""
    said = {"names": ["hero"], "type": "image/jpeg", "width": 64, "height": 36, "at": [0, 0]}
    master = {"names": [], "type": "image/jpeg", "width": 64, "height": 36, "at": None}

    class Believable:
        def ask(self, head, data):
            return {"files": [master, said], "credit": "", "licence": ""}, [jpeg(), jpeg()]

    monkeypatch.setattr(worker_protocol, "POOL", Believable())
    assert prepare_image(jpeg()).renditions["hero"]["width"] == 64
    said |= change
    assert refusal() == "crashed"


def test_a_worker_that_cannot_be_started_is_no_fault_of_the_picture(own_pool, monkeypatch):
    monkeypatch.setattr(worker, "_COMMAND", [sys.executable, "-c", "raise SystemExit(3)"])
    monkeypatch.setattr(pool, "PAUSE_S", 0)
    with pytest.raises(WorkerNotStartedError, match="child"):
        prepare_image(jpeg())
    monkeypatch.setattr(worker, "_COMMAND", ["/nowhere/python"])
    with pytest.raises(WorkerNotStartedError, match="No such file"):
        prepare_image(jpeg())


def test_ten_mebibytes_in_and_many_out_do_not_block(own_pool, stand_in):
    """Pipes hold 64 KiB; whoever writes more waits for a reader."""
    assert prepare_image(jpeg() + b"\0" * (9 << 20)).width_px == 64
    own_pool.close()
    stand_in(
        "from news.images.worker_messages import read_message, write_message;"
        "head, parts = read_message(sys.stdin.buffer);"
        "write_message(out, {'length': len(parts[0])}, [b'x' * (12 << 20)] * 4); out.flush(); time.sleep(60)"
    )
    head, parts = own_pool.ask({}, b"\0" * (10 << 20))
    assert head == {"length": 10 << 20}
    assert [len(part) for part in parts] == [12 << 20] * 4


def test_many_threads_share_a_few_workers(own_pool):
    results, most = [], []

    def work(number):
        results.append(prepare_image(jpeg(colour=(number * 9, 0, 0))).width_px)
        most.append(len(own_pool.idle))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [64] * 12
    assert max(most) <= pool.MAX_WORKERS


def test_a_worker_ends_with_its_site():
    code = (
        "import os; from news.images.worker import Worker; w = Worker(); print(w.process.pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    child = int(run.stdout)
    deadline = time.monotonic() + 60
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def test_stopping_the_site_does_not_lose_the_picture_it_is_at():
    """Ctrl-C and SIGTERM reach a whole group of processes; the import finishes its post, so the worker must too."""
    child = Worker()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(child.process.pid, number)
    head, _parts = child.ask({"job": "prepare", "focal": CENTRE}, jpeg())
    assert head["files"]
    assert os.getpgid(child.process.pid) != os.getpgid(0)
    child.end()


def test_a_forked_copy_of_the_site_lets_the_workers_be(own_pool):
    prepare_image(jpeg())
    child = os.fork()
    if not child:
        own_pool.forget()
        os._exit(0 if own_pool.idle == [] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert ask_for_files("prepare", jpeg(), CENTRE).master.width_px == 64
    assert [jobs for _worker, jobs in own_pool.idle] == [2]
