"""The picture worker's main loop: reads one job after another from stdin and answers on stdout until stdin closes."""

import select

from news.images.child import preload
from news.images.child.fences import allow_cpu, raise_fences
from news.images.child.jobs import answer
from news.images.worker_messages import read_message, write_message

IDLE_S = 60


def main() -> None:
    preload.warm_up()
    with open(0, "rb", buffering=0) as jobs, open(1, "wb", buffering=0) as answers:
        fences = raise_fences()
        write_message(answers, {"ready": True, "fences": fences})
        while select.select([jobs], [], [], IDLE_S)[0] and (frame := read_message(jobs)):
            allow_cpu()
            head, parts = frame
            write_message(answers, *answer(head, parts[0] if parts else b""))


if __name__ == "__main__":
    main()
