"""The figures that the README states, and how to get them again: `python3 -m benchmarks.backlog -h`."""
