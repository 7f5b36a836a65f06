"""`posecheck serve`: the pages in the browser, from a checkout or an installed wheel."""

from __future__ import annotations

import ipaddress
import socket
import subprocess
import sys

import typer

from posecheck.clinic.roles import find_roles
from posecheck.errors import InputError
from posecheck.web.settings import APP_SCRIPT, read_settings


def run_server(host: str, port: int) -> int:
    """Run the pages until Ctrl-C; return the exit code.

    Raises:
        InputError: the address is not this machine's, or another program listens at the port.
    """
    if not is_loopback(host):
        door = "can sign in" if find_roles() else "can open the pages, there is no password"
        typer.echo(
            f"posecheck: listening at {host}: everybody who reaches this machine {door}, and browsers give the camera "
            "only to https or this machine itself.",
            err=True,
        )
    _refuse_taken_port(host, port)
    settings = {**read_settings(), "server.address": host, "server.port": port}
    command = [sys.executable, "-m", "streamlit", "run", str(APP_SCRIPT), *to_flags(settings)]
    with subprocess.Popen(command) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            if process.poll() is None:
                process.terminate()


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise InputError(
            f"Expected to listen at {host}, port {port}, but that is not possible ({error.strerror or error}). "
            "Choose another with --host and --port."
        ) from error


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
