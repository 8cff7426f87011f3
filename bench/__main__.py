"""``python -m bench``: what a request costs at 1,000 articles on PostgreSQL."""

import django

from bench.scratch import scratch


def main() -> None:
    """Make a scratch database, measure on it, drop it."""
    with scratch():
        django.setup()
        # Models can only be imported now that Django knows its database.
        from bench.run import run

        run()


if __name__ == "__main__":
    main()
