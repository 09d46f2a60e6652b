"""Kills the server at random moments under load, and compares what it acknowledged with what it did.

Phase one: events are sent to functions that may not run, and the server is killed while it accepts them. Phase two: the functions
may run, and the server is killed while it works them off. In the end every acknowledged event must have exactly one run that
succeeded, and nothing may wait any more.

    python kill.py KILLS EVENTS [SEED]
"""

import contextlib
import http.client
import random
import sqlite3
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import REGION, ROLE, Server, zip_of

NOOP = "exports.handler = async () => 1;"
# A function keeps its newest 500 runs, and interrupted ones count too.
EVENTS_PER_FUNCTION = 300
SENDERS = 4
# A server is killed at a random moment of this span after it says that it is ready.
LIFE_SECONDS_MAX = 0.4


class Load:
    """Sends events until as many as wanted are acknowledged, whatever happens to the server meanwhile."""

    def __init__(self, wanted, names):
        self.wanted, self.names = wanted, names
        self.acknowledged, self.left = [], list(range(wanted))
        self.lock, self.address = threading.Lock(), None

    def take(self):
        with self.lock:
            return self.left.pop() if self.left else None

    def run(self):
        link, host, number = None, None, self.take()
        while number is not None:
            if host != self.address or link is None:
                host = self.address
                link = http.client.HTTPConnection(urllib.parse.urlsplit(host).netloc, timeout=30) if host else None
            try:
                if link is None:
                    time.sleep(0.001)
                    continue
                path = f"/2015-03-31/functions/{self.names[number % len(self.names)]}/invocations"
                link.request("POST", path, body=b"{}", headers=signed(host + path))
                answer = link.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                link = None
                continue
            assert answer.status == 202, answer.status
            with self.lock:
                self.acknowledged.append(answer.headers["x-amzn-requestid"])
            number = self.take()


def signed(url):
    request = AWSRequest(method="POST", url=url, data=b"{}", headers={"X-Amz-Invocation-Type": "Event"})
    SigV4Auth(Credentials("test", "test"), "lambda", REGION).add_auth(request)
    return dict(request.headers)


def kill(server):
    server.process.kill()
    server.process.wait(timeout=20)


def database(folder):
    return sqlite3.connect(Path(folder) / "coldstart.sqlite3", timeout=30)


def counted(folder):
    """What waits, those included that were given up, and how many of these there are."""
    with contextlib.closing(database(folder)) as db:
        return db.execute("select count(*), count(died_at) from queued_event").fetchone()


def accept_under_fire(folder, load, kills, dice):
    threads = [threading.Thread(target=load.run, daemon=True) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    done = 0
    while any(thread.is_alive() for thread in threads):
        server = Server(folder)
        load.address = server.aws
        is_last = done + 1 >= kills
        until = time.monotonic() + dice.uniform(0.0, LIFE_SECONDS_MAX)
        while (is_last or time.monotonic() < until) and any(thread.is_alive() for thread in threads):
            time.sleep(0.005)
        kill(server)
        done += 1
    return done


def work_off_under_fire(folder, kills, dice):
    for _ in range(kills):
        server = Server(folder)
        time.sleep(dice.uniform(0.0, LIFE_SECONDS_MAX))
        kill(server)


def run(kills, events, seed):
    """Gives what was found, as a dictionary."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="coldstart-kill-") as folder:
        server = Server(folder)
        aws = server.client("lambda")
        names = [f"noop-{number}" for number in range(-(-events // EVENTS_PER_FUNCTION))]
        for name in names:
            aws.create_function(FunctionName=name, Runtime="nodejs24.x", Handler="index.handler", Role=ROLE, Code={"ZipFile": zip_of(index__js=NOOP)})
            aws.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
        kill(server)
        load = Load(events, names)
        first = accept_under_fire(folder, load, kills // 2, dice)
        first_waiting, dead = counted(folder)
        found = {"seed": seed, "acknowledged": len(load.acknowledged), "on disk before any ran": first_waiting, "given up": dead}
        server = Server(folder)
        aws = server.client("lambda")
        for name in names:
            aws.delete_function_concurrency(FunctionName=name)
        kill(server)
        work_off_under_fire(folder, max(0, kills - first), dice)
        begin, before = time.monotonic(), counted(folder)[0]
        server = Server(folder)
        while counted(folder)[0] > 0 and time.monotonic() - begin < 300:
            time.sleep(0.05)
        seconds = time.monotonic() - begin
        server.stop()
        waiting, dead = counted(folder)
        with contextlib.closing(database(folder)) as db:
            succeeded = dict(db.execute("select event_id, count(*) from run where state = 'succeeded' group by event_id"))
            interrupted = db.execute("select count(*) from run where state = 'interrupted'").fetchone()[0]
        acknowledged = set(load.acknowledged)
        return found | {
            "kills": first + max(0, kills - first), "left at the end": waiting, "given up at the end": dead,
            "lost": len(acknowledged - set(succeeded)), "succeeded twice": sum(1 for count in succeeded.values() if count > 1),
            "worked off under kills": first_waiting - before, "runs interrupted by a kill": interrupted,
            "worked off without kills": f"{before} in {seconds:.1f} s",
        }


if __name__ == "__main__":
    found = run(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    print(", ".join(f"{what}: {value}" for what, value in found.items()))
    sys.exit(1 if found["lost"] or found["succeeded twice"] or found["left at the end"] or found["given up at the end"] else 0)
