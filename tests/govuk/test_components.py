"""What the components promise whatever they are given: words beside colour, nothing lost or unescaped."""

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch

from govuk import context_processors, samples
from govuk.forms import Choice, MomentField
from govuk.templatetags.govuk import problems


def draw(source: str, **context: Any) -> str:
    return Template("{% load govuk %}" + source).render(Context(context))


def words(source: str, **context: Any) -> str:
    from django.utils.html import strip_tags

    return " ".join(strip_tags(draw(source, **context)).split())


class Asked(forms.Form):
    outcome = Choice(
        choices=[("A", "Substantiated"), ("D", "Not substantiated")],
        hints={"D": "This does not mean it did not happen."},
    )
    threshold = forms.ChoiceField(choices=[("", "---------"), ("MET", "Met"), ("NOT", "Not met")])
    ground = forms.ChoiceField(choices=[(str(n), f"Ground {n}") for n in range(9)], required=False)
    told = forms.MultipleChoiceField(choices=[("M", "Mother"), ("F", "Father")], required=False)
    held_at = MomentField()
    why = forms.CharField(widget=forms.Textarea, help_text="In one sentence.")
    sure = forms.BooleanField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_short_list_is_shown_whole_and_no_answer_is_chosen_beforehand() -> None:
    page = draw("{% govuk_form form %}", form=Asked())
    assert page.count('type="radio"') == 4
    assert "checked" not in page
    assert "---------" not in page
    assert page.count("<select") == 1


def test_every_question_keeps_what_was_typed_when_the_form_comes_back() -> None:
    data = {
        "outcome": "D",
        "threshold": "MET",
        "ground": "7",
        "told": ["F"],
        "held_at_date": "31/2/2027",
        "held_at_time": "2pm",
        "why": "<b>He said so</b>",
        "sure": "true",
        "key": "k",
    }
    page = draw("{% govuk_form form %}", form=Asked(data))
    for kept in (
        'value="D" checked',
        'value="MET" checked',
        'value="7" selected',
        'value="F" checked',
        'value="31/2/2027"',
        'value="2pm"',
        "&lt;b&gt;He said so&lt;/b&gt;",
        'value="true" checked',
        'value="k"',
    ):
        assert kept in " ".join(page.split()), kept


def test_every_message_is_linked_to_its_question_and_stands_beside_it() -> None:
    form = Asked({})
    page = draw("{% govuk_error_summary form %}{% govuk_form form %}", form=form)
    found = problems(form)
    assert [each["url"] for each in found] == [
        "#id_outcome_0",
        "#id_threshold_0",
        "#id_held_at_date",
        "#id_why",
    ]
    for each in found:
        assert f'id="{each["url"][1:]}"' in page
    assert 'aria-describedby="id_why-hint id_why-error"' in page
    assert " required" not in page.replace("(optional)", "")


def test_a_per_child_form_names_its_child_in_each_message() -> None:
    form = samples.SampleChild({}, prefix="child-1")
    form.about = "Rowan"  # type: ignore[attr-defined]
    assert problems(form)[0] == {
        "text": "Rowan: Is a medical needed? Answer this.",
        "url": "#id_child-1-medical_0",
    }


def test_what_may_stay_open_says_so() -> None:
    assert words("{% govuk_field form.told %}", form=Asked()).startswith("Told (optional)")
    assert "(optional)" not in words("{% govuk_field form.why %}", form=Asked())


def test_the_line_beside_an_answer_belongs_to_that_answer() -> None:
    page = draw("{% govuk_field form.outcome %}", form=Asked())
    assert 'id="id_outcome_1-hint"' in page
    assert page.count('aria-describedby="id_outcome_1-hint"') == 1


@pytest.mark.parametrize("clock", samples.CLOCKS, ids=lambda clock: clock["label"])
def test_a_clock_says_in_words_what_its_colour_says(clock: dict[str, Any]) -> None:
    said = words("{% clock clock %}", clock=clock)
    assert f"{clock['sentence']}, {clock['date_sentence']}" in said
    assert ("Late" in said) == (clock["tone"] == "late")


def test_why_this_date_numbers_the_days_counted_and_names_those_skipped() -> None:
    said = words("{% why clock %}", clock=samples.CONFERENCE)
    assert "Days counted, 4 May to 24 May 2027" in said
    assert (
        "Not counted, 9 days: Saturdays and Sundays 1, 2, 8, 9, 15, 16, 22 and 23 May; "
        "Monday 3 May, Early May bank holiday." in said
    )
    assert "24 is day 15 due" in said
    assert "30 Apr is day 0" in said


def test_why_this_date_counts_backwards_too() -> None:
    days = [dt.date(2027, 5, day) for day in (21, 20, 19, 18, 17)]
    clock = {
        "label": "Report",
        "why": {
            "rule": "5 working days before the conference.",
            "event": "",
            "event_on": dt.date(2027, 5, 24),
            "due_on": days[-1],
            "counted": [{"date": day, "number": number} for number, day in enumerate(days, 1)],
            "skipped": [
                {"date": dt.date(2027, 5, 22), "reason": "Saturday"},
                {"date": dt.date(2027, 5, 23), "reason": "Sunday"},
            ],
        },
    }
    said = words("{% why clock %}", clock=clock)
    assert "Days counted, 17 May to 21 May 2027" in said
    assert "17 May is day 5 due" in said
    assert "24 is day 0" in said


def test_a_clock_of_months_or_hours_is_told_without_a_calendar() -> None:
    page = draw(
        "{% why clock %}",
        clock={"label": "Review", "why": {"rule": "6 months.", "due_on": dt.date(2027, 11, 12)}},
    )
    assert "6 months." in page
    assert "<table" not in page
    assert "Not counted" not in page


def test_a_clock_without_a_reason_offers_none() -> None:
    assert draw("{% why clock %}", clock={"label": "Visit", "why": None}).strip() == ""


def test_the_red_frame_gives_every_reason_with_its_child_and_where_it_is_mended() -> None:
    page = draw("{% in_the_way unmet %}", unmet=samples.UNMET)
    assert page.count("<li>") == len(samples.UNMET)
    assert "Rowan: say whether a medical is needed, or why not." in page
    assert draw("{% in_the_way unmet %}", unmet=[]).strip() == ""


def test_one_box_serves_a_reason_that_several_children_stand_under_and_keeps_its_text() -> None:
    unmet = [
        {"name": "seen", "may_explain": True, "child": child, "reason": "was not seen.", "explained": said}
        for child, said in (("Ivy", ""), ("Rowan", "At his father's."))
    ]
    page = draw("{% explain_boxes unmet %}", unmet=unmet)
    assert page.count("<textarea") == 1
    assert 'name="explained-seen"' in page
    assert "Ivy: was not seen.<br>Rowan: was not seen." in page
    assert "At his father&#x27;s." in page


def test_a_hard_reason_cannot_be_explained_away() -> None:
    assert draw("{% explain_boxes unmet %}", unmet=samples.UNMET[:2]).strip() == ""


def test_a_gap_never_looks_like_an_answer() -> None:
    facts = [
        {"label": "Medical", "missing": "Say which.", "url": "#", "action": "Answer"},
        {"label": "Tonight", "value": None},
        {"label": "Told", "value": ""},
    ]
    said = words("{% summary_list facts %}", facts=facts)
    assert "Not answered. Say which." in said
    assert said.count("not recorded") == 2


def test_own_words_carry_to_whom_where_and_the_question() -> None:
    said = words("{% quotation quote %}", quote=samples.IVY_SAID)
    assert said.endswith(
        "To Ms Lindqvist, alone, school, 30 April, 9:20am, asked: “What happened to your arm?”"
    )


def test_the_pathway_says_the_same_in_words_as_in_shapes() -> None:
    page = draw(
        "{% pathway stages words 'Where' %}", stages=samples.case()["stages"], words="the referral is done."
    )
    assert page.count('aria-hidden="true"') == 5
    assert page.count("Done.") == 2
    assert page.count("<b>Now.</b>") == 1
    assert "stroke-dasharray" in page
    assert "In words:</b> the referral is done." in page


def test_whatever_people_write_is_escaped() -> None:
    bad = "<script>alert(1)</script>"
    page = draw(
        "{% quotation q %}{% child_card c %}{% tag bad %}{% notice bad %}"
        "{% details bad %}{{ bad }}{% enddetails %}"
        "{% table columns rows bad %}{% button bad %}{% in_the_way unmet %}",
        q={"words": bad, "to": bad},
        c={"name": bad, "facts": [{"label": bad, "value": bad}]},
        bad=bad,
        columns=[bad],
        rows=[[bad]],
        unmet=[{"reason": bad, "child": bad}],
    )
    assert "<script" not in page


def test_a_name_in_the_print_rule_cannot_leave_its_string() -> None:
    assert (
        draw("{{ name|css_string }}", name='Ivy "; } </style>\\')
        == r"Ivy \22 \3b  \7d  \3c \2f style\3e \5c "
    )


@pytest.mark.parametrize(
    ("path", "current"), [("/", ["My work"]), ("/referrals/RF-1/", ["Referrals"]), ("/elsewhere/", [])]
)
def test_the_navigation_shows_what_exists_and_where_the_reader_is(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, path: str, current: list[str]
) -> None:
    addresses = {"worklist": "/", "inbox": "/referrals/"}

    def reverse(name: str) -> str:
        if name not in addresses:
            raise NoReverseMatch
        return addresses[name]

    monkeypatch.setattr(context_processors, "reverse", reverse)
    shown = context_processors.look(rf.get(path))["navigation"]
    assert [item["label"] for item in shown] == ["My work", "Referrals"]
    assert [item["label"] for item in shown if item["current"]] == current


def test_error_pages_need_no_request_and_still_name_the_unit(settings: Any) -> None:
    settings.UNIT_NAME = "Wexmoor Child Protection Unit"
    for status in (400, 403, 404, 500, 503):
        page = render_to_string(f"{status}.html", {})
        assert "Wexmoor Child Protection Unit" in page
        assert "Sign out" not in page


def test_a_long_table_says_how_much_is_folded_and_loses_nothing() -> None:
    rows = [[f"Row {number}", "said"] for number in range(9)]
    page = draw('{% table columns rows "What was said" fold=4 %}', columns=["Who", "What"], rows=rows)
    shown, folded = page.split("<details")
    assert "Row 3" in shown and "Row 4" not in shown and "Show 5 more" in folded
    assert all(f"Row {number}" in page for number in range(9))


def test_what_is_hardly_longer_is_not_folded() -> None:
    rows = [[f"Row {number}"] for number in range(6)]
    assert "<details" not in draw("{% table columns rows fold=4 %}", columns=["Who"], rows=rows)


def test_a_late_clock_is_never_folded_away() -> None:
    clocks = [{"label": f"Visit {n}", "sentence": "Late by 1 day", "tone": "late"} for n in range(7)]
    clocks += [{"label": f"Review {n}", "sentence": "In 9 days", "tone": "later"} for n in range(7)]
    shown, folded = render_to_string("govuk/parts/clocks.html", {"clocks": clocks}).split("app-fold")
    assert all(f"Visit {n}" in shown for n in range(7)) and "Visit" not in folded
    assert "Show 7 due later" in folded and "Review 6" in folded


def test_what_a_child_is_owed_stands_first_and_once() -> None:
    gaps = [{"label": "Owed", "missing": what, "url": "/plan/"} for what in ("the day", "the risk")]
    facts = [{"label": f"Fact {number}", "value": "said"} for number in range(12)]
    page = draw("{% child_card child of=2 %}", child={"name": "Ivy", "facts": [*facts, *gaps]})
    assert page.index("the risk") < page.index("Fact 0") and page.count('href="/plan/"') == 1
    shown, folded = page.split("app-fold")
    assert "Fact 5" in shown and "Fact 6" in folded and "Fact 11" in folded


def test_reasons_to_go_on_are_folded_until_the_step_was_refused() -> None:
    unmet = [{"name": "seen", "may_explain": True, "child": "", "reason": "Not seen.", "explained": ""}]
    assert "open" not in draw("{% explain_boxes unmet %}", unmet=unmet).split(">")[0]
    assert " open>" in draw("{% explain_boxes unmet True %}", unmet=unmet)
    written = [{**unmet[0], "explained": "In hospital."}]
    assert " open>" in draw("{% explain_boxes unmet %}", unmet=written)
