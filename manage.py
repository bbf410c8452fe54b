#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stmarys_portal.settings")
    try:
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError
    except ImportError:
        sys.exit("Django is not installed here. Run 'make run' once: it installs everything.")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
    except DatabaseError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database did not do it: {str(error).strip().splitlines()[0]}")


if __name__ == "__main__":
    main()
