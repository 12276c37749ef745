"""`okienko run` over the naive portal; an argument of the harness, never a setting."""

import argparse
from pathlib import Path

from okienko.running import portal_answers
from okienko.settings import Settings
from okienko.supervisor import Supervisor

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    settings = Settings(port=asked.port, data=asked.data, demo=True)
    Supervisor(settings, web_target="tests.crash.naive_web").run(
        lambda _: print("Ready", flush=True), answers=lambda: portal_answers(settings)
    )
