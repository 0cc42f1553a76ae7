"""The questions about people and cases."""

from django import forms
from django.utils import timezone

from cpu import codes
from cpu.models import Agency, Clock, Involvement, InvolvementRole, Team, TeamKind, User
from cpu.roles import Permission
from govuk.forms import DateField, MomentField, YesNo
from people.models import (
    Address,
    AddressKeptFrom,
    Agreement,
    Case,
    ConditionKind,
    Elsewhere,
    Flag,
    FlagKind,
    FoundHow,
    HoldsResponsibility,
    Identifier,
    IdentifierKind,
    LegalBasis,
    LinkElsewhere,
    LookedAfterBasis,
    MissingEpisode,
    MissingRisk,
    MoveKind,
    Person,
    ProtectiveCondition,
    Relationship,
    ServiceAround,
    ServiceKind,
)
from people.models.case import WHO_WORKS
from workflow.forms import Choose, ChooseOne, PastDate, PastMoment, StepForms, one, say, short

WHO_MAY = {"is_service": False, "is_active": True}
STANDING = {"ended_at": None}
NOW = {"until_on": None}
AS_IT_IS = "Leave as it is"


def estimated() -> YesNo:
    return YesNo(label="Is that an estimate?", required=False)


def sex(blank: str = "Not known") -> forms.ChoiceField:
    return one("Sex", codes.Sex, required=False, blank=blank)


# Who somebody is


class Record(forms.Form):
    given_name = short("Given name", required=False, length=100)
    family_name = short("Family name", required=False, length=100)
    placeholder = short("Name not known: who is meant?", "For example “baby, flat 3”.", required=False)
    also_known_as = short("Also known as", "Other names, with commas between.", required=False, length=300)
    date_of_birth = PastDate(label="Date of birth", required=False)
    date_of_birth_estimated = estimated()
    sex = sex()
    telephone = short("Telephone", required=False, length=100)


class Expect(forms.Form):
    mother = Choose(Person, label="Who is the mother?", required=False)
    expected_on = DateField(label="Expected date of birth", required=False)
    given_name = short("Given name, if there is one already", required=False, length=100)
    family_name = short("Family name, if there is one already", required=False, length=100)
    placeholder = short("Or who is meant?", required=False)


class NamePlaceholder(forms.Form):
    given_name = short("Given name", length=100)
    family_name = short("Family name", required=False, length=100)
    date_of_birth = PastDate(label="Date of birth", required=False)
    date_of_birth_estimated = estimated()
    sex = sex(AS_IT_IS)


class BeBorn(forms.Form):
    date_of_birth = PastDate(label="Date of birth")
    sex = sex()
    given_name = short("Given name", required=False, length=100)
    family_name = short("Family name", required=False, length=100)


class RecordDeath(forms.Form):
    died_on = PastDate(label="Date of death")


class WithReason(forms.Form):
    reason = say("Why?")


class ChangeDetails(forms.Form):
    """What is left empty stays as it is."""

    given_name = short("Given name", required=False, length=100)
    family_name = short("Family name", required=False, length=100)
    also_known_as = short("Also known as", "Other names, with commas between.", required=False, length=300)
    date_of_birth = PastDate(label="Date of birth", required=False)
    date_of_birth_estimated = estimated()
    expected_on = DateField(label="Expected date of birth", required=False)
    sex = sex(AS_IT_IS)
    gender_identity = short("How the person describes who they are", required=False, length=100)
    ethnicity = one(
        "Ethnicity, as the person or family says it", codes.Ethnicity, required=False, blank=AS_IT_IS
    )
    religion = short("Religion or belief", required=False, length=100)
    first_language = short("First language", required=False, length=100)
    interpreter = one("Is an interpreter needed?", codes.YesNoUnknown, required=False, blank=AS_IT_IS)
    communication_needs = say("How is it best to talk with this person?", required=False)
    nationality = short("Nationality", required=False, length=100)
    immigration_status = short("Leave to be in the country, or asylum", required=False)
    upn_unknown = one("Why there is no unique pupil number", codes.UpnUnknown, required=False, blank=AS_IT_IS)
    telephone = short("Telephone", required=False, length=100)


class RecordDisabilities(forms.Form):
    disabilities = forms.MultipleChoiceField(
        label="Which disabilities hold now?",
        help_text="“No disability” stands alone.",
        choices=codes.Disability.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class AddIdentifier(forms.Form):
    kind = one("Which number?", IdentifierKind)
    value = short("The number as written", length=60)
    issuer = short("Who issued it?", required=False)
    verified_at = PastMoment(label="When was it traced?", required=False)


class VerifyIdentifier(forms.Form):
    identifier = Choose(Identifier, of_record=True, where=STANDING, label="Which number?")
    verified_at = PastMoment(label="When was it traced?")


class EndIdentifier(forms.Form):
    identifier = Choose(Identifier, of_record=True, where=STANDING, label="Which number?")
    reason = short("Why?")


# Who is around


class Relate(forms.Form):
    other = Choose(Person, label="Who?", help_text="Record the person first, if we do not know them.")
    kind = one("What is that person to this one?", codes.RelationshipType)
    responsibility = one(
        "Parental responsibility for this child",
        HoldsResponsibility,
        "“Checked” means seen: a birth certificate, an order, an agreement.",
        required=False,
    )
    responsibility_why = short("How was it checked?", required=False, length=300)
    same_household = YesNo(label="Do they live together?", required=False)
    from_on = DateField(label="Since when?", required=False)


class CheckResponsibility(forms.Form):
    relationship = Choose(Relationship, of_record=True, where=NOW, label="Whose?")
    responsibility = one("Parental responsibility for this child", HoldsResponsibility)
    why = short("How was it checked?", length=300)


class EndRelationship(forms.Form):
    relationship = Choose(Relationship, of_record=True, where=NOW, label="Which relationship?")
    until_on = PastDate(label="Until when?")


class AddService(forms.Form):
    kind = one("Which kind of service?", ServiceKind)
    agency = Choose(Agency, label="Which agency?", required=False)
    name = short("Or its name", "A school, a surgery, a worker.", required=False)
    contact = short("How is it reached?", required=False, length=300)
    from_on = DateField(label="Since when?", required=False)


class EndService(forms.Form):
    service = Choose(ServiceAround, of_record=True, where=NOW, label="Which service?")
    until_on = PastDate(label="Until when?")


# Where they live


class AddAddress(forms.Form):
    lines = say("Address")
    postcode = short("Postcode", required=False, length=12)
    carer_name = short("Who cares for the person there?", required=False)
    household = say("Who else lives there?", required=False)
    from_on = DateField(label="Since when?", required=False)
    until_on = DateField(label="Until when?", required=False)


class EndAddress(forms.Form):
    address = Choose(Address, of_record=True, where=NOW, label="Which address?")
    until_on = PastDate(label="Until when?")


class KeepAddressFrom(forms.Form):
    address = Choose(Address, of_record=True, label="Which address?")
    whom = Choose(Person, label="From whom is it kept?")
    reason = say("Why?", "The carer's name and who lives there are kept from that person too.")
    review_on = DateField(label="When is this looked at again?", help_text="It stays so past that day.")


class ReviewKeptAddress(forms.Form):
    kept = Choose(AddressKeptFrom, of_record=True, where=STANDING, label="Which one?")
    reason = say("Why does it go on?")
    review_on = DateField(label="When is it looked at again?")


class EndKeptAddress(forms.Form):
    kept = Choose(AddressKeptFrom, of_record=True, where=STANDING, label="Which one?")
    reason = say("Why may that person know from now on?")


# What protects


class RaiseFlag(forms.Form):
    kind = one("What is it about?", FlagKind)
    what_to_do = say(
        "What must be done?", "For whoever opens this record: “visit in pairs”, “do not text her”."
    )
    source = short("Who says so?")
    review_on = DateField(label="When is this looked at again?", help_text="It stays in force past that day.")


class ReviewFlag(forms.Form):
    flag = Choose(Flag, of_record=True, where=STANDING, label="Which flag?")
    what_to_do = say("What must be done?")
    review_on = DateField(label="When is it looked at again?")


class EndFlag(forms.Form):
    flag = Choose(Flag, of_record=True, where=STANDING, label="Which flag?")
    reason = say("Why is it no longer needed?")


class RecordCondition(forms.Form):
    kind = one("What is it?", ConditionKind)
    against = Choose(Person, label="From whom does it protect?")
    what = say("What does it say?", "As it is written: not to go to …, no contact with …")
    from_at = MomentField(label="From when?")
    expires_at = MomentField(label="Until when?", required=False)
    reference = short("Reference", required=False, length=100)


class VaryCondition(forms.Form):
    condition = Choose(ProtectiveCondition, of_record=True, where=STANDING, label="Which condition?")
    what = say("What does it say now?")
    expires_at = MomentField(label="Until when?", required=False)
    reference = short("Reference", required=False, length=100)


class EndCondition(forms.Form):
    condition = Choose(ProtectiveCondition, of_record=True, where=STANDING, label="Which condition?")
    reason = say("Who ended it, and why?")
    protects_now = say("What protects the child now?", "Left open, it is asked at once.", required=False)


class SayWhatProtects(forms.Form):
    condition = Choose(ProtectiveCondition, of_record=True, label="Which condition is over?")
    words = say("What protects the child now?")


PERSON = StepForms(
    Person,
    {
        "record": Record,
        "expect": Expect,
        "name_placeholder": NamePlaceholder,
        "be_born": BeBorn,
        "record_death": RecordDeath,
        "take_back_death": WithReason,
        "change_details": ChangeDetails,
        "record_disabilities": RecordDisabilities,
        "add_identifier": AddIdentifier,
        "verify_identifier": VerifyIdentifier,
        "end_identifier": EndIdentifier,
        "relate": Relate,
        "check_responsibility": CheckResponsibility,
        "end_relationship": EndRelationship,
        "add_service": AddService,
        "end_service": EndService,
        "add_address": AddAddress,
        "end_address": EndAddress,
        "keep_address_from": KeepAddressFrom,
        "review_kept_address": ReviewKeptAddress,
        "end_kept_address": EndKeptAddress,
        "raise_flag": RaiseFlag,
        "review_flag": ReviewFlag,
        "end_flag": EndFlag,
        "record_condition": RecordCondition,
        "vary_condition": VaryCondition,
        "end_condition": EndCondition,
        "say_what_protects": SayWhatProtects,
    },
)


# A child's case


class Allocate(forms.Form):
    to = Choose(User, where=WHO_MAY, may=Permission.CASE_ACCEPT, label="To whom?")
    words = say(
        "What must be known now?",
        "What worries us, what was agreed, what is due next, who must not be told what.",
    )


class HandOver(Allocate):
    team = Choose(Team, label="To which team?")


class StepDown(Allocate):
    team = Choose(Team, where={"kind": TeamKind.FAMILY_HELP}, label="To which family help team?")


class Involve(forms.Form):
    role = one(
        "As what?",
        [(each.value, each.label) for each in (*WHO_WORKS, InvolvementRole.TEAM)],
        "From now on they see this case.",
    )
    user = Choose(User, where=WHO_MAY, label="Which person?", required=False)
    team = Choose(Team, label="Or which team?", required=False)
    agency = Choose(Agency, label="Or which agency?", required=False)


class EndInvolvement(forms.Form):
    involvement = Choose(Involvement, of_record="case_id", where={"until_at": None}, label="Whose work ends?")
    reason = say("Why?")


class Oversight(forms.Form):
    words = say("What have you looked at, what do you think, what do you ask for?")
    happened_at = PastMoment(label="When?")
    supervision = YesNo(label="Was this supervision?", required=False)


class RecordPrimaryNeed(forms.Form):
    primary_need = one("What is the main need?", codes.PrimaryNeed)


class RecordSleepingPlace(forms.Form):
    where = short("Where does the child sleep?", length=300)
    with_whom = short("With whom?", length=300)
    agreed_by = short("Agreed by whom?", length=300)
    legal_basis = one(
        "On what legal basis?", LegalBasis, "If the authority arranged it, it may be section 20."
    )
    from_at = MomentField(label="Since when?")
    carer_checks = say("Which checks on the carer were made?", required=False)
    manager = Choose(
        User, where=WHO_MAY, may=Permission.MANAGE, label="Which manager agreed?", required=False
    )


class WriteForTheNight(forms.Form):
    words = say("What does the worker of the night do if someone rings about this child?")
    review_on = DateField(
        label="Review this by", help_text="It stays in force after this day, and asks to be looked at."
    )


class RecordAgreement(forms.Form):
    holder = Choose(Person, label="Which holder of parental responsibility?")
    answer = one("What do they say to where the child sleeps?", Agreement)
    words = say("In their words", required=False)


class LateClock(ChooseOne):
    """One of the child's clocks that is late: of the case, or of a stage that covers the child."""

    def scope(self, user, record) -> None:
        self.queryset = record.open_clocks().filter(late_from__lte=timezone.now())


class ExplainLateness(forms.Form):
    clock = LateClock(Clock, label="What is late?")
    reason = say(
        "Why is it late, and what happens next?",
        "Read beside the date by everybody who works with the child.",
    )


class RecordLink(forms.Form):
    kind = one("Which process?", Elsewhere)
    their_reference = short("Their reference", "As they write it.", required=False, length=100)
    on = PastDate(label="On which day was it referred there, or heard?")
    words = say(
        "What does it say, or what did it decide?",
        "Without a reference, say here why there is none. Their record stays with them.",
        required=False,
    )
    child_is_victim = YesNo(
        label="Does the child see, hear or live with the effects of the domestic abuse?",
        help_text="Asked with a risk assessment or a MARAC. If related to either adult, the child is then a victim in "
        "their own right (Domestic Abuse Act 2021, section 3).",
        required=False,
    )


class EndLink(forms.Form):
    link = Choose(LinkElsewhere, of_record=True, where=STANDING, label="Which link?")
    reason = say("Why does it end?", "It stays readable, with this reason.")


class BecomeLookedAfter(forms.Form):
    basis = one("On what legal basis?", LookedAfterBasis)
    from_on = PastDate(label="From when?")
    words = say("What led to it, and what was agreed with whom?", required=False)


class EndLookedAfter(forms.Form):
    until_on = PastDate(label="Until when?")
    words = say("What protects the child from then on?")


class RecordMove(forms.Form):
    moved_on = PastDate(label="When did the child move?")
    where_to = short("Where to?", "The area; the address stands with the person.", length=300)
    kind = one("For how long?", MoveKind)
    authority = short("Which authority receives the child?", required=False)
    told_whom = short("Told already: whom there?", required=False)
    told_at = PastMoment(label="Told already: when?", required=False)

    def clean(self):
        answered = super().clean() or {}
        if answered.get("told_at") and not (answered.get("told_whom") and answered.get("authority")):
            self.add_error("told_whom", "Say which authority was told, and whom there.")
        return answered


class RecordAuthorityTold(forms.Form):
    authority = short("Which authority?")
    told_whom = short("Who there was told?", "A name and a team.")
    told_at = PastMoment(label="When?")


class RecordBack(forms.Form):
    back_on = PastDate(label="Since when is the child back?")


class Close(forms.Form):
    reason = one("Why does it close?", codes.ReasonForClosure)
    words = say("What has changed for the child?")


class Reopen(forms.Form):
    reason = say("Why?")
    team = Choose(Team, label="Which team holds it from now on?", required=False)


CASE = StepForms(
    Case,
    {
        "allocate": Allocate,
        "hand_over": HandOver,
        "step_down": StepDown,
        "decline": WithReason,
        "involve": Involve,
        "end_involvement": EndInvolvement,
        "oversight": Oversight,
        "explain_lateness": ExplainLateness,
        "record_primary_need": RecordPrimaryNeed,
        "record_sleeping_place": RecordSleepingPlace,
        "record_agreement": RecordAgreement,
        "write_for_the_night": WriteForTheNight,
        "end_for_the_night": WithReason,
        "record_link": RecordLink,
        "end_link": EndLink,
        "become_looked_after": BecomeLookedAfter,
        "end_looked_after": EndLookedAfter,
        "record_move": RecordMove,
        "record_authority_told": RecordAuthorityTold,
        "record_back": RecordBack,
        "close": Close,
        "reopen": Reopen,
    },
)


# A missing episode


class RecordMissing(forms.Form):
    cases = Choose(Case, many=True, label="Who is missing?")
    missing_since = PastMoment(label="Since when?", help_text="As near as anybody knows.")
    last_seen = short("Last seen where, and with whom?", required=False, length=300)
    circumstances = say(
        "What is known?",
        "Clothes, telephone, friends, who may be with the child, what was said before.",
        required=False,
    )
    reported_at = PastMoment(label="When were the police told?", required=False)
    police_reference = short("The police's reference", required=False, length=60)
    risk = one("The danger, as the police see it", MissingRisk, required=False, blank="Not known yet")


class RecordPoliceTold(forms.Form):
    reported_at = PastMoment(label="When were the police told?")
    police_reference = short("The police's reference", required=False, length=60)


class PushAndPull(forms.Form):
    """What was not asked or sent stays as it stood."""

    risk = one("The danger, as the police see it", MissingRisk, required=False, blank="Not known yet")
    push = say("What pushes the child away?", "At home, at school, in care.", required=False)
    pull = say("What or who draws the child?", "People, places, what they give or ask.", required=False)


class RecordFound(forms.Form):
    found_at = PastMoment(label="When was the child found, or when did the child come back?")
    how = one("How?", FoundHow)
    where = short("Where?", required=False, length=300)


class RecordInterview(forms.Form):
    happened_at = PastMoment(label="When was the interview held?")
    by_whom = short("By whom?")
    independent = YesNo(label="Is that person independent of those who care for and work with the child?")
    not_independent_because = say("Why not by somebody independent?", required=False)

    only_if = {"not_independent_because": ("independent", ["no"])}

    def clean(self):
        answered = super().clean() or {}
        if answered.get("independent") is False and not answered.get("not_independent_because"):
            self.add_error("not_independent_because", "Say why nobody independent held the interview.")
        return answered


class RecordInterviewChild(forms.Form):
    said = say("What did the child say?", "In the child's own words.", required=False)


class DeclineInterview(forms.Form):
    offered_by = short("Who offered the interview?")
    reason = say("Why did the child decline?", "In the child's own words, where there are any.")


class CloseEpisode(forms.Form):
    what_changes = say(
        "What was learnt, and what changes because of it?",
        "In the plan, in who is asked, in what is watched.",
    )


MISSING = StepForms(
    MissingEpisode,
    {
        "record_missing": RecordMissing,
        "record_police_told": RecordPoliceTold,
        "record_found": RecordFound,
        "record_interview": RecordInterview,
        "decline_interview": DeclineInterview,
        "close": CloseEpisode,
    },
    per_child={"record_push_and_pull": PushAndPull, "record_interview": RecordInterviewChild},
)
