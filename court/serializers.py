"""What the API says of pre-proceedings."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workflow.serializers import ReasonOut, StageOut


class ReviewOut(serializers.Serializer):
    case = serializers.CharField(source="case.reference")
    held_on = serializers.DateField()
    words = serializers.CharField()


class PreProceedingsOut(StageOut):
    decided_on = serializers.DateField()
    why = serializers.CharField()
    urgent = serializers.BooleanField()
    closed_at = serializers.DateTimeField()
    reviews = serializers.SerializerMethodField(help_text="Review meetings of the children you may see")
    owed = serializers.SerializerMethodField(help_text="What an application went without")

    def _rows(self, record) -> list:
        request = self.context.get("request")
        if request is None or self.context.get("in_list"):
            return []
        return record.rows_visible_to(request.user)

    @extend_schema_field(ReviewOut(many=True))
    def get_reviews(self, record):
        cases = {row.case_id: row.case for row in self._rows(record)}
        if not cases:
            return []
        found = [each for each in record.preproceedingsreview_rows.all() if each.case_id in cases]
        for each in found:
            each.case = cases[each.case_id]
        return ReviewOut(found, many=True).data

    @extend_schema_field(ReasonOut(many=True))
    def get_owed(self, record):
        owed = [(row, *each) for row in self._rows(record) for each in row.owed()]
        return ReasonOut(
            [
                {"says": says, "child": row.reference, "mend": mend.replace("_", "-")}
                for row, says, mend in owed
            ],
            many=True,
        ).data
