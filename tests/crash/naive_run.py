"""`okienko run` over the naive portal or the naive worker; an argument of the harness, never a setting."""

import argparse
from pathlib import Path

from okienko.processes.running import portal_answers
from okienko.processes.supervisor import Supervisor
from okienko.settings import Settings

TARGETS = {
    "web": {"web_target": "tests.crash.naive_web"},
    "worker": {"worker_target": "tests.crash.naive_worker"},
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--naive", choices=sorted(TARGETS), default="web")
    asked = parser.parse_args()
    settings = Settings(port=asked.port, data=asked.data, demo=True)
    Supervisor(settings, **TARGETS[asked.naive]).run(
        lambda _: print("Ready", flush=True), answers=lambda: portal_answers(settings)
    )
