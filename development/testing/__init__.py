"""Running the checks and tests, and judging the result."""
