"""Say what is missing before the tests that need PostgreSQL, Redis and Chromium.

A test that is skipped because a service is away proves nothing, so ``make test-services`` asks
here first and stops. Exit status 0 only when all three answer.

Usage: check_services.py POSTGRESQL_URL REDIS_URL
"""

import shutil
import subprocess
import sys

import psycopg2
import redis


class Missing(Exception):
    """A service that does not answer; the message says how to mend it."""


def check_postgresql(url: str) -> str:
    """Connect as the tests will, with the right to create their database."""
    try:
        connection = psycopg2.connect(url, connect_timeout=5)
    except psycopg2.OperationalError as error:
        reason = " ".join(str(error).split())
        raise Missing(
            f"PostgreSQL does not answer at {url}: {reason}\n"
            "  Start it (Debian: pg_ctlcluster 15 main start), create the database 'test', and let "
            "the user in from 127.0.0.1, or set TEST_DATABASE_URL."
        ) from error
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolcreatedb OR rolsuper, current_setting('server_version') "
                "FROM pg_roles WHERE rolname = current_user"
            )
            may_create, version = cursor.fetchone()
    finally:
        connection.close()
    if not may_create:
        raise Missing(f"The PostgreSQL user of {url} may not create the test database.")
    return f"PostgreSQL {version}"


def check_redis(url: str) -> str:
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
        client.ping()
    except redis.RedisError as error:
        raise Missing(
            f"Redis does not answer at {url}: {error}\n"
            "  Start it (redis-server --bind 127.0.0.1 --daemonize yes), or set TEST_REDIS_URL."
        ) from error
    return f"Redis {client.info('server')['redis_version']}"


def check_chromium() -> str:
    program = shutil.which("chromium")
    if program is None:
        raise Missing("Chromium is not installed (Debian: apt-get install chromium).")
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Missing(f"{program} does not start: {answer.stderr.strip()}")
    return answer.stdout.strip()


def main(postgresql_url: str, redis_url: str) -> int:
    missing = 0
    for check, *arguments in (
        (check_postgresql, postgresql_url),
        (check_redis, redis_url),
        (check_chromium,),
    ):
        try:
            print(f"found    {check(*arguments)}")
        except Missing as problem:
            print(f"MISSING  {problem}", file=sys.stderr)
            missing += 1
    if missing:
        print("test-services needs all of them; nothing is skipped.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
