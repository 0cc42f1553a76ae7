"""Every record says what it may: each declaration is complete, can be reached, and is held by the database.

Walks all records there are, so that a stage added tomorrow answers the same questions.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db import connection, models

from cpu.deadlines import Of
from cpu.roles import Permission
from cpu.timescales import TIMESCALES
from tests.walker import forms_of, openers, records, steps
from workflow.protect import details
from workflow.record import Detail, Record
from workflow.serializers import body_of
from workflow.stage import ChildRow, Stage
from workflow.step import ANY, WITHDRAWN, Declared, Start

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    "config",
    "govuk",
    "cpu",
    "workflow",
    "people",
    "unit",
    "documents",
    "partners",
    "referrals",
    "strategy",
    "conferences",
    "court",
]
MODELS_AND_GUARDS = sorted(
    path for room in ("guards.py", "guards/**/*.py", "models/**/*.py") for path in ROOT.glob(f"*/{room}")
)
STEPS = steps()
each_record = pytest.mark.parametrize("model", [pytest.param(model, id=model.kind) for model in records()])


def each_step(test: Callable[[type[Record], Declared], None]) -> Callable[..., None]:
    """Ask the same of every step of a record, and say all at once which of them fail."""

    def of_record(model: type[Record]) -> None:
        failed = []
        for declared in (each for owner, each in STEPS if owner is model):
            try:
                test(model, declared)
            except (AssertionError, LookupError) as error:
                failed.append(f"{model.kind}.{declared.name}: {str(error).splitlines()[0]}")
        assert not failed, "\n".join(["", *failed])

    of_record.__name__, of_record.__doc__ = test.__name__, test.__doc__
    return each_record(of_record)


def fields_of(model: type[models.Model]) -> set[str]:
    return {each.name for each in model._meta.concrete_fields}


def attributes(model: type[models.Model]) -> set[str]:
    """What an instance has: columns, properties, methods."""
    return {each.name for each in model._meta.get_fields()} | {
        each for each in dir(model) if not each.startswith("__")
    }


# States


@each_record
def test_every_state_of_a_record_can_be_reached(model):
    reached = {""}
    while True:
        more = {
            str(each.target)
            for each in model.steps().values()
            if each.target is not None and any(each.possible_from(state) for state in reached)
        }
        if more <= reached:
            break
        reached |= more
    states = {str(state) for state in model.State}
    assert states <= reached, f"no step leads to {states - reached}"
    assert reached - {"", WITHDRAWN} <= states, f"a step leads to an unknown state: {reached - states}"


@each_record
def test_every_state_of_a_childs_row_can_be_reached(model):
    if not issubclass(model, Stage):
        return
    states = [str(state) for state in model.child_row().State]
    reached = {states[0]}
    moves = [each for each in model.steps().values() if each.child_target is not None]
    for _ in states:
        reached |= {
            str(each.child_target)
            for each in moves
            if not each.child_sources or set(each.child_sources) & reached
        }
    assert set(states) <= reached, f"no step leads a child to {set(states) - reached}"


@each_step
def test_a_step_starts_and_ends_in_states_that_exist(model, declared):
    states = {str(state) for state in model.State} | {"", WITHDRAWN}
    assert set(declared.sources) - {ANY} <= states
    assert declared.target is None or str(declared.target) in states
    assert not ("" in declared.sources and len(declared.sources) > 1), "a step opens, or it moves"
    if declared.child_sources or declared.child_target:
        rows = {str(state) for state in model.child_row().State}
        assert set(declared.child_sources) <= rows
        assert declared.child_target is None or str(declared.child_target) in rows
        assert "children" in declared.parameters, "children move only where they are named"


@each_record
def test_a_record_is_opened_by_a_step_and_has_names_of_its_own(model):
    openings = [each for each in model.steps().values() if each.opening]
    assert openings, "nothing opens it"
    assert all(each.target for each in openings)
    assert re.fullmatch(r"[a-z0-9-]+", model.kind)
    assert re.fullmatch(r"[A-Z0-9]{1,4}", model.prefix)
    assert re.fullmatch(r"[a-z0-9-]+", model.resource)
    for name in ("kind", "prefix", "resource"):
        alike = [other.__name__ for other in records() if getattr(other, name) == getattr(model, name)]
        assert alike == [model.__name__], f"{name} is shared"
    assert "visible_to" in {name for each in model.__mro__ if each is not Record for name in vars(each)}


@each_step
def test_a_step_shadows_nothing_that_every_record_has(model, declared):
    for base in (Record, Stage):
        own = vars(base).get(declared.name)
        assert own is None or hasattr(own, "declared"), f"{base.__name__} has a {declared.name} of its own"


# What a step names


@each_step
def test_a_consequence_that_a_step_names_exists_and_is_a_consequence(model, declared):
    by_name = {each.__name__: each for each in records()}
    for named in declared.opens:
        target, name = named.split(".")
        assert by_name[target].steps()[name].permission == Permission.CONSEQUENCE
    if declared.opens:
        assert declared.permission != Permission.CONSEQUENCE, "a consequence has no further consequences"


@each_step
def test_a_consequence_is_named_by_the_step_that_causes_it(model, declared):
    if declared.permission == Permission.CONSEQUENCE:
        assert openers(model, declared.name), "nothing causes it"


@each_step
def test_whoever_must_not_take_a_step_is_named_by_real_fields(model, declared):
    holders = [model, *([model.child_row()] if issubclass(model, Stage) else [])]
    for name in declared.other_than:
        assert any({name, f"{name}_id"} & attributes(each) for each in holders), name


@each_step
def test_the_clocks_of_a_step_exist_and_have_their_event(model, declared):
    holders = [model, *([model.child_row()] if issubclass(model, Stage) else [])]
    for code, each in [*declared.starts.items(), *declared.stops.items()]:
        timescale = TIMESCALES[code]
        found = [*holders, *details()] if timescale.of == Of.PARTICIPATION else holders
        names = [each.event]
        if isinstance(each, Start):
            names += [each.variant, each.given, each.other]
            assert not each.other or timescale.other, f"{code} has no second event"
        for name in filter(None, names):
            assert any(name in attributes(holder) for holder in found), f"{code}: {name}"
        assert each.event or timescale.of != Of.PARTICIPATION, (
            f"{code}: name the field of the row that owes it"
        )
        if not isinstance(each, Start):
            assert each.how in ("met", "not_needed")
        if timescale.of == Of.CHILD:
            assert issubclass(model, Stage), f"{code} is owed by a child's row"


@each_step
def test_a_guard_says_what_to_do_and_its_mend_is_a_step(model, declared):
    names = [each.name for each in declared.guards]
    assert len(names) == len(set(names))
    for each in declared.guards:
        assert not each.mend or each.mend in model.steps(), f"{each.name}: no step {each.mend}"
        assert not each.each_child or issubclass(model, Stage)
        assert not each.says or each.says[-1] in ".?!", f"{each.name}: a sentence ends"


# What is asked: parameters, form, OpenAPI


@each_step
def test_what_a_step_asks_its_form_asks_and_the_api_describes(model, declared):
    known = forms_of(model)
    if declared.permission == Permission.CONSEQUENCE:
        return
    assert known is not None, f"no forms for {model.__name__}: add StepForms to its app's forms.py"
    by_the_door = {"children"} if not declared.opening and issubclass(model, Stage) else set()
    parameters = set(declared.parameters) - by_the_door
    form = known[declared.name]
    if issubclass(form, forms.BaseForm):
        assert set(form.base_fields) == parameters
    body = body_of(model, declared)().fields
    expected = set(declared.parameters)
    expected |= set() if declared.opening else {"version"}
    expected |= {"explained"} if any(each.explain or each.step_down for each in declared.guards) else set()
    assert set(body) == expected
    if not declared.opening:
        assert body["version"].required is not declared.adds


@each_step
def test_what_may_be_left_out_of_the_form_may_be_left_out_of_the_step(model, declared):
    known = forms_of(model)
    if known is None or declared.permission == Permission.CONSEQUENCE:
        return
    questions = getattr(known[declared.name], "base_fields", {})
    for name, each in inspect.signature(inspect.unwrap(getattr(model, declared.name))).parameters.items():
        assert name == "self" or each.kind is each.KEYWORD_ONLY
        optional = name in questions and not questions[name].required
        assert not optional or each.default is not each.empty, f"{name} may be left out, and has no default"


@each_record
def test_every_form_belongs_to_a_step_and_asks_about_children_only_where_they_are_named(model):
    known = forms_of(model)
    if known is None:
        return
    unknown = set(known.asked) - set(model.steps())
    assert not unknown, f"forms for steps that do not exist: {unknown}"
    for name, form in known.per_child.items():
        declared = model.steps()[name]
        assert declared.takes_children
        # On the child's row, or on a row of its own about the child: an occasion, a conversation.
        about = [
            each for each in details() if each.__module__.split(".")[0] in ("partners", model._meta.app_label)
        ]
        kept = [model.child_row(), *[each for each in about if {"case", "child"} & fields_of(each)]]
        row = set().union(*map(fields_of, kept))
        body = body_of(model, declared)().fields["children"].child.fields
        assert set(body) == set(form.base_fields) | {"child"}
        assert not set(form.base_fields) & {"id", "state", "stage", "case", "reference"}
        assert set(form.base_fields) & row, f"{name}: nothing that is asked about a child is kept on its row"


# The database holds it


PROTECTED = [*records(), *details()]
INSERT, DELETE, UPDATE, BEFORE, ROW = 4, 8, 16, 2, 1


@pytest.mark.django_db
@pytest.mark.parametrize("model", PROTECTED, ids=[each.__name__ for each in PROTECTED])
def test_the_database_holds_two_triggers_on_every_record_and_detail(model):
    with connection.cursor() as cursor:
        cursor.execute(
            """select tgname, tgtype, tgdeferrable and tginitdeferred, tgenabled from pg_trigger
               where tgrelid = %s::regclass and not tgisinternal""",
            [model._meta.db_table],
        )
        found = {name: (kind, deferred, enabled) for name, kind, deferred, enabled in cursor}
    always = INSERT | UPDATE | DELETE | ROW
    assert found["record_moves"][0] & (always | BEFORE) == always | BEFORE
    assert found["change_is_audited"][0] & always == always
    assert found["change_is_audited"][1], "checked at commit"
    assert {each[2] for each in found.values()} == {"O"}


@pytest.mark.django_db
def test_the_moves_that_the_database_allows_are_those_declared():
    from workflow.models import Move
    from workflow.protect import moves

    assert set(Move.objects.values_list("table_name", "source", "target")) == moves()


@pytest.mark.parametrize("model", details(), ids=[each.__name__ for each in details()])
def test_a_detail_row_says_what_it_belongs_to(model):
    columns = {each.attname: each for each in model._meta.concrete_fields}
    named = model.belongs_to if isinstance(model.belongs_to, tuple) else (model.belongs_to,)
    for name in named:
        assert name in columns, f"{model.__name__} has no {name}"
        target = columns[name].related_model
        assert issubclass(target, Record) or target.__name__ == "Subject"
    if issubclass(model, ChildRow):
        assert model.belongs_to == "stage_id"
    if len(named) == 1:
        assert not columns[named[0]].null, "a row that belongs to nobody could be written by anybody"


# Tables that no step guards, and why. Everything else with a row about a person or a case is a Record or a Detail.
WRITTEN_OTHERWISE = {
    "cpu.Agency": "plain table of the ground",
    "cpu.Team": "plain table of the ground",
    "cpu.User": "plain table of the ground: who signs in",
    "cpu.Membership": "in force: written by steps of `unit`",
    "cpu.Subject": "the key of every record, written when it opens",
    "cpu.AuditEvent": "append-only: the role may not update or delete",
    "cpu.OutboxEvent": "marks of the outbox",
    "cpu.Clock": "moved by steps and by the sweep",
    "cpu.ClockMark": "marks of the sweep",
    "cpu.ClockChange": "the sweep's log of dates counted anew",
    "cpu.Notification": "written by the sweep and by subscribers",
    "cpu.Absence": "in force: written by steps of `unit`",
    "cpu.BankHoliday": "in force: written by steps of `unit`",
    "cpu.CalendarVersion": "in force: written by steps of `unit`",
    "cpu.LocalLength": "in force: written by steps of `unit`",
    "cpu.SweepRun": "marks of the sweep",
    "workflow.Move": "laid by the owner after each migration; the role may only read it",
    "workflow.Draft": "private to its writer, and no record",
}
OURS = [each for each in apps.get_models() if each._meta.app_label in APPS]


def test_every_table_is_a_record_a_detail_or_listed_here_with_its_reason():
    open_ = {
        each._meta.label
        for each in OURS
        if not issubclass(each, Record | Detail) and not hasattr(each, "belongs_to")
    }
    assert open_ - set(WRITTEN_OTHERWISE) == set(), "no step guards these tables"


@pytest.mark.parametrize("model", PROTECTED, ids=[each.__name__ for each in PROTECTED])
def test_nothing_about_people_is_read_past_visible_to(model):
    assert not hasattr(model, "objects"), f"{model.__name__}.objects is a second way to a queryset"
    assert model._default_manager.name == "_rows"


def test_no_many_to_many_table_hides_from_the_triggers():
    assert [each._meta.label for each in OURS if each._meta.many_to_many] == []


def ties(model: type[models.Model], *names: str) -> bool:
    """Whether one constraint of the table speaks of all these columns."""
    said = [str(each.deconstruct()[2]) for each in model._meta.constraints]
    return any(all(name in each for name in names) for each in said)


def test_who_did_something_and_when_stand_together_or_not_at_all():
    loose = [
        f"{model.__name__}.{done}"
        for model in PROTECTED
        for done in {name.removesuffix("_by") for name in fields_of(model) if name.endswith("_by")}
        if f"{done}_at" in fields_of(model)
        and model._meta.get_field(f"{done}_by").null
        and not ties(model, f"{done}_by", f"{done}_at")
    ]
    assert loose == []


def test_nothing_can_end_before_it_began():
    loose = [
        model.__name__
        for model in PROTECTED
        for began, ended in (("from_on", "until_on"), ("from_at", "until_at"))
        if {began, ended} <= fields_of(model) and not ties(model, began, ended)
    ]
    assert loose == []


# Words

FORBIDDEN = re.compile(
    r"\b(malicious\w*|unfounded|discounted|hoax\w*|vexatious|DNA|did not attend|NFA|alleged\w*|register(ed)?"
    r"|non-compliant|hard to reach|failed to engage|promiscuous|lifestyle choice|child prostitute|witnessed"
    r"|domestic violence|low-level|redness|LSCB|historical abuse|no concerns|liar|lied|false allegation|mum|dad"
    r"|gender|disguised compliance)\b",
    re.I,
)
# Where the word is another's: the Department's label, which our own pages replace; and the list of words itself.
ALLOWED = {"domestic violence": "replaced on our pages", "Domestic violence": "replaced on our pages"}
WORDS_OF_SOFTWARE = re.compile(
    r"\b(transition|FSM|workflow|status|queryset|boolean|null|None|payload|object|instance|timestamp|ID)\b"
)


def words() -> list[tuple[str, str]]:
    """Everything that a person reads: (where, text)."""
    found: list[tuple[str, str]] = []
    for model, declared in STEPS:
        where = f"{model.kind}.{declared.name}"
        found.append((where, declared.label))
        found += [(f"{where}: {each.name}", each.says) for each in declared.guards if each.says]
        known = forms_of(model)
        for form in [known[declared.name], known.per_child.get(declared.name)] if known else []:
            for name, field in getattr(form, "base_fields", {}).items():
                texts = [field.label, field.help_text]
                texts += [
                    label for _, label in getattr(field, "choices", []) or [] if not hasattr(field, "model")
                ]
                found += [(f"{where}: {name}", str(text)) for text in texts if text]
    for model in [each for each in OURS if each._meta.app_label not in ("config", "govuk")]:
        found += [
            (f"{model.__name__}.{column.name}", str(label))
            for column in model._meta.concrete_fields
            for _, label in column.flatchoices
        ]
        found += [
            (f"{model.__name__}: {each.name}", str(each.violation_error_message))
            for each in model._meta.constraints
        ]
        if hasattr(model, "State"):
            found += [(f"{model.__name__}.State", str(state.label)) for state in model.State]
    return found


def test_no_forbidden_word_stands_in_what_a_person_reads():
    said = [(where, text) for where, text in words() if FORBIDDEN.search(text) and text not in ALLOWED]
    assert said == []


def test_no_forbidden_word_stands_in_a_template():
    said = []
    for path in sorted(ROOT.glob("*/templates/**/*.*")):
        text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.S)
        text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.S)
        said += [(path.relative_to(ROOT), found.group()) for found in FORBIDDEN.finditer(text)]
    assert said == []


def test_no_sentence_of_a_guard_or_refusal_in_code_uses_a_forbidden_word():
    """Guards and bodies also say sentences that stand in no declaration."""
    said = []
    for path in [*MODELS_AND_GUARDS, ROOT / "workflow" / "refusals.py"]:
        tree = ast.parse(path.read_text())
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                said += [
                    (path.name, node.value)
                    for _ in FORBIDDEN.finditer(node.value)
                    if node.value not in ALLOWED
                ]
    assert said == []


@each_step
def test_a_label_is_in_plain_words(model, declared):
    label = declared.label
    assert label[0].isupper() or label.startswith("“")
    assert not label.endswith(".")
    assert len(label) <= 80
    assert "_" not in label
    assert not WORDS_OF_SOFTWARE.search(label), label
    if declared.permission != Permission.CONSEQUENCE:
        assert "`" not in declared.doc, "the page says this to whoever takes the step: no names of the code"


@each_record
def test_a_state_is_named_for_people(model):
    rows = [model, *([model.child_row()] if issubclass(model, Stage) else [])]
    for state in (each for holder in rows for each in holder.State):
        assert str(state.value) == str(state.value).upper()
        assert state.label and state.label != state.value and "_" not in state.label
        assert not WORDS_OF_SOFTWARE.search(str(state.label))


# The moment comes from the door


def test_no_model_or_guard_reads_the_machines_clock():
    reading = re.compile(
        r"\b(timezone\.now|datetime\.now|datetime\.utcnow|date\.today|time\.time|timezone\.localdate\(\))"
    )
    found = []
    for path in MODELS_AND_GUARDS:
        if path.parts[-3:-1] == ("cpu", "models"):
            continue  # the ground: what is in force today, asked by the doors
        found += [(path.name, line) for line in path.read_text().splitlines() if reading.search(line)]
    assert found == []


@each_record
def test_a_step_reads_as_one_thought(model):
    """The bodies of steps are short; what is longer is a guard, or a legal consequence of its own."""
    long = {}
    for name in model.steps():
        body = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(getattr(model, name))))).body[0]
        said = [each for each in ast.walk(body) if isinstance(each, ast.stmt)][1:]
        if len(said) > 14:
            long[name] = len(said)
    assert long == {}


def test_the_declarations_are_read():
    """A walk over nothing would be green."""
    assert len(records()) >= 4
    assert all(isinstance(each, Declared) for _, each in STEPS)
