"""What this machine can do at best, measured in the same run: a cached page, seals on both cores, commits."""

import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import psycopg
from flask import Flask
from flask_wtf.csrf import generate_csrf
from lxml import etree
from signxml.xades import XAdESSigner

from bench.measure import HOUSE, Measured
from casework.trust.demo_centre import make_demo_seal
from tests.program import free_port, until

_BEFORE, _AFTER = "<!doctype html>" + "x" * 20_000, "x" * 5_000
cached_page = Flask("cached_page")
cached_page.secret_key = secrets.token_bytes(32)


@cached_page.get("/")
def page() -> str:
    """25 kB from memory with the visitor's own token spliced in: what no form page of Flask can beat."""
    return f"{_BEFORE}{generate_csrf()}{_AFTER}"


@contextmanager
def cached_page_server() -> Iterator[tuple[int, psutil.Process]]:
    """Port and process of the cached page behind the same server with the same number of workers."""
    port = free_port()
    command = "granian --interface wsgi --workers 2 --blocking-threads 1 --http 1 --no-ws --log-level error"
    server = subprocess.Popen(
        [sys.executable, "-m", *command.split(), "--port", str(port), "bench.ceilings:cached_page"], cwd=HOUSE
    )
    try:
        until("the cached page is there", lambda: _answers(port))
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    except httpx.HTTPError:
        return False


def sign_for(seconds: float) -> int:
    """How many receipts of 0.9 KB signxml seals on one core."""
    with tempfile.TemporaryDirectory() as folder:
        seal = make_demo_seal(Path(folder), "bench", "Bench")
    receipt = etree.fromstring(b"<Dokument><UPP>" + b"<Pole>tekst</Pole>" * 48 + b"</UPP></Dokument>")
    done, until_then = 0, time.perf_counter() + seconds
    while time.perf_counter() < until_then:
        XAdESSigner(signature_algorithm="ecdsa-sha256").sign(receipt, key=seal.key, cert=[seal.certificate])
        done += 1
    return done


def seals_on_both_cores(seconds: float) -> Measured:
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(sign_for, [0.2] * cores))  # imports and key are not measured
        began = time.perf_counter()
        done = sum(pool.map(sign_for, [seconds] * cores))
        spent = time.perf_counter() - began
    return Measured(done / spent, 1000 * cores * spent / done, 0.0, 0)


def commits(url: str, seconds: float, clients: int = 16) -> Measured:
    """Rows of 10 kB, one a commit, on the program's own PostgreSQL with its own durability."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_commit (id bigserial, body bytea)")
    counts: list[int] = []
    until_then = time.perf_counter() + seconds
    threads = [threading.Thread(target=_commit, args=(url, until_then, counts)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured(sum(counts) / seconds, 0.0, 0.0, 0)


def _commit(url: str, until_then: float, counts: list[int]) -> None:
    body, done = os.urandom(10_000), 0
    with psycopg.connect(url, autocommit=True) as connection:
        while time.perf_counter() < until_then:
            connection.execute("INSERT INTO bench_commit (body) VALUES (%s)", (body,), binary=True)
            done += 1
    counts.append(done)
