"""Live practice: what happens between the camera page and the chain, without Streamlit.

The session logic (`session`, `setup`, `plan`, `texts`) is pure; `worker` joins it to tracking and to the history,
`socket` to the network.
"""

from __future__ import annotations
