"""Threads: there are none, and what can be done without them is done in turn."""

import concurrent.futures
import concurrent.futures.thread
import threading
import time

MISSING = (
    "threads are not available in this sandbox: `threading.Thread.start` cannot start `{}`; "
    "concurrent.futures.ThreadPoolExecutor and asyncio work, in turn"
)


def start(self):
    """Refuses, by name."""
    if self._started.is_set():
        raise RuntimeError("threads can only be started once")
    raise RuntimeError(MISSING.format(self.name))


threading.Thread.start = start


class ThreadPoolExecutor(concurrent.futures.Executor):
    """Runs each call when it is submitted; futures that it gives are done."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers or 1
        self._thread_name_prefix = thread_name_prefix
        self._initializer, self._initargs = initializer, initargs
        self._shutdown = False

    def submit(self, fn, /, *args, **kwargs):
        """Calls `fn` now; its answer or its exception is in the future."""
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        if self._initializer is not None:
            initializer, self._initializer = self._initializer, None
            initializer(*self._initargs)
        future = concurrent.futures.Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        """No more calls are taken."""
        self._shutdown = True


concurrent.futures.ThreadPoolExecutor = ThreadPoolExecutor
concurrent.futures.thread.ThreadPoolExecutor = ThreadPoolExecutor


class ProcessPoolExecutor:
    """Cannot be made."""

    def __init__(self, *args, **options):
        raise NotImplementedError("processes are not available in this sandbox: `concurrent.futures.ProcessPoolExecutor`")


concurrent.futures.ProcessPoolExecutor = ProcessPoolExecutor


def wait(self, timeout=None):
    """Of a condition: nobody else runs who could notify, so all that can come is the end of the time."""
    if not self._is_owned():
        raise RuntimeError("cannot wait on un-acquired lock")
    time.sleep(FOREVER if timeout is None else max(timeout, 0))
    return False


FOREVER = 86400
threading.Condition.wait = wait
