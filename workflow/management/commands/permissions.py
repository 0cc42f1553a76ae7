"""Print docs/permissions.md: who may do what, by permission and by step."""

from cpu.roles import GRANTS, Permission, Role
from workflow.printed import Printed
from workflow.protect import records

HEAD = """# Who may do what

Printed from `cpu/roles.py` and the declarations of the steps by `python manage.py permissions`; not edited by hand.
A role allows a permission; a step asks for one. Which records a person may know of at all is another question:
members see their team's records and inbox, others by involvement or invitation (`visible_to`).
"""


def who(permission: str) -> str:
    if permission == Permission.CONSEQUENCE:
        return "nobody: it follows in law from another step"
    return ", ".join(role.label for role in Role if permission in GRANTS[role]) or "nobody"


class Command(Printed):
    help = __doc__
    page = "permissions.md"

    def text(self) -> str:
        lines = [HEAD, "## Permissions", "", "| what | who |", "|---|---|"]
        lines += [f"| {permission.label} | {who(permission)} |" for permission in Permission]
        lines += ["", "## Roles", ""]
        for role in Role:
            granted = [permission.label for permission in Permission if permission in GRANTS[role]]
            lines += [f"### {role.label}", "", *([f"- {label}" for label in granted] or ["- nothing"]), ""]
        lines += ["## Steps", ""]
        for model in sorted(records(), key=lambda each: each.kind):
            lines += [f"### {model.kind.replace('-', ' ').capitalize()}", "", "| step | who |", "|---|---|"]
            lines += [f"| {each.label} | {who(each.permission)} |" for each in model.steps().values()]
            lines.append("")
        return "\n".join(lines)
