"""The parts of `benchmarks/accuracy.py`: cases, errors, verdicts, sweeps and the page they make."""
