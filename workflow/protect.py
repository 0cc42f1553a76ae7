"""The database refuses what `perform` did not do: a table of declared moves, and two static triggers.

Laid by the owner after every migration, so that declarations and database cannot drift apart.
"""

from django.apps import apps
from django.db import models

from workflow.record import Record
from workflow.step import ANY, WITHDRAWN

FUNCTIONS = """
create or replace function record_moves() returns trigger language plpgsql as $$
declare
  was text; is_now text; numbered boolean := tg_argv[0] = 'numbered';
begin
  if tg_op = 'DELETE' then
    raise exception 'nothing is deleted from %', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  is_now := to_jsonb(new)->>'state';
  was := case when tg_op = 'UPDATE' then to_jsonb(old)->>'state' else '' end;
  if numbered and (to_jsonb(new)->>'version')::int
      <> (case when tg_op = 'UPDATE' then (to_jsonb(old)->>'version')::int + 1 else 1 end) then
    raise exception '% changes by one version at a time', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  if is_now is not null and (tg_op = 'INSERT' or is_now <> was) and not exists (
      select 1 from workflow_move where table_name = tg_table_name and source = was and target = is_now) then
    raise exception '% does not move from % to %', tg_table_name, was, is_now
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

create or replace function change_is_audited() returns trigger language plpgsql as $$
declare
  stored jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end); owner bigint;
begin
  owner := coalesce((stored->>tg_argv[0])::bigint, (stored->>tg_argv[1])::bigint);
  if not exists (
      select 1 from cpu_auditevent
      where recorded_at = transaction_timestamp()
        and (subject_id = owner or cases @> array[owner])
        and (tg_argv[2] <> 'numbered' or version = (stored->>'version')::int)) then
    raise exception 'a change of % without a step', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
"""


def records() -> list[type[Record]]:
    return [each for each in apps.get_models() if issubclass(each, Record)]


def details() -> list[type[models.Model]]:
    """Rows that hang by a record: every model that says what it belongs to."""
    return [each for each in apps.get_models() if hasattr(each, "belongs_to")]


def moves() -> set[tuple[str, str, str]]:
    """Every move that a declaration allows: (table, from, to)."""
    found = set()
    for record in records():
        states = [str(each) for each in record.State]
        table = record._meta.db_table
        for declared in record.steps().values():
            sources = (
                [each for each in states if each != WITHDRAWN]
                if declared.sources == (ANY,)
                else declared.sources
            )
            if declared.target is not None:
                found |= {(table, source, str(declared.target)) for source in sources}
        if hasattr(record, "child_row"):
            row = record.child_row()
            rows, states = row._meta.db_table, [str(each) for each in row.State]
            found.add((rows, "", states[0]))
            found |= {(rows, each, WITHDRAWN) for each in states}
            for declared in record.steps().values():
                if declared.child_target is not None:
                    sources = declared.child_sources or states
                    found |= {(rows, source, str(declared.child_target)) for source in sources}
    return found


def triggers() -> list[str]:
    """A pair of triggers for each record's table, and for each detail's."""
    found = []
    for model in [*records(), *details()]:
        table = model._meta.db_table
        numbered = "numbered" if issubclass(model, Record) else "plain"
        belongs_to = getattr(model, "belongs_to", "subject_id")
        columns = belongs_to if isinstance(belongs_to, tuple) else (belongs_to, belongs_to)
        found.append(
            f"create or replace trigger record_moves before insert or update or delete on {table} "
            f"for each row execute function record_moves('{numbered}');"
            f"drop trigger if exists change_is_audited on {table};"
            f"create constraint trigger change_is_audited after insert or update or delete on {table} "
            f"deferrable initially deferred for each row "
            f"execute function change_is_audited('{columns[0]}', '{columns[1]}', '{numbered}');"
        )
    return found


def protect(cursor) -> None:
    """Lay functions, moves and triggers. Run by the owner of the tables; safe to run again."""
    cursor.execute(FUNCTIONS)
    cursor.execute("delete from workflow_move")
    cursor.executemany(
        "insert into workflow_move (table_name, source, target) values (%s, %s, %s)", sorted(moves())
    )
    for sql in triggers():
        cursor.execute(sql)
