"""Tests of the history; a package so that they share builders.py."""
