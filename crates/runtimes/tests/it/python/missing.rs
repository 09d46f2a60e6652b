//! What the sandbox does not have: each is refused by name, and works without where it can.

use super::{expression, python};

#[tokio::test]
async fn what_is_missing_is_named() {
    for (imports, call, error_type, message) in [
        (
            "import threading",
            "threading.Thread(target=print, name='mine').start()",
            "RuntimeError",
            "threads are not available in this sandbox: `threading.Thread.start` cannot start `mine`",
        ),
        ("import threading", "threading.Timer(1, print).start()", "RuntimeError", "threads are not available"),
        ("import _thread", "_thread.start_new_thread(print, ())", "RuntimeError", "can't start new thread"),
        (
            "import urllib.request",
            "urllib.request.urlopen('http://example.com/x')",
            "URLError",
            "<urlopen error [Errno -4] network connections are not available in this sandbox yet: getaddrinfo(`example.com`)>",
        ),
        (
            "import urllib.request",
            "urllib.request.urlopen('https://example.com/x')",
            "URLError",
            "<urlopen error unknown url type: https>",
        ),
        (
            "import http.client",
            "http.client.HTTPConnection('example.com').request('GET', '/')",
            "gaierror",
            "[Errno -4] network connections are not available",
        ),
        ("import socket", "socket.create_connection(('10.0.0.1', 80))", "gaierror", "[Errno -4] network connections"),
        (
            "import socket",
            "socket.socket()",
            "OSError",
            "[Errno 52] network connections are not available in this sandbox yet: socket()",
        ),
        ("import subprocess", "subprocess.run(['ls'])", "OSError", "[Errno 58] wasi does not support processes."),
        ("import os", "os.fork()", "AttributeError", "module 'os' has no attribute 'fork'"),
        (
            "import asyncio",
            "asyncio.run(asyncio.open_connection('example.com', 80))",
            "gaierror",
            "[Errno -4] network connections are not available",
        ),
        (
            "import asyncio",
            "asyncio.run(asyncio.create_subprocess_exec('ls'))",
            "NotImplementedError",
            "`loop.subprocess_exec` (processes) is not available in this sandbox",
        ),
        (
            "import concurrent.futures",
            "concurrent.futures.ProcessPoolExecutor()",
            "NotImplementedError",
            "processes are not available in this sandbox",
        ),
        ("", "__import__('ssl')", "ModuleNotFoundError", "No module named '_ssl'"),
        ("", "__import__('ctypes')", "ModuleNotFoundError", "No module named 'ctypes'"),
        ("", "__import__('boto3')", "ModuleNotFoundError", "No module named 'boto3'"),
        ("", "__import__('lzma')", "ModuleNotFoundError", "No module named '_lzma'"),
    ] {
        let run = expression(imports, call).invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!(error.error_type, error_type, "{call}: {payload}");
        let actual = payload["errorMessage"].as_str().unwrap();
        assert!(actual.starts_with(message), "{call}: {actual}");
    }
}

#[tokio::test]
async fn variables_that_cannot_be_obeyed_are_refused() {
    for (name, value) in
        [("PYTHONHASHSEED", "0"), ("PYTHONOPTIMIZE", "1"), ("TZ", "Europe/Berlin"), ("PYTHONDEVMODE", "1")]
    {
        let mut function = python("def lambda_handler(event, context): return 1");
        function.settings.env.push((name.to_owned(), value.to_owned()));
        let run = function.invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!(error.error_type, "Runtime.InvalidEnvironment");
        let expected =
            format!("environment variable `{name}` cannot be `{value}` in this sandbox: it is not obeyed here");
        assert_eq!(payload["errorMessage"], expected);
    }
}

#[tokio::test]
async fn variables_that_can_be_obeyed_are() {
    let source = "
import sys, warnings
def lambda_handler(event, context):
    try:
        warnings.warn('x')
    except UserWarning:
        return [sys.path[:2], sys.get_int_max_str_digits()]";
    let mut function = python(source);
    for (name, value) in [
        ("PYTHONPATH", "/var/task/lib:/var/runtime"),
        ("PYTHONWARNINGS", "error"),
        ("PYTHONINTMAXSTRDIGITS", "9999"),
        ("PYTHONHASHSEED", "random"),
    ] {
        function.settings.env.push((name.to_owned(), value.to_owned()));
    }
    assert_eq!(function.invoke("{}").await.answer(), r#"[["/var/task", "/var/task/lib"], 9999]"#);
}

#[tokio::test]
async fn executors_and_tasks_work_in_turn() {
    let source = "
import asyncio, time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
def square(x):
    if x < 0: raise ValueError('negative')
    return x * x
async def waits(x):
    await asyncio.sleep(0.01 * (5 - x))
    return x
async def main():
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        tasks = [group.create_task(waits(x)) for x in range(3)]
    queue = asyncio.Queue()
    asyncio.get_running_loop().call_later(0.01, queue.put_nowait, 'late')
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except TimeoutError:
        late = await queue.get()
    return [task.result() for task in tasks], late, await asyncio.to_thread(square, 7)
def lambda_handler(event, context):
    with ThreadPoolExecutor(max_workers=4) as pool:
        mapped = list(pool.map(square, range(4)))
        futures = [pool.submit(square, x) for x in (2, -1)]
        wait(futures)
        done = [str(future.exception() or future.result()) for future in as_completed(futures)]
    return [mapped, sorted(done), *asyncio.run(main())]";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.answer(), r#"[[0, 1, 4, 9], ["4", "negative"], [0, 1, 2], "late", 49]"#);
}
