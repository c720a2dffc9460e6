"""Sending to and fetching from a health team's HTTPS endpoint (EXCHANGE "The client").

One request, one answer. The library's session is left aside on purpose: it follows redirects
(sending the body again on a 307), reads the whole body of a redirect even when told not to
follow it, and takes proxies, passwords and certificates from the environment.
"""

import email.utils
import io
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final
from urllib.parse import quote, urlsplit

import requests
import truststore
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from ir_desktop.errors import EnvironmentProblem, invalid
from ir_desktop.sync.claims_parties import is_https_url
from ir_desktop.sync.transports.answer import (
    Answer,
    AnswerTooLong,
    BadCertificate,
    Cancelled,
    Offline,
    Timeout,
)
from ir_desktop.sync.transports.watch import Ended, Watch

MAX_ANSWER: Final = 262_144
"""The longest answer to something sent, in bytes: a receipt or a problem report."""

MAX_REPLIES: Final = 32_000_000
"""The longest page of replies, in bytes: room for the largest sealed reply."""

_PATH: Final = re.compile(r"/v1/[a-z]{1,40}")
_DAY: Final = 86_400
_PIECE: Final = 65_536
_NAME: Final = "integrated-review-desktop"

_UNREACHED: Final = (
    "The health team's computer could not be reached. Check the internet connection; "
    "nothing is lost, and it will be tried again."
)
_PROXY: Final = (
    "The proxy set for this computer did not let the connection through. "
    "Check the proxy under Settings."
)
_SLOW: Final = "The health team's computer was too slow to answer. It will be tried again."
_UNPROVEN: Final = (
    "The computer that answered could not prove that it is the health team's, so nothing was "
    "sent to it. On a shared wifi, sign in to the wifi first; if this goes on, tell the team."
)
_BAD_CA: Final = (
    "The certificate authority named in the agreement cannot be read. "
    "Ask the health team for a new agreement."
)
_TOO_LONG: Final = (
    "The answer was far too long to be the health team's. On a shared wifi, sign in to the wifi "
    "first; it will be tried again."
)
_STOPPED: Final = "Sending was stopped."


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect, to wait for each piece, and for the whole exchange.

    The default whole is enough for 20 MB at 0.3 Mbit/s. Looking up a name is the system's own
    affair and cannot be cut short.
    """

    connect: float = 15.0
    read: float = 60.0
    total: float = 600.0


class HttpsTransport:
    """A way to one endpoint. One exchange at a time; others wait for it.

    Args:
        endpoint: the agreement's https address.
        tls_ca: the one certificate authority trusted for it, as PEM; None means the system's.
        proxy: an http proxy's address, as set by a person; never taken from the environment.
        timeouts: how long to wait.

    Raises:
        Invalid: the endpoint or the proxy is not an address of the right kind.
        BadCertificate: `tls_ca` cannot be read.
    """

    def __init__(
        self,
        endpoint: str,
        tls_ca: str | None = None,
        proxy: str | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        if not is_https_url(endpoint):
            raise invalid("endpoint", "The address of a health team must begin with https://.")
        if proxy is not None and not _is_proxy(proxy):
            raise invalid("proxy", "A proxy must be an address such as http://proxy.example:3128.")
        self._base = endpoint.rstrip("/")
        self._proxies = {} if proxy is None else {"https": proxy}
        self._timeouts = timeouts or Timeouts()
        self._watch = Watch()
        self._turn = threading.Lock()
        self._adapter = _Adapter(_context(tls_ca), self._watch)

    def post(self, path: str, body: bytes, jti: str) -> Answer:
        """Send sealed bytes and return the answer, whatever it is.

        Args:
            path: such as "/v1/packages".
            body: the envelope, exactly as stored.
            jti: the idempotency key, so that sending again is safe.

        Raises:
            Offline, Timeout, BadCertificate, AnswerTooLong, Cancelled.
        """
        headers = {"Content-Type": "application/jose", "Idempotency-Key": jti}
        return self._exchange("POST", self._url(path), headers, body, MAX_ANSWER)

    def get_replies(self, after: str | None, bearer: str) -> Answer:
        """Fetch what the health team has answered since the cursor `after`.

        Args:
            after: the cursor of the last page; None from the beginning.
            bearer: a fresh pass (`claims.build_bearer`).

        Raises:
            Offline, Timeout, BadCertificate, AnswerTooLong, Cancelled.
        """
        query = "" if after is None else "?after=" + quote(after, safe="")
        headers = {"Authorization": f"Bearer {bearer}"}
        return self._exchange("GET", self._url("/v1/replies") + query, headers, None, MAX_REPLIES)

    def cancel(self) -> None:
        """Stop what is under way and everything after. May be called from any thread."""
        self._watch.cancel()

    def close(self) -> None:
        """Close the connections that are kept open between exchanges."""
        self._adapter.close()

    def _url(self, path: str) -> str:
        if not _PATH.fullmatch(path):
            raise ValueError("a path of the exchange looks like /v1/packages")
        return self._base + path

    def _exchange(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None, limit: int
    ) -> Answer:
        headers |= {
            "User-Agent": _NAME,
            "Accept": "*/*",
            "Accept-Encoding": "identity",  # a packed answer could unpack to any size
        }
        # As a stream it goes out in small pieces: the time-out holds for each, not for 20 MB.
        data = None if body is None else io.BytesIO(body)
        request = requests.Request(method, url, headers=headers, data=data).prepare()
        with self._turn:
            if self._watch.cancelled:
                raise Cancelled(_STOPPED)
            self._watch.start(self._timeouts.total)
            failure: Exception | None = None
            answer: Answer | None = None
            try:
                answer = self._once(request, limit)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                failure = error
            finally:
                ended = self._watch.stop()
        # A connection that was cut may look like an answer that came to its end.
        if ended is Ended.CANCELLED:
            raise Cancelled(_STOPPED) from failure
        if ended is Ended.TIME:
            raise Timeout(_SLOW) from failure
        if answer is None:
            raise _problem(failure) from failure
        return answer

    def _once(self, request: requests.PreparedRequest, limit: int) -> Answer:
        response = self._adapter.send(
            request,
            stream=True,
            timeout=(self._timeouts.connect, self._timeouts.read),
            proxies=self._proxies,
        )
        raw: urllib3.HTTPResponse = response.raw
        try:
            body = _read(raw, limit)
        except BaseException:
            raw.close()
            raise
        raw.release_conn()
        return Answer(
            status=response.status_code,
            body=body,
            content_type=_media_type(response.headers.get("Content-Type", "")),
            retry_after=_retry_after(response.headers.get("Retry-After"), response.headers),
        )


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _context(tls_ca: str | None) -> ssl.SSLContext:
    if tls_ca is None:
        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # The authority named may stand below another that is nobody's business here.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        try:
            context.load_verify_locations(cadata=tls_ca)
        except (ssl.SSLError, ValueError) as error:
            raise BadCertificate(_BAD_CA) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _read(raw: urllib3.HTTPResponse, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := raw.read(_PIECE, decode_content=False):
        size += len(piece)
        if size > limit:
            raise AnswerTooLong(_TOO_LONG)
        pieces.append(piece)
    return b"".join(pieces)


def _media_type(header: str) -> str:
    return header.split(";")[0].strip().lower()[:100]


def _retry_after(value: str | None, headers: Any) -> int | None:
    """Return seconds from a Retry-After, which may be a date by the other side's own clock."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return min(int(value), _DAY)
    try:
        moments = [
            email.utils.parsedate_to_datetime(each) for each in (value, headers.get("Date", ""))
        ]
        until, there = (each.replace(tzinfo=each.tzinfo or UTC) for each in moments)
        return min(max(int((until - there).total_seconds()), 0), _DAY)
    except (ValueError, OverflowError):
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and everything it wraps; the libraries wrap in four different ways."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]


def _problem(error: BaseException | None) -> EnvironmentProblem:
    causes = list(_causes(error))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return BadCertificate(_UNPROVEN)
    if any(isinstance(each, urllib3.exceptions.ProxyError) for each in causes):
        return Offline(_PROXY)
    slow = (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError)
    refused = urllib3.exceptions.NewConnectionError  # by descent a time-out, in truth none
    if any(isinstance(each, slow) and not isinstance(each, refused) for each in causes):
        return Timeout(_SLOW)
    return Offline(_UNREACHED)


class _Connection(HTTPSConnection):
    """A connection that the watch can end at any moment, the handshake included."""

    watch: Watch
    _handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self._handle = sock.dup()
        self.watch.over(self._handle)
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self._handle is not None:  # kept open since an exchange before
            self.watch.over(self._handle)
        super().request(*args, **kwargs)

    def close(self) -> None:
        if self._handle is not None:
            self.watch.leave(self._handle)
            self._handle = None
        super().close()


class _Adapter(HTTPAdapter):
    """The library's adapter with one set of trusted authorities, and connections under watch."""

    def __init__(self, context: ssl.SSLContext, watch: Watch) -> None:
        connection = type("_WatchedConnection", (_Connection,), {"watch": watch})
        self._pool = type("_WatchedPool", (HTTPSConnectionPool,), {"ConnectionCls": connection})
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = {"https": self._pool}

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context)
        manager.pool_classes_by_scheme = {"https": self._pool}
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        # The library would add its own bundle of authorities to the one in the agreement.
        conn.cert_reqs = "CERT_REQUIRED"
