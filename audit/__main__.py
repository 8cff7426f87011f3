"""``python -m audit``: whether the demo's pages reach the figures of docs/audit.md; ends with 1 when they do not."""

import sys

import django

from audit import tools
from audit.product import product


def main() -> None:
    """Start the product, look at it, stop it."""
    tools.require()
    print("Installing what measures, and starting the product with the demo …", flush=True)
    tools.install()
    with product() as site:
        django.setup()
        # Models can only be imported now that Django knows its database.
        from audit.run import Audit

        reached = Audit(site).run()
    sys.exit(not reached)


if __name__ == "__main__":
    main()
