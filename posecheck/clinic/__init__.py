"""Layers, patients and programmes of people who look after others; all in the history's own database."""
