"""What must be true in child protection medicals."""

from django.utils import timezone

from referrals.guards import infant_mark_needs_examination
from workflow.guard import guard

DOES_NOT_EXCLUDE = "A normal examination does not exclude abuse."


@guard("Record who refuses, when and in which words.", mend="record_refusal")
def refusal_is_recorded(medical):
    return bool(medical.refused_by and medical.refusal_words and medical.refusal_heard_by)


@guard("A clinician says that the child understands enough to refuse, and is named.", mend="record_refusal")
def child_understands(medical):
    """The right to refuse is the child's: a parent's refusal is answered by legal advice, never by ending it."""
    if medical.refused_by == "adult":
        return "A parent's refusal does not end a medical: take legal advice, and say what protects the child now."
    return bool(medical.understanding_found_by)


@guard(
    "Offer another day, place, clinician or companion first, and say what was offered.", mend="record_refusal"
)
def medical_was_offered_again(medical):
    return bool(medical.offered_again)


@guard(
    "A clinician of suitable expertise decides that none is needed, and names the expertise, why, and what it "
    "rests on.",
    mend="advise_not_needed",
)
def clinician_advises_no_medical(medical):
    return all([medical.advised_by_id, medical.expertise, medical.advice, medical.advice_rests_on])


@guard("The partnership's signed policy on infants' marks is read first.")
def infant_policy_allows_no_medical(medical):
    """Asked of a mark on an infant not moving independently, or an immobile child; of nothing else."""
    if medical.type != "infant-mark":
        return True
    on = timezone.localdate(medical.act.at if medical.act else medical.advised_at or medical.requested_at)
    needed = infant_mark_needs_examination(on)
    return f"{needed} The request stands until the child is examined." if needed else True


@guard("Issue the report first.", mend="issue_report")
def report_is_issued(medical):
    return medical.report_issued_at is not None


@guard("A clinician confirms what was written down by telephone.", mend="confirm_opinion")
def telephone_opinions_are_confirmed(medical):
    waiting = [str(each) for each in medical.opinions if each.waits]
    return f"Not yet confirmed by a clinician: {'; '.join(waiting)}." if waiting else True


@guard("Record what was found, “no findings” too, and what was not examined.", mend="record_findings")
def findings_are_recorded(medical):
    return bool(medical.findings and medical.not_examined)


@guard("Recorded without consent: record who agreed to it, or say why.", explain=True, mend="record_consent")
def consent_stands(medical):
    """What happened stays recorded; whoever closes it answers for it."""
    parts = medical.without_consent()
    return f"Recorded without consent: {', '.join(parts)}. Record it, or say why." if parts else True


@guard("Say what came of each action, or who has it from here.", explain=True, mend="record_action_done")
def actions_are_done(medical):
    open_ones = [str(each) for each in medical.actions if each.done_on is None]
    return f"Not yet done: {'; '.join(open_ones)}. Do it, or say who has it from here." if open_ones else True


@guard(
    "Record that the sexual assault referral centre was called, or say why not.",
    explain=True,
    mend="record_sarc_called",
)
def centre_was_called(medical):
    return medical.sarc_from is None or medical.sarc_called_at is not None


@guard(
    "Something came of this request: end it by the report, or by a clinician's decision; or say why it is "
    "withdrawn all the same.",
    explain=True,
    step_down=True,
)
def nothing_came_of_the_request(medical):
    """A mark on an infant does not leave by withdrawal, nor a child who was booked, not brought or examined."""
    touched = medical.examined_at or medical.state == "BOOKED" or medical.notbrought_rows.exists()
    return not (touched or medical.type == "infant-mark")


@guard("No service is asked yet: until one is, no clinician sees this request.", mend="ask_service")
def service_is_asked(medical):
    return medical.asked_of_id is not None


def asked_of_medical(medical) -> list[tuple[str, str]]:
    """(sentence, step that mends it) of all that is asked about a medical at which the child was examined."""
    asked = [findings_are_recorded, consent_stands, telephone_opinions_are_confirmed, centre_was_called]
    if medical.examined_at is None:
        asked = [service_is_asked, centre_was_called]
    return [(says, each.mend) for each in asked if (says := each.unmet(medical))]
