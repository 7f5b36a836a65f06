"""The script that Streamlit runs for every view of a page."""

from __future__ import annotations

from posecheck.web.shell import run_shell

run_shell()
