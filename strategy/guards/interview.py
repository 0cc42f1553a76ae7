"""What must be true in ABE interviews."""

from workflow.guard import guard
from workflow.step import WITHDRAWN


@guard("Record how the child said no, and to whom.", mend="record_refusal")
def child_said_no(interview):
    return bool(interview.content.refusal and interview.content.to_whom)


@guard("Offer another day, place, person or way first, and say what was offered.", mend="record_refusal")
def other_ways_were_offered(interview):
    return bool(interview.content.offered)


@guard("Say how the child is heard instead.", mend="record_refusal")
def child_is_heard_otherwise(interview):
    return bool(interview.content.how_heard)


@guard("Police and social care agree, each by name.", mend="record_agrees_to_none")
def police_and_social_care_agree(interview):
    return bool(interview.content.police_agrees and interview.content.social_care_agrees)


@guard("Say where the recording is: the police reference.", mend="give_reasons")
def recording_is_found(interview):
    return bool(interview.content.recording_reference)


@guard("Say whether an intermediary was considered, and why not.", explain=True, mend="record_needs")
def intermediary_was_considered(interview):
    content = interview.content
    return content.intermediary in ("takes-part", "asked-for") or bool(
        content.intermediary and content.intermediary_why
    )


@guard("Record the child's agreement, and what the carer was told or why not.", mend="record_agreement")
def agreement_is_recorded(interview):
    return bool(interview.content.agreement and interview.content.carer_words)


@guard("Held before the strategy discussion: say who decided so, and why.", mend="give_reasons")
def early_interview_is_explained(interview):
    return not interview.before_discussion or bool(interview.content.before_discussion_why)


@guard("More than five working days after the decision: say why.", mend="give_reasons")
def delay_is_explained(interview):
    return not interview.delayed(interview.held_at) or bool(interview.content.delay_why)


@guard(
    "Ask for an interview of the brother or sister who saw or heard it as well, or say why not.", explain=True
)
def eyewitnesses_are_asked_for(interview):
    """Each child has an interview of their own, linked to this one."""
    return not interview.content.eyewitnesses or interview.linked_to.exclude(state=WITHDRAWN).exists()


@guard(
    "An interview was held, or the child said no: end it as what it was, or say why it is withdrawn all the same.",
    explain=True,
    step_down=True,
)
def no_interview_was_held(interview):
    return interview.held_at is None and interview.refused_at is None


def asked_of_interview(interview, now) -> list[tuple[str, str]]:
    """(sentence, step that mends it) of all that is asked about an interview that was held, or is late."""
    held = [
        recording_is_found,
        intermediary_was_considered,
        agreement_is_recorded,
        early_interview_is_explained,
        eyewitnesses_are_asked_for,
    ]
    found = [(says, each.mend) for each in held if interview.held_at and (says := each.unmet(interview))]
    if interview.delayed(now) and not interview.content.delay_why:
        found.append((delay_is_explained.says, delay_is_explained.mend))
    if interview.content.interpreter_is_family:
        found.append(
            ("The interpreter was family: say in the evaluation what that does to it.", "record_needs")
        )
    return found
