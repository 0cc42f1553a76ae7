"""Choices and questions that several kinds of record share."""

from django import forms

from partners.forms import say

PEOPLE = {"is_service": False, "is_active": True}


class WithReason(forms.Form):
    reason = say("Why?")
