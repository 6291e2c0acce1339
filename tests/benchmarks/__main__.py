"""`make bench`: each benchmark in a process of its own, one after the other, so that none disturbs the next."""

import subprocess
import sys

BENCHMARKS = ("extraction", "topics", "chain")


def main() -> int:
    """Run them all; 0 where each has ended well."""
    codes = []
    for name in BENCHMARKS:
        print(f"\n== {name}", flush=True)
        codes.append(
            subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False).returncode
        )
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
