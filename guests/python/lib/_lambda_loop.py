"""The event loop of asyncio: it runs what is ready, and sleeps in the host until the next timer."""

import asyncio
import asyncio.base_events
import asyncio.events
import time

FOREVER = 86400


class Sleeper:
    """What a selector is to other loops: there are no descriptors to wait for, only time."""

    def select(self, timeout=None):
        """Sleeps. Without a timer nothing can ever happen: it waits for the function's timeout, as on Lambda."""
        if timeout is None:
            timeout = FOREVER
        if timeout > 0:
            time.sleep(timeout)
        return []

    def close(self):
        """Nothing is open."""


class SandboxEventLoop(asyncio.base_events.BaseEventLoop):
    """Timers, tasks and futures; no sockets, pipes, processes or signals."""

    def __init__(self):
        super().__init__()
        self._selector = Sleeper()

    def close(self):
        """Ends it, as other loops do."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if not self.is_closed():
            super().close()
            self._selector.close()

    async def shutdown_default_executor(self, timeout=None):
        """Other loops wait for the executor's threads here."""
        self._executor_shutdown_called = True
        if self._default_executor is not None:
            self._default_executor.shutdown()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    def _refuse(self, what):
        raise NotImplementedError(f"{what} is not available in this sandbox")


def refused(name, what):
    """A method that says what is missing."""

    def call(self, *args, **options):
        self._refuse(f"`loop.{name}` ({what})")

    call.__name__ = name
    return call


for _name in ("add_reader", "remove_reader", "add_writer", "remove_writer", "connect_read_pipe", "connect_write_pipe"):
    setattr(SandboxEventLoop, _name, refused(_name, "watching descriptors"))
for _name in ("subprocess_exec", "subprocess_shell"):
    setattr(SandboxEventLoop, _name, refused(_name, "processes"))
for _name in ("add_signal_handler", "remove_signal_handler"):
    setattr(SandboxEventLoop, _name, refused(_name, "signals"))


class SandboxPolicy(asyncio.events.BaseDefaultEventLoopPolicy):
    """Makes such loops."""

    _loop_factory = SandboxEventLoop


asyncio.SelectorEventLoop = SandboxEventLoop
asyncio.DefaultEventLoopPolicy = SandboxPolicy
asyncio.set_event_loop_policy(SandboxPolicy())
