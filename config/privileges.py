"""What the application's database role may do, table by table; set again after every migration.

The role owns nothing and has no DDL. It reads, inserts and updates; it deletes only what is listed here,
which is never a record. What it may not do, no bug of the application can do.
"""

from django.conf import settings
from django.db import connections
from psycopg2 import sql

READ_ONLY = {"auth_permission", "django_content_type", "django_migrations", "workflow_move"}
APPEND_ONLY = {"cpu_auditevent"}
MAY_DELETE = {
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_session",
    "oauth2_provider_accesstoken",
    "oauth2_provider_grant",
    "oauth2_provider_idtoken",
    "oauth2_provider_refreshtoken",
}


def rights_on(table: str) -> str:
    """The privileges of the application's role on `table`, as SQL lists them."""
    if table in READ_ONLY:
        return "SELECT"
    if table in APPEND_ONLY:
        return "SELECT, INSERT"
    if table in MAY_DELETE:
        return "SELECT, INSERT, UPDATE, DELETE"
    return "SELECT, INSERT, UPDATE"


def grant(using: str = "default", **_: object) -> None:
    """Give the application's role its rights on every table of the schema, and no others.

    Runs as the owner, at the end of `migrate`. A partition gets none: it is reached through its parent.
    """
    role = sql.Identifier(settings.APP_DATABASE_ROLE)
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone() == (settings.APP_DATABASE_ROLE,):
            raise RuntimeError(
                f"{settings.APP_DATABASE_ROLE} is the application's role and must not own tables. "
                "Set MIGRATION_DATABASE_URL to the address for their owner."
            )
        cursor.execute(
            """SELECT relname, relkind = 'S', relispartition FROM pg_class
               WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'v', 'm')
               AND pg_get_userbyid(relowner) = current_user"""
        )
        statements = [sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)]
        for name, is_sequence, is_partition in cursor.fetchall():
            table = sql.Identifier(name)
            if is_sequence:
                statements.append(sql.SQL("GRANT USAGE, SELECT ON SEQUENCE {} TO {}").format(table, role))
                continue
            statements.append(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, role))
            if not is_partition:
                rights = sql.SQL(rights_on(name))
                statements.append(sql.SQL("GRANT {} ON {} TO {}").format(rights, table, role))
        statements += [
            sql.SQL("REVOKE ALL ON FUNCTION {0} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {0} TO {1}").format(
                sql.SQL(function), role
            )
            for function in _functions_of_the_owner(cursor)
        ]
        cursor.execute(sql.SQL("; ").join(statements).as_string(cursor.cursor))


def _functions_of_the_owner(cursor) -> list[str]:
    """What the application may have done with the owner's rights: functions of ours, each does one thing."""
    cursor.execute(
        """SELECT oid::regprocedure::text FROM pg_proc
           WHERE pronamespace = 'public'::regnamespace AND prosecdef AND pg_get_userbyid(proowner) = current_user"""
    )
    return [name for (name,) in cursor.fetchall()]
