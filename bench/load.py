"""Load generator: four processes, each with one kept connection (Python's http.client), asking in turn."""

import http.client
import multiprocessing
import time
from collections.abc import Callable

CLIENTS = 4


def in_parallel(work: Callable[..., list[float]], clients: int, *arguments) -> list[float]:
    """Times that processes measured by `work(number, *arguments)`, all begun at once; an error of any is raised."""
    start, times = multiprocessing.Event(), multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=_client, args=(work, number, arguments, start, times), daemon=True)
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    start.set()
    answers = [times.get(timeout=300) for _process in processes]
    for process in processes:
        process.join()
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return [seconds for answer in answers for seconds in answer]


def _client(work: Callable[..., list[float]], number: int, arguments: tuple, start, times) -> None:
    """Put the list of times into the queue, or the error that ended it."""
    start.wait()
    try:
        times.put(work(number, *arguments))
    except (OSError, http.client.HTTPException, RuntimeError) as error:
        times.put(error)


def _ask(number: int, port: int, paths: list[str], count: int) -> list[float]:
    """Each client begins at another path."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    measured = []
    for request in range(number, number + count):
        path = paths[request % len(paths)]
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        measured.append(time.perf_counter() - began)
        if response.status != 200 or not body:
            raise RuntimeError(f"{path}: {response.status}")
    return measured


def run(port: int, paths: list[str], count: int) -> list[float]:
    """Times in seconds of `count` requests from each of four parallel clients."""
    return in_parallel(_ask, CLIENTS, port, paths, count)


def status(port: int, path: str) -> int:
    """Status of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().status
