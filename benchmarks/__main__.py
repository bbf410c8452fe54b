"""Run every benchmark on the database that the environment names, and print what each takes.

Words after it narrow them down to those with one of these in their names.

Exits with 1 where something takes longer than it may, or more queries for more people.
"""

import os
import sys

import django
from django.db import connection, transaction

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


def main(words: list[str]) -> int:
    django.setup()
    from django.test.utils import setup_test_environment, teardown_test_environment

    from benchmarks import acknowledgements, board, cases, governance, paper, policies
    from benchmarks.measuring import faults, measure, table

    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        results = []
        alone = [*policies.BENCHMARKS, *acknowledgements.BENCHMARKS, *paper.BENCHMARKS]
        shared = (governance.BENCHMARKS, board.SMALL, board.BENCHMARKS, cases.BENCHMARKS)
        for group in [*([one] for one in alone), *shared]:
            group = [one for one in group if not words or any(word in one.name for word in words)]
            with transaction.atomic():
                for benchmark in group:  # which share what the first has made
                    print(f"  {benchmark.name} ...", file=sys.stderr, flush=True)
                    results.append(measure(benchmark))
                transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    print(f"On {connection.vendor}:\n{table(results)}")
    found = faults(results)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
