"""Whether the system works: asked by load balancers and monitoring, tells nothing of anyone."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cpu.models import SweepRun
from cpu.sweeps import late_sweeps


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers, else 503; and when each sweep last finished, and whether it is late.

    A late sweep leaves 200: the pages work, and taking the web server away would not bring the worker back.
    """
    try:
        late = late_sweeps()
        finished = dict(SweepRun.objects.values_list("task", "finished_at"))
    except Error:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse(
        {
            "database": "reachable",
            "late": any(late.values()),
            "sweeps": {
                task: {"last_finished": finished.get(task), "late": is_late} for task, is_late in late.items()
            },
        }
    )
