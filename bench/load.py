"""Load generator: four processes, each with one kept connection (Python's http.client), asking in turn."""

import http.client
import multiprocessing
import time

CLIENTS = 4


def _client(port: int, paths: list[str], count: int, start, times) -> None:
    """Put the list of times into the queue, or the error that ended it."""
    try:
        times.put(_ask(port, paths, count, start))
    except (OSError, http.client.HTTPException, RuntimeError) as error:
        times.put(error)


def _ask(port: int, paths: list[str], count: int, start) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    start.wait()
    measured = []
    for number in range(count):
        began = time.perf_counter()
        connection.request("GET", paths[number % len(paths)], headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        measured.append(time.perf_counter() - began)
        if response.status != 200 or not body:
            raise RuntimeError(f"{paths[number % len(paths)]}: {response.status}")
    return measured


def run(port: int, paths: list[str], count: int) -> list[float]:
    """Times in seconds of `count` requests from each of four parallel clients."""
    start, times = multiprocessing.Event(), multiprocessing.Queue()
    clients = [
        multiprocessing.Process(target=_client, args=(port, paths[number:] + paths[:number], count, start, times))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    start.set()
    answers = [times.get(timeout=300) for _client_process in clients]
    for client in clients:
        client.join()
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return [seconds for answer in answers for seconds in answer]


def status(port: int, path: str) -> int:
    """Status of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().status
