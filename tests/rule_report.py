"""`make rules`: each rule of docs/rules.md with the tests that show it. No test is run."""

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

RULES = Path(__file__).parent.parent / "docs/rules.md"


def known_rules() -> dict[str, str]:
    """Return the rules in their order: number to title."""
    return dict(re.findall(r"^- \*\*([A-Z]\d+)\*\* (.+)$", RULES.read_text(), re.MULTILINE))


class Collector:
    """A pytest plugin that notes which collected tests show which rule."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)
        self.troubles: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.troubles.append(report.longreprtext)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("rule"):
                for rule in mark.args:
                    self.tests[rule].add(item.nodeid.partition("[")[0])


def main() -> int:
    collector = Collector()
    # Pytest's own report is turned off, and with it the options that belong to it.
    quiet = ["-p", "no:terminal", "-o", "addopts=", "--collect-only"]
    pytest.main(quiet, plugins=[collector])
    if collector.troubles:
        print(*collector.troubles, sep="\n")
        return 1
    rules = known_rules()
    for rule, title in rules.items():
        print(f"{rule:4} {title}")
        for test in sorted(collector.tests[rule]) or ["no test yet"]:
            print(f"       {test}")
    shown = [rule for rule in rules if collector.tests[rule]]
    print(f"\n{len(shown)} of {len(rules)} rules are shown by a test.")
    unknown = sorted(set(collector.tests) - set(rules))
    if unknown:
        print(f"Tests name rules that docs/rules.md does not have: {', '.join(unknown)}.")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
