"""What the API says of documents."""

from typing import Any

from rest_framework import serializers

from workflow.serializers import RecordOut


class IssuedDocumentOut(RecordOut):
    letter = serializers.CharField()
    title = serializers.CharField(source="get_letter_display")
    record = serializers.CharField(source="record.reference", help_text="The record it was made from")
    record_version = serializers.IntegerField()
    recipient = serializers.CharField()
    as_what = serializers.CharField()
    reaches = serializers.CharField()
    checksum = serializers.CharField(help_text="SHA-256 of what it says")
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField(source="made_by.name")
    given_at = serializers.DateTimeField(allow_null=True)
    given_by = serializers.CharField()
    recalled_at = serializers.DateTimeField(allow_null=True)
    recalled_because = serializers.CharField()
    copy_came_back = serializers.BooleanField(allow_null=True)
    content = serializers.SerializerMethodField(help_text="What it says; left out of lists")

    def get_content(self, document) -> dict[str, Any] | None:
        return None if self.context.get("in_list") else document.as_it_may_be_read()[0]
