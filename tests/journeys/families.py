"""Invented families of the worked cases, as a front door would write them down."""

import copy


def referral(reference: str, what_happened: str, *children: dict, source: str = "1A", **more) -> dict:
    """A body with the fewest answers a referral is ever sent with, and what a worked case adds."""
    body = {
        "schema_version": "1.0",
        "external_reference": reference,
        "referral_kind": "child_protection",
        "referrer": {
            "type": "professional",
            "cin_source_code": source,
            "name": "A. Caller",
            "phone": "01632 960200",
        },
        "immediate_safety": {"immediate_danger": False, "where_is_each_child_now": "At home"},
        "consent": {
            "parents_aware": "no",
            "consent_to_refer": "not_needed",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "It could raise the risk.",
        },
        "children": [copy.deepcopy(each) for each in children],
        "concern": {
            "what_happened": what_happened,
            "harm_types": ["physical_abuse"],
            "likely_or_actual": "actual",
        },
    }
    for name, value in more.items():
        body[name] = {**body.get(name, {}), **value} if isinstance(value, dict) else value
    return body


def child(given: str, family: str, born: str, sex: str = "U", **more) -> dict:
    return {
        "ref": given.upper()[:12],
        "subject_of_referral": True,
        "given_name": given,
        "family_name": family,
        "date_of_birth": born,
        "sex": sex,
        **more,
    }


IVY = child("Ivy", "Harcastle", "2018-02-14", "F")
ROWAN = child("Rowan", "Harcastle", "2020-09-01", "M")
TEAL = child("Teal", "Harcastle", "2026-03-20", "F", mobility="walking")
MILO = child("Milo", "Farr-Beck", "2019-05-05", "M")
DARIO = child("Dario", "Quell", "2012-03-09", "M")
ZAINAB = child("Zainab", "Qureshi-Lyle", "2018-06-11", "F", ethnicity="MOTH")
JONAH = child("Jonah", "Prewitt", "2023-04-18", "M")
FENN = child("Fenn", "Tarrow", "2027-06-11", "M", mobility="not_rolling")
