"""What stands before each step, and who must not take it: written by hand from the rulings of practice.

A guard, or a second person, taken out of a declaration is noticed here, whatever else still refuses the step; so is
a guard put before a step up, which bears nothing but what is impossible in law.
"""

from tests.architecture.test_up_and_down import sort_of
from tests.walker import steps

# Asked of every way out of a referral, and of an assessment that ends there.
HEARD_AND_READ = {"referrer_is_heard", "earlier_concerns_are_read"}
OUT_OF_A_REFERRAL = HEARD_AND_READ | {
    *("danger_was_looked_for", "every_child_is_considered", "child_is_known", "another_proposed_it"),
    *("grounds_are_given", "more_than_no_injury", "no_injury_was_looked_into", "history_is_considered"),
    *("infant_mark_is_answered", "reasons_are_given", "reasons_are_own", "decision_in_our_words"),
    "second_manager_has_agreed",
}
# The whole set before anything is found to be not substantiated.
SEEN_AND_HEARD = {"child_was_seen", "child_was_seen_alone", "child_was_heard"}
NOT_SUBSTANTIATED = SEEN_AND_HEARD | {"all_four_gave_their_view", "earlier_concerns_were_read"}
FOUND_OUT = NOT_SUBSTANTIATED | {
    *("every_agency_answered", "agencies_were_asked", "home_and_sleeping_place_were_seen"),
    *("parents_were_spoken_to", "chronology_was_read", "medical_question_is_settled", "identity_was_asked"),
    *("harm_was_weighed", "more_than_no_visible_mark", "likely_harm_has_its_conference"),
    "every_referrer_was_heard",
}
CONFERENCE_HEARD = {
    *("quorum_was_here", "chair_was_independent", "decided_by_its_chair", "every_report_has_come"),
    *("every_agency_gave_its_view", "child_was_seen_lately", "safety_plan_is_said"),
}
PLAN_ENDS = {
    *("ends_after_it_began", "child_was_seen_since_the_last_conference", "each_agency_gave_its_view"),
    *("what_comes_after_is_named", "the_event_has_happened"),
}
SUPPORT_ENDS = {
    *("child_was_seen_since_the_last_review", "what_has_changed_is_said", "what_comes_after_is_said"),
    *("family_was_asked", "no_enquiry_goes_on"),
}
OF_A_SUPPORT_PLAN: dict[str, set[str]] = {
    "take_back": {"no_enquiry_goes_on", "what_comes_after_is_said"},
    "end": SUPPORT_ENDS,
    "end_by_event": {"the_event_is_recorded"},
    "close": {"it_has_ended_for_every_child"},
    "withdraw": {"nothing_was_worked"},
}
BEFORE_DOWN: dict[str, set[str]] = {
    "referral.decide_no_action": OUT_OF_A_REFERRAL,
    "referral.decide_advice": OUT_OF_A_REFERRAL,
    "referral.decide_family_help": OUT_OF_A_REFERRAL | {"somebody_takes_it_over"},
    "referral.pass_on": OUT_OF_A_REFERRAL | {"somebody_takes_it_over"},
    "referral.close": HEARD_AND_READ
    | {"danger_was_looked_for", "every_child_is_decided", "decision_has_its_reasons", "manager_has_confirmed"}
    | {"somebody_has_accepted", "referrer_is_told", "parents_are_told", "second_manager_has_agreed"},
    "referral.withdraw": HEARD_AND_READ
    | {"nothing_protective_stands_on_it", "danger_was_looked_for", "second_manager_has_agreed"},
    "assessment.authorise": HEARD_AND_READ
    | NOT_SUBSTANTIATED
    | {"outcome_is_given", "factors_are_given", "proposal_is_reasoned", "proposal_is_own"}
    | {"proposal_in_our_words", "unit_holds_the_child", "child_was_seen_or_why_not"}
    | {"every_agency_answered", "second_manager_has_agreed", "none_came_since"}
    | {"every_known_referrer_is_heard"},
    "assessment.close": {"every_child_is_authorised"},
    "assessment.withdraw": HEARD_AND_READ | {"second_manager_has_agreed"},
    "strategy-discussion.refuse": {"no_child_is_in_police_protection"},
    "strategy-discussion.uphold_refusal": set(),
    "strategy-discussion.agree_no_enquiries": {
        *("quorate", "education_is_heard", "threshold_is_reasoned", "safe_tonight", "child_will_be_seen"),
        *("medical_question_is_answered", "parents_are_told", "dissent_is_decided", "no_enquiry_is_open"),
    },
    "strategy-discussion.decide_chair_stands": {"not_in_the_room"},
    "strategy-discussion.close": {"every_child_is_decided", "record_is_issued", "manager_has_confirmed"},
    "strategy-discussion.withdraw": {
        *("no_enquiry_came_of_it", "no_child_is_in_police_protection", "nobody_holds_that_it_is_met"),
    },
    "section-47-enquiry.propose_outcome": FOUND_OUT,
    "section-47-enquiry.approve_outcome": FOUND_OUT | {"police_and_health_gave_their_views"},
    "section-47-enquiry.close": {"every_outcome_is_approved", "what_is_owed_is_done"},
    "section-47-enquiry.withdraw": {"nothing_was_found_out", "no_outcome_stands"},
    "emergency-protection.end_protection": {"something_protects_now"},
    "emergency-protection.close": {"protection_has_ended", "everyone_was_told"},
    "emergency-protection.withdraw": {"nobody_is_protected_by_it"},
    "court-order.end_order": {"something_protects_after_the_order"},
    "court-order.close": {"order_has_ended", "everyone_was_told"},
    "court-order.withdraw": {"nobody_is_under_the_order"},
    "child-protection-medical.decline": {
        *("refusal_is_recorded", "child_understands", "medical_was_offered_again"),
    },
    "child-protection-medical.agree_not_needed": {
        *("clinician_advises_no_medical", "infant_policy_allows_no_medical"),
    },
    "child-protection-medical.close": {
        *("report_is_issued", "telephone_opinions_are_confirmed", "findings_are_recorded"),
        *("consent_stands", "actions_are_done", "centre_was_called"),
    },
    "child-protection-medical.withdraw": {"nothing_came_of_the_request"},
    "abe-interview.decline": {"child_said_no", "other_ways_were_offered", "child_is_heard_otherwise"},
    "abe-interview.decide_none": {"police_and_social_care_agree"},
    "abe-interview.close": {
        *("recording_is_found", "intermediary_was_considered", "agreement_is_recorded"),
        *("early_interview_is_explained", "delay_is_explained", "eyewitnesses_are_asked_for"),
    },
    "abe-interview.withdraw": {"no_interview_was_held"},
    "conference.decide_no_plan": CONFERENCE_HEARD | {"no_plan_is_open"},
    "conference.decide_child_in_need": CONFERENCE_HEARD | {"no_plan_is_open", "next_worker_is_named"},
    "conference.decide_family_help": CONFERENCE_HEARD | {"no_plan_is_open", "next_worker_is_named"},
    "conference.end_plans": CONFERENCE_HEARD
    | {"plan_is_open", "plan_began_earlier", "next_worker_is_named_where_one_follows"},
    "conference.close": {
        *("every_child_is_decided", "notice_was_sent", "minutes_were_circulated", "what_was_odd_is_answered"),
        *("plans_are_whole", "corrections_are_answered", "complaints_are_answered"),
    },
    "conference.withdraw": {"no_plan_came_of_it", "nothing_was_decided", "no_conference_is_owed"},
    "child-protection-plan.propose_end": PLAN_ENDS,
    "child-protection-plan.agree_end": PLAN_ENDS | {"an_end_is_proposed"},
    "child-protection-plan.close": {"every_plan_has_ended"},
    "child-protection-plan.withdraw": {"nothing_was_done_under_it", "its_conference_was_withdrawn"},
    **{
        f"{kind}.{name}": guards
        for kind in ("child-in-need-plan", "risk-outside-the-home-plan")
        for name, guards in OF_A_SUPPORT_PLAN.items()
    },
    "pre-proceedings.agree_step_down": {
        *("letter_was_sent", "first_meeting_was_held", "family_meeting_was_offered_in_the_letter"),
        *("reasons_are_given", "next_plan_has_its_lead", "no_order_is_in_force", "not_in_police_protection"),
    },
    "pre-proceedings.close": {"every_child_is_answered", "nothing_is_owed_since"},
    "pre-proceedings.withdraw": {"nothing_was_done_here"},
    "missing-episode.close": {"every_child_is_found", "police_were_told", "interviews_are_settled"},
    "missing-episode.withdraw": set(),
    "disagreement.answer": {"not_the_side_that_raised_it"},
    "disagreement.accept_answer": {"raised_by_my_side", "nothing_is_suspended"},
    "disagreement.end_suspension": {"decision_is_suspended", "everyone_is_safe_meanwhile"},
    "disagreement.decide_it_stands": {
        *("at_the_highest_level_or_today", "not_the_side_that_raised_it"),
        *("everyone_is_safe_meanwhile", "nothing_is_suspended"),
    },
    "disagreement.withdraw": {"nothing_is_suspended"},
    "case.close": {
        *("no_stage_is_open", "nothing_is_owed", "no_hand_over_waits", "sleeps_somewhere_known"),
        *("protection_is_looked_at", "need_is_recorded"),
    },
    "case.step_down": {
        *("no_protection_work_is_open", "no_protection_is_owed", "protection_is_looked_at"),
        "sleeps_somewhere_known",
    },
    "case.withdraw": {"no_stage_is_open", "nothing_is_owed"},
}
# All that stands before any step that goes up: what it would do is done already, or there is nothing to do it to.
BEFORE_UP: dict[str, set[str]] = {
    "referral.identify": {"has_no_case_yet"},
    "referral.open_cases": {"is_identified", "no_case_is_open"},
    "person.name_placeholder": {"nobody_has_said_who"},
    "strategy-discussion.agree_enquiries": {"no_enquiry_is_open"},
    "strategy-discussion.continue_enquiries": {"enquiry_is_open"},
    "strategy-discussion.decide_threshold_is_met": {"no_enquiry_is_open"},
    "conference.make_plans": {"no_plan_is_open"},
    "conference.continue_plans": {"plan_is_open"},
    # Of a child who moves here with a plan, and of no other conference.
    "conference.record_visit": {"a_child_moves_here"},
    "conference.record_call": {"a_child_moves_here"},
    "conference.record_origin": {"a_child_moves_here"},
    "conference.plan_for_birth": {"child_is_not_yet_born"},
    "child-protection-plan.record_birth_response": {"child_is_not_yet_born"},
    "court-order.plan_extension": {"may_still_be_extended"},
}
OFFERED = {"offered_to_me"}
BEFORE_THE_REST: dict[str, set[str]] = {
    "referral.record_person_around": {"a_child_is_identified"},
    "referral.attach": {"is_identified", "case_is_open"},
    "referral.record_infant_mark": {"clinician_decided"},
    "referral.ask": {"checks_are_allowed"},
    "referral.contribute": {"has_a_case"},
    "referral.give_view": {"has_a_case"},
    "referral.propose": {"more_than_no_injury", "no_injury_was_looked_into", "proposal_in_our_words"},
    "referral.decide_assessment": {"no_assessment_is_open"},
    "referral.record_reasons": {"reasons_are_own"},
    "referral.tell_referrer": {"every_child_is_decided"},
    "assessment.propose": {
        *("outcome_is_given", "factors_are_given", "proposal_is_reasoned", "proposal_is_own"),
        "proposal_in_our_words",
    },
    "strategy-discussion.issue_record": {
        *("every_child_is_decided", "threshold_is_reasoned", "safe_tonight", "child_will_be_seen"),
        *("medical_question_is_answered", "parents_are_told", "single_agency_is_reasoned"),
        *("needed_medical_is_asked_for", "second_manager_agrees"),
    },
    "conference.agree_later_as_chair": {"manager_agreed_to_later"},
    "conference.send_notice": {"every_child_is_decided"},
    "conference.approve_minutes": {"minutes_are_drafted"},
    "conference.circulate_minutes": {"minutes_are_approved"},
    "child-protection-plan.end_by_conference": {
        *("child_was_seen_since_the_last_conference", "each_agency_gave_its_view"),
    },
    "child-protection-plan.name_lead_practitioner": {"lead_is_a_social_worker"},
    "child-protection-plan.come_back": {"has_a_detailed_plan"},
    "child-protection-plan.come_back_before_detailed_plan": {"has_no_detailed_plan"},
    "child-protection-plan.decline_end": {"an_end_is_proposed"},
    **{
        f"{kind}.{name}": guards
        for kind in ("child-in-need-plan", "risk-outside-the-home-plan")
        for name, guards in (
            ("accept", OFFERED | {"no_protection_plan_is_open"}),
            ("take_over", OFFERED),
            ("decline", OFFERED),
        )
    },
    "pre-proceedings.decide_to_apply": {"family_meeting_was_offered_in_the_letter"},
    "case.accept": OFFERED | {"hand_over_waits", "offered_by_another"},
    "case.decline": OFFERED | {"hand_over_waits"},
    "case.explain_lateness": {"lead_or_manager"},
    "case.end_for_the_night": {"written_for_the_night"},
}
BEFORE = {**BEFORE_DOWN, **BEFORE_UP, **BEFORE_THE_REST}
SETTINGS = (
    *("account", "agency-entry", "team-entry", "closing-time", "holiday-notice"),
    *("local-policy", "local-timescale", "role-grant"),
)
# Who must not take the step: nobody decides alone on what they opened, proposed, asked for or disputed.
SOMEBODY_ELSE: dict[str, set[str]] = {
    **{f"{kind}.{name}": {"proposed_by"} for kind in SETTINGS for name in ("approve", "refuse")},
    "role-grant.approve": {"proposed_by", "user"},
    **{
        f"referral.{name}": {"proposed_by", "second_manager"}
        for name in ("decide_no_action", "decide_advice", "decide_family_help", "pass_on")
    },
    "referral.decide_assessment": {"proposed_by"},
    "referral.second_manager_agrees": {"proposed_by"},
    "referral.confirm": {"decided_by"},
    "referral.withdraw": {"recorded_by"},
    "assessment.authorise": {"proposed_by", "second_manager"},
    "assessment.second_manager_agrees": {"proposed_by"},
    "assessment.send_back": {"proposed_by"},
    "strategy-discussion.refuse": {"requested_by"},
    "strategy-discussion.uphold_refusal": {"refused_by", "refusal_challenged_by"},
    "strategy-discussion.overturn_refusal": {"refused_by"},
    "strategy-discussion.confirm": {"chair"},
    "strategy-discussion.decide_chair_stands": {"chair", "requested_by", "dissent_raised_by"},
    **dict.fromkeys(
        ("strategy-discussion.withdraw", "section-47-enquiry.withdraw"), {"opened_by", "who_wrote"}
    ),
    "section-47-enquiry.approve_outcome": {"proposed_by"},
    "section-47-enquiry.return_outcome": {"proposed_by"},
    "child-protection-medical.decline": {"refusal_recorded_by"},
    "child-protection-medical.agree_not_needed": {"advised_by", "requested_by"},
    "child-protection-medical.close": {"reported_by"},
    "abe-interview.decline": {"refusal_recorded_by"},
    "abe-interview.decide_none": {"decided_by"},
    "abe-interview.evaluate": {"interviewing", "held_recorded_by"},
    **{
        f"conference.{name}": {"requested_by"}
        for name in ("decide_no_plan", "decide_child_in_need", "decide_family_help", "end_plans")
    },
    "conference.agree_later_as_manager": {"chair", "late_chair"},
    "conference.agree_later_as_chair": {"late_manager"},
    "conference.approve_minutes": {"minutes_drafted_by"},
    "conference.answer_complaint": {"chair"},
    "child-protection-plan.agree_end": {"end_proposed_by"},
    **{
        f"{kind}.{name}": others
        for kind in ("child-in-need-plan", "risk-outside-the-home-plan")
        for name, others in (
            ("end", {"end_proposed_by", "worker"}),
            ("end_by_event", {"worker"}),
            ("take_back", {"offered_by"}),
        )
    },
    "pre-proceedings.agree_step_down": {"proposed_by"},
    "missing-episode.close": {"opened_by"},
    **{f"disagreement.{name}": {"parties"} for name in ("answer", "decide_it_stands", "decide_it_changes")},
    "disagreement.accept_answer": {"who_answered"},
    "disagreement.end_suspension": {"parties", "suspended_by"},
    "disagreement.withdraw": {"opened_by", "parties"},
    "case.close": {"lead"},
    "case.step_down": {"lead"},
}
STEPS = {f"{model.kind}.{declared.name}": (model, declared) for model, declared in steps()}
UP = ("up", "up-by-a-manager")


def of_sort(*sorts: str) -> set[str]:
    return {name for name, (model, declared) in STEPS.items() if sort_of(model, declared.name) in sorts}


def test_the_tables_name_steps_that_there_are():
    assert set(BEFORE_DOWN) == of_sort("down")
    assert set(BEFORE_UP) <= of_sort(*UP)
    assert not set(BEFORE_THE_REST) & of_sort("down", *UP)
    assert {*BEFORE, *SOMEBODY_ELSE} <= set(STEPS)


def test_what_stands_before_a_step():
    declared = {name: {each.name for each in declared.guards} for name, (_, declared) in STEPS.items()}
    assert {name: guards for name, guards in declared.items() if guards != BEFORE.get(name, set())} == {}


def test_who_must_not_take_a_step():
    """Of whatever stands on a child: nobody withdraws alone what they opened themselves."""
    otherwise = {}
    for name, (model, declared) in STEPS.items():
        withdrawing = declared.name == "withdraw" and sort_of(model, "withdraw") == "down"
        if set(declared.other_than) != SOMEBODY_ELSE.get(name, {"opened_by"} if withdrawing else set()):
            otherwise[name] = declared.other_than
    assert otherwise == {}
