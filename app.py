"""PoseCheck in the browser: `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from posecheck.web.settings import MAIN_SCRIPT, collect_middleware, collect_routes

app = st.App(MAIN_SCRIPT, routes=collect_routes(), middleware=collect_middleware())
