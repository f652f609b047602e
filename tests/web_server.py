"""A real nginx over a folder, and readers that ask it for whole versions while they are being exchanged."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CONF = """
daemon off; master_process {master}; worker_processes 1; pid {work}/pid; error_log {work}/error.log; {user}
events {{ }}
http {{
  access_log off; default_type application/octet-stream; types {{ text/html html; text/javascript js; text/css css; }}
  client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3; uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
  keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port}; root "{root}"; location ~ /\\. {{ return 404; }} }}
}}
"""


@contextmanager
def nginx(root: Path, work: Path) -> Iterator[int]:
    """The port of an nginx that shows `root`; `work` is for what it needs itself."""
    work.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""  # a test's folder is shut to everybody else
    (work / "nginx.conf").write_text(
        CONF.format(work=work, port=port, root=root, user=user, master="off"), encoding="utf-8"
    )
    server = subprocess.Popen([NGINX, "-p", str(work), "-c", str(work / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


class Readers:
    """Readers that ask for addresses at random, each answer held against the versions; `answers` counts what came."""

    def __init__(self, port: int, versions: Sequence[Mapping[str, str]], requests: int, readers: int = 2) -> None:
        self.port, self.versions = port, versions
        self.paths = sorted(set.intersection(*(set(version) for version in versions)))
        self.answers: Counter[str] = Counter()
        self.threads = [
            threading.Thread(target=self._read, args=(requests // readers, seed)) for seed in range(readers)
        ]
        for thread in self.threads:
            thread.start()

    @property
    def busy(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)

    def _read(self, requests: int, seed: int) -> None:
        chance, counted = random.Random(seed), Counter[str]()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(requests):
            path = chance.choice(self.paths)
            line.request("GET", "/" + quote(path))
            answer = line.getresponse()
            seen = hashlib.sha256(answer.read()).hexdigest()
            if answer.status != 200:
                counted[f"status {answer.status}"] += 1
            elif not any(version[path] == seen for version in self.versions):
                counted["of no version"] += 1
            else:
                counted["whole"] += 1
        line.close()
        self.answers += counted

    def wait(self) -> Counter[str]:
        for thread in self.threads:
            thread.join()
        return self.answers
