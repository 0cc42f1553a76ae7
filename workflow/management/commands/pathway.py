"""Print docs/pathway.md: each kind of record, its states as a picture, each step with what it asks."""

import re
from collections.abc import Iterator
from typing import Any

from cpu.roles import Permission
from cpu.timescales import TIMESCALES
from workflow.forms import REGISTRY
from workflow.management.commands.permissions import who
from workflow.printed import Printed
from workflow.protect import records
from workflow.record import Record
from workflow.stage import Stage
from workflow.step import ANY, WITHDRAWN, Declared

HEAD = """# The pathway

Printed from the declarations of the steps by `python manage.py pathway`; not edited by hand. For every kind of
record: its states, and of each step who may take it, what is asked, what must be true, which clocks it starts and
stops, and what follows from it in law. *May be explained* means that a reason may stand in the place of what is
missing; *by a manager* that only a manager's own reason counts, since it lets a child be stepped down.
"""


class Command(Printed):
    help = __doc__
    page = "pathway.md"

    def text(self) -> str:
        parts = [HEAD]
        for model in sorted(records(), key=lambda each: each.kind):
            parts += of_record(model)
        return "\n".join(parts).rstrip() + "\n"


def of_record(model: type[Record]) -> Iterator[str]:
    yield f"\n## {title(model)}\n"
    yield f"{sentences(model.__doc__)}\n"
    yield from picture(model, model.State, moves(model))
    if issubclass(model, Stage):
        row = model.child_row()
        yield f"\nEach child's row ({sentences(row.__doc__)}):\n"
        yield from picture(row, row.State, child_moves(model))
    for declared in model.steps().values():
        yield from of_step(model, declared)


def title(model: type[Record]) -> str:
    return model.noun()


def sentences(text: str | None) -> str:
    return " ".join((text or "").split())


def moves(model: type[Record]) -> Iterator[tuple[str, str, str]]:
    for each in model.steps().values():
        if each.target is None or each.target == WITHDRAWN:
            continue
        for source in model.State.values if each.sources == (ANY,) else each.sources:
            yield source or "[*]", str(each.target), each.label


def child_moves(model: type[Stage]) -> Iterator[tuple[str, str, str]]:
    yield "[*]", next(iter(model.child_row().State)).value, "the child joins"
    for each in model.steps().values():
        if each.child_target is not None:
            for source in each.child_sources or model.child_row().State.values:
                if source != each.child_target:
                    yield source, str(each.child_target), each.label


def picture(model: Any, states: Any, arrows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    """A Mermaid state diagram; a record can be withdrawn from every state, which is not drawn."""
    yield "```mermaid\nstateDiagram-v2"
    for state in states:
        yield f'    state "{state.label}" as {state.value}'
    for source, target, label in arrows:
        yield f"    {source} --> {target}: {re.sub('[:;#]', ',', label)}"
    yield "```"


def of_step(model: type[Record], declared: Declared) -> Iterator[str]:
    yield f"\n### {title(model)}: {declared.label}\n"
    if declared.doc:
        yield f"{sentences(declared.doc)}\n"
    yield f"- **Who**: {who(declared.permission)}"
    if declared.other_than:
        yield f"- **Not**: whoever is named as {', '.join(words(each) for each in declared.other_than)}"
    if not declared.opening:
        yield f"- **From**: {from_states(model, declared)}"
    if declared.child_sources:
        labels = dict(model.child_row().State.choices)  # type: ignore[attr-defined]
        yield f"- **For children who are**: {', '.join(labels.get(each, each) for each in declared.child_sources)}"
    yield from questions(model, declared)
    for each in declared.guards:
        how = (
            " *(may be explained, by a manager)*"
            if each.step_down
            else " *(may be explained)*"
            if each.explain
            else ""
        )
        about = " *for each child*" if each.each_child else ""
        yield f"- **Must be true**{about}{how}: {each.says or sentences(each.check.__doc__) or words(each.name)}"
    for code, start in declared.starts.items():
        since = f", since {words(start.event)}" if start.event else ""
        if start.other:
            since += f", or {TIMESCALES[code].other} after {words(start.other)} if that is earlier"
        yield f"- **Starts the clock**: {TIMESCALES[code].label}{since}"
    for code, stop in declared.stops.items():
        how = "" if stop.how == "met" else " (not needed)"
        yield f"- **Stops the clock**: {TIMESCALES[code].label}{how}"
    for opened in declared.opens:
        yield f"- **Follows in law**: {consequence(opened)}"
    if declared.adds:
        yield "- Only adds: never refused because others wrote meanwhile"


def from_states(model: type[Record], declared: Declared) -> str:
    if declared.sources == (ANY,):
        return "any state"
    labels = dict(model.State.choices)
    return ", ".join(str(labels.get(each, each)) for each in declared.sources)


def questions(model: type[Record], declared: Declared) -> Iterator[str]:
    known = REGISTRY.get(model)
    if known is None or declared.permission == Permission.CONSEQUENCE:
        return
    asked = [label(name, field) for name, field in getattr(known[declared.name], "base_fields", {}).items()]
    if asked:
        yield f"- **Asks**: {'; '.join(asked)}"
    if form := known.per_child.get(declared.name):
        yield f"- **Asks about each child**: {'; '.join(label(*each) for each in form.base_fields.items())}"
    elif declared.takes_children and not declared.opening:
        yield "- **Asks**: which children"


def label(name: str, field: Any) -> str:
    said = str(field.label or words(name)).rstrip(".")
    return said if field.required else f"{said} (may be left out)"


def consequence(named: str) -> str:
    model = next(each for each in records() if each.__name__ == named.partition(".")[0])
    declared = model.steps()[named.partition(".")[2]]
    return f"{title(model)}: {declared.label}"


def words(name: str) -> str:
    return name.replace("_", " ")
