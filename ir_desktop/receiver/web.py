"""The HTTPS endpoint (EXCHANGE "HTTPS endpoint"): requests in, receipts and problems out.

`openapi.json` beside this module is the authority on paths, statuses and bodies. All real work is
done in threads; the event loop only moves bytes. Nothing of a body or a header is ever logged.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.receiver import service
from ir_desktop.receiver.bodies import Busy, Limits, Places, TooLarge, TooSlow, drain, read_body
from ir_desktop.receiver.problems import Kind, Told, problem, refused
from ir_desktop.receiver.quiet_log import bug, fault
from ir_desktop.receiver.service import Answer, PassRefused, ReceiverData

OPENAPI: Final = Path(__file__).with_name("openapi.json")
_THREADS: Final = 4
_LOG: Final = logging.getLogger(__name__)
Result = TypeVar("Result")
Endpoint = Callable[[Request], Awaitable[Response]]


def _problem(
    kind: Kind,
    *,
    detail: str | None = None,
    reference: str | None = None,
    retry_after: int | None = None,
    close: bool = False,
) -> Response:
    return _sent(
        problem(kind, detail=detail, reference=reference, retry_after=retry_after, close=close)
    )


def _sent(told: Told) -> Response:
    return JSONResponse(
        told.body, told.status, dict(told.headers), media_type="application/problem+json"
    )


def application(
    data: ReceiverData, *, clock: Callable[[], datetime], limits: Limits | None = None
) -> Starlette:
    """Return the endpoint as an ASGI application.

    Args:
        data: an open receiver; it is not closed here.
        clock: tells the moment.
        limits: what senders may ask of the server.
    """
    site = _Site(data, clock, limits or Limits())
    return Starlette(
        routes=[
            Route("/v1/packages", _careful(site.packages), methods=["POST"]),
            Route("/v1/replies", _careful(site.replies), methods=["GET"]),
            Route("/v1/health", _careful(site.health), methods=["GET"]),
            Route("/v1/openapi.json", _careful(site.openapi), methods=["GET"]),
        ],
        exception_handlers={HTTPException: _not_served},
        lifespan=site.lifespan,
    )


def _careful(endpoint: Endpoint) -> Endpoint:
    """Turn what goes wrong into a problem document, told to the log without any content."""

    async def answer(request: Request) -> Response:
        try:
            response = await endpoint(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except EnvironmentProblem as error:
            fault(_LOG, error)
            response = _problem(Kind.FAULT, retry_after=30)
        except Exception as error:
            response = _problem(Kind.BUG, reference=bug(_LOG, error))
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


async def _not_served(_: Request, error: Exception) -> Response:
    known = isinstance(error, HTTPException)
    method = known and error.status_code == 405
    response = _problem(Kind.METHOD if method else Kind.NOT_FOUND)
    if known and error.headers:
        response.headers.update(error.headers)
    return response


class _Site:
    """The handlers and what they share."""

    def __init__(self, data: ReceiverData, clock: Callable[[], datetime], limits: Limits) -> None:
        self._data = data
        self._clock = clock
        self._limits = limits
        self._places = Places(limits.at_once)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="receiver")

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncGenerator[None]:
        """Finish what is being worked on before the server ends."""
        yield
        self._threads.shutdown(wait=True)

    async def _work(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def packages(self, request: Request) -> Response:
        """Take one package."""
        key = request.headers.get("idempotency-key", "")
        stream = request.stream()
        try:
            with self._places.one():
                if not _is_uuid(key):
                    await drain(stream, self._limits)
                    return _problem(Kind.NO_KEY)
                length = request.headers.get("content-length")
                body = await read_body(stream, length, self._limits)
                take = partial(service.receive_package, self._data, body, key, self._clock())
                return _told(await self._work(take), len(body))
        except Busy:
            await drain(stream, self._limits)
            return _problem(Kind.BUSY, retry_after=self._limits.busy_for)
        except TooLarge:
            await drain(stream, self._limits)
            return _problem(Kind.TOO_LARGE, close=True)
        except TooSlow:
            return _problem(Kind.TOO_SLOW, close=True)

    async def replies(self, request: Request) -> Response:
        """Give a setting its replies."""
        after = request.query_params.get("after", "0")
        if not (after.isascii() and after.isdecimal() and len(after) <= 18):
            return _problem(Kind.BAD_CURSOR)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return _problem(Kind.NO_BEARER)

        def fetch() -> service.Page:
            kid = service.admit(self._data, token.strip(), self._clock())
            return service.replies_after(self._data, kid, int(after))

        try:
            page = await self._work(fetch)
        except PassRefused as error:
            return _problem(Kind(error.kind), detail=error.sentence)
        found = [
            {"cursor": str(each.position), "envelope": each.envelope.decode("ascii")}
            for each in page.replies
        ]
        following = found[-1]["cursor"] if found else after
        return JSONResponse({"replies": found, "next": following, "more": page.more})

    async def health(self, _: Request) -> Response:
        """Say whether the server and its database work."""
        await self._work(partial(service.check, self._data))
        return JSONResponse({"status": "ok"})

    async def openapi(self, _: Request) -> Response:
        """Give the description of all this."""
        content = await self._work(OPENAPI.read_bytes)
        return Response(content, media_type="application/vnd.oai.openapi+json;version=3.1")


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _told(answer: Answer, size: int) -> Response:
    outcome = answer.reason or "accepted"
    _LOG.info("package: %d bytes, %d %s", size, answer.status, outcome)
    if answer.reason is not None:
        return _sent(refused(answer))
    return Response(answer.receipt, answer.status, media_type="application/jose")
