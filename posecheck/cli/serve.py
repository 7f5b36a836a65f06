"""`posecheck serve`: the pages in the browser, from a checkout or an installed wheel."""

from __future__ import annotations

import ipaddress
import subprocess
import sys

import typer

from posecheck.web.settings import APP_SCRIPT, read_settings


def run_server(host: str, port: int) -> int:
    """Run the pages until Ctrl-C; return the exit code."""
    if not is_loopback(host):
        typer.echo(
            f"posecheck: listening at {host}: everybody who reaches this machine can open the pages, there is no "
            "password, and browsers give the camera only to https or this machine itself.",
            err=True,
        )
    settings = {**read_settings(), "server.address": host, "server.port": port}
    command = [sys.executable, "-m", "streamlit", "run", str(APP_SCRIPT), *to_flags(settings)]
    with subprocess.Popen(command) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def to_flags(settings: dict[str, object]) -> list[str]:
    """Return settings as flags of `streamlit run`: {"server.port": 1} as "--server.port=1"."""
    return [f"--{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in settings.items()]
