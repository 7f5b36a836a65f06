"""Signing out is heard of at once, so that live practice in other tabs of that browser ends, too."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from posecheck.live.browser import note_sign_out

# Where Streamlit's own sign-in is ended, below whatever path the server is at.
_SIGN_OUT_PATH = "/auth/logout"


class SignOutWatch:
    """ASGI middleware that notes which sign-in has ended."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(_SIGN_OUT_PATH):
            note_sign_out(HTTPConnection(scope).cookies)
        await self._app(scope, receive, send)
