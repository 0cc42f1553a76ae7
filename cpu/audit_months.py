"""The audit lies in partitions: one for each month, and one for whatever has none yet.

Laid by the owner after every migration, like the triggers of `workflow.protect`: on a new database, and on one whose
audit is a plain table with rows, which are carried over. The application's role reads and inserts as before; it may
call one function with the owner's rights, which makes the coming months and nothing else.
"""

from typing import Any

from django.db import connections, transaction

TABLE = "cpu_auditevent"

FUNCTIONS = """
create or replace function cpu_audit_months(ahead integer, since timestamptz default now()) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s' as $$
declare
  first timestamp := date_trunc('month', since at time zone 'UTC');
  last timestamp := date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead);
  starts timestamptz; ends timestamptz; part text; made integer := 0;
begin
  perform pg_advisory_xact_lock(7201102);
  while first <= last loop
    starts := first at time zone 'UTC';
    ends := (first + interval '1 month') at time zone 'UTC';
    part := 'cpu_auditevent_' || to_char(first, 'YYYY_MM');
    if to_regclass(part) is null then
      execute format(
        'create table %I (like cpu_auditevent including defaults including constraints including storage)', part);
      -- What came before its month had a table moves into it, in the same transaction.
      execute format(
        'with moved as (delete from cpu_auditevent_other where recorded_at >= %L and recorded_at < %L returning *)'
        ' insert into %I select * from moved', starts, ends, part);
      execute format(
        'alter table cpu_auditevent attach partition %I for values from (%L) to (%L)', part, starts, ends);
      made := made + 1;
    end if;
    first := first + interval '1 month';
  end loop;
  return made;
end $$;
revoke all on function cpu_audit_months(integer, timestamptz) from public;

-- A unique index of a partitioned table holds within one moment: across the months this says it.
create or replace function cpu_one_act_one_event() returns trigger language plpgsql as $$
begin
  -- Whoever tells of the same record at the same time waits here, and then sees what the other wrote.
  perform pg_advisory_xact_lock(7201103, (new.subject_id % 2147483647)::integer);
  if exists (select 1 from cpu_auditevent where subject_id = new.subject_id and version = new.version) then
    raise exception 'version % of % has its event already', new.version, new.subject_reference
      using errcode = 'unique_violation', constraint = 'one_act_one_event';
  end if;
  return new;
end $$;
"""

INTO_MONTHS = """
alter table cpu_auditevent rename to cpu_auditevent_whole;
create table cpu_auditevent (like cpu_auditevent_whole including defaults including constraints including storage)
  partition by range (recorded_at);
create table cpu_auditevent_other partition of cpu_auditevent default;
create sequence cpu_auditevent_number_seq as bigint owned by cpu_auditevent.id;
alter table cpu_auditevent alter column id set default nextval('cpu_auditevent_number_seq');
select cpu_audit_months(3, coalesce((select min(recorded_at) from cpu_auditevent_whole), now()));
insert into cpu_auditevent select * from cpu_auditevent_whole;
select setval('cpu_auditevent_number_seq', coalesce(max(id), 0) + 1, false) from cpu_auditevent;
drop table cpu_auditevent_whole;
alter table cpu_auditevent add primary key (id, recorded_at);
"""

TRIGGER = """
create trigger one_act_one_event before insert on cpu_auditevent
  for each row execute function cpu_one_act_one_event();
"""


def lay_audit_months(using: str = "default", **_: Any) -> None:
    """Bring the table into months where it is not yet; safe to run again."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("select relkind from pg_class where oid = to_regclass(%s)", [f"public.{TABLE}"])
        kind = cursor.fetchone()
        if kind is None:
            return
        cursor.execute(FUNCTIONS)
        if kind == ("p",):
            return
        # Indexes and constraints stand as the model has them.
        cursor.execute(
            """select pg_get_indexdef(indexrelid) from pg_index left join pg_constraint on conindid = indexrelid
               where indrelid = %(table)s::regclass and pg_constraint.oid is null
               union all
               select format('alter table cpu_auditevent add constraint %%I %%s', conname, pg_get_constraintdef(oid))
               from pg_constraint where conrelid = %(table)s::regclass and contype = 'u'""",
            {"table": TABLE},
        )
        as_the_model_has_them = [statement for (statement,) in cursor.fetchall()]
        for statement in (INTO_MONTHS, *as_the_model_has_them, TRIGGER):
            cursor.execute(statement)
