"""Section 47 enquiry: from the decision to an outcome about significant harm, for each child."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cpu.models import Clock, InForce
from cpu.roles import Permission
from cpu.timescales import CHILD_SEEN, ENQUIRY_OUTCOME, INITIAL_CONFERENCE
from partners.models import FindingChild, FindingStage
from strategy.guards import enquiry as guards
from workflow.paired import who_and_when
from workflow.record import Detail, FollowsCorrections
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, withdrawing
from workflow.step import WITHDRAWN, Start, Stop, step


class Enquirers(models.TextChoices):
    JOINT = "joint", "Social care and police together"
    SOCIAL_CARE = "social-care", "Social care alone"
    POLICE = "police", "Police alone: a stranger, outside the home"


class Outcome(models.TextChoices):
    """About significant harm, not about proving an incident."""

    LIKELY = "likely", "Substantiated, and likely to go on suffering significant harm"
    NOT_LIKELY = "not-likely", "Substantiated, not likely to go on suffering significant harm"
    INCONCLUSIVE = "inconclusive", "Inconclusive: it could not be established either way"
    NOT_SUBSTANTIATED = "not-substantiated", "Not substantiated"


class Conference(models.TextChoices):
    NEEDED = "needed", "A child protection conference is needed"
    NOT_NEEDED = "not-needed", "No conference is needed"


class LegalAdvice(models.TextChoices):
    NOT_NEEDED = "not-needed", "Not needed now"
    NEEDED = "needed", "To be taken"
    TAKEN = "taken", "Taken"


class Evidence(models.TextChoices):
    OWN_WORDS = "own-words", "What the child said"
    OBSERVED = "observed", "How the child was seen to be, and with whom"
    MEDICAL = "medical", "A medical opinion"
    NO_VISIBLE_MARK = "no-visible-mark", "No visible mark"
    AGENCIES = "agencies", "What agencies know"
    HISTORY = "history", "The history, and earlier concerns"
    PARENTS = "parents", "What parents or carers said and did"
    OTHER = "other", "Something else, said in the reasons"


class Harm(models.TextChoices):
    PHYSICAL = "physical", "Physical"
    EMOTIONAL = "emotional", "Emotional"
    SEXUAL = "sexual", "Sexual"
    NEGLECT = "neglect", "Neglect"


class HarmWhere(models.TextChoices):
    INSIDE = "inside", "Inside the family"
    OUTSIDE = "outside", "Outside the family"
    BOTH = "both", "Both"


class HarmSetting(models.TextChoices):
    HOME = "home", "At home"
    SCHOOL = "school", "At school or nursery"
    PEERS = "peers", "Among peers"
    NEIGHBOURHOOD = "neighbourhood", "In the neighbourhood"
    ONLINE = "online", "Online"
    INSTITUTION = "institution", "In an institution, or by somebody trusted with children"
    STRANGER = "stranger", "By a stranger"
    NOT_KNOWN = "not-known", "Not known"


class Exploitation(models.TextChoices):
    CRIMINAL = "criminal", "Criminal"
    SEXUAL = "sexual", "Sexual"
    TRAFFICKING = "trafficking", "Trafficking or modern slavery"
    RADICALISATION = "radicalisation", "Radicalisation"


class Responsibility(models.TextChoices):
    HELD = "held", "Holds parental responsibility"
    NOT_HELD = "not-held", "Does not hold parental responsibility"
    NOT_CHECKED = "not-checked", "Not checked"


class NotTold(models.TextChoices):
    RISK = "risk", "It could put the child or somebody at risk"
    EVIDENCE = "evidence", "It could spoil evidence"
    DELAY = "delay", "It would delay the protection of the child"
    NOT_FOUND = "not-found", "Nobody knows where they are"
    OTHER = "other", "Another reason, said in the words"


def refuse_copied_reasons(rows, chosen: list[ChildRow], name: str) -> None:
    """Facts may be copied between siblings; the reasons for a threshold or an outcome may not."""
    chosen_keys = {row.pk for row in chosen}
    said = {getattr(row, name).strip().casefold() for row in rows if row.pk not in chosen_keys} - {""}
    for row in chosen:
        reason = getattr(row, name).strip().casefold()
        if reason and reason in said:
            raise BadInput(
                Reason(
                    "Give this child's own reasons: they stand in the same words for another child.",
                    child=row.reference,
                    child_name=row.child_name,
                    pointer="/children",
                )
            )
        said.add(reason)


def _refuse_unless_manager(user) -> None:
    if user and not user.is_manager:
        raise BadInput(Reason("Name the manager who agreed that they are not told.", pointer="/approved_by"))


class ReadsMedicals:
    """A stage that asks whether its children were examined: medicals come later, and are read through the case."""

    child_rows: Any

    def medicals_of(self, row) -> list:
        """This child's medicals, oldest first, the withdrawn ones left out; read once for all children."""
        read = self.__dict__.get("_medicals")
        if read is None:
            read = self.__dict__["_medicals"] = {}
            cases = [each.case_id for each in self.child_rows() if each.case_id]
            rows = row.case.childprotectionmedicalchild_rows.model._rows.filter(case__in=cases)
            for each in rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject").order_by("pk"):
                read.setdefault(each.case_id, []).append(each.stage)
        return read.get(row.case_id, [])


class Section47Enquiry(FollowsCorrections, ReadsMedicals, FindingStage):
    """Runs from the decision that started it; one open for a child, siblings together."""

    kind, prefix, resource = "section-47-enquiry", "S47", "section-47-enquiries"
    correctable = ("started_at",)
    begins = "started_at"
    answered_apart = True

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    started_at = models.DateTimeField(verbose_name="when the enquiry started")
    enquirers = models.CharField(max_length=12, choices=Enquirers, verbose_name="who makes the enquiries")
    urgency = models.CharField(max_length=8, blank=True, verbose_name="how soon")
    cause = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="enquiries_begun")
    closed_at = models.DateTimeField(null=True, verbose_name="closed")

    def seen_counts_from(self):
        return self.started_at

    @cached_property
    def conference_not_needed_for(self) -> set[int]:
        """Cases whose clock of the conference ended as not needed since the enquiry began: read once for all."""
        cases = [row.case_id for row in self.child_rows()]
        ended = Clock._rows.filter(case__in=cases, timescale=INITIAL_CONFERENCE, ended="not_needed")
        return set(ended.filter(stopped_at__gte=self.started_at).values_list("case", flat=True))

    def facts_of(self, name: str) -> list:
        """The facts of one kind about the children of this enquiry, read once for guards and page."""
        read = self.__dict__.setdefault("_facts_of", {})
        if name not in read:
            read[name] = list(getattr(self, name).select_related("written_by"))
        return read[name]

    # The duty begins

    @step(
        "Open the section 47 enquiry",
        source="",
        target=State.OPEN,
        permission=Permission.CONSEQUENCE,
        starts={ENQUIRY_OUTCOME: "started_at", CHILD_SEEN: Start("started_at", variant="urgency")},
    )
    def open(self, *, cause, children, started_at, enquirers, urgency=""):
        """Runs at once: there is no gate for "planned" or "in progress"."""
        self.cause, self.started_at, self.enquirers, self.urgency = (
            cause.subject,
            started_at,
            enquirers,
            urgency,
        )
        self._take(children)

    @step(
        "Take another child into the section 47 enquiry",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        starts={ENQUIRY_OUTCOME: "started_at", CHILD_SEEN: Start("started_at", variant="urgency")},
    )
    def take_in(self, *, rows):
        """Another child of the same discussion: siblings stay together, each with its own clocks."""
        self._take(rows)

    def _take(self, rows) -> None:
        """What the discussion said of each child of who enquires alone, and of identity, stands here too."""
        same = ("case", "police_officer", "police_reason", "crime_reference", "identity_and_culture")
        self.cover_each(*[{name: getattr(row, name) for name in same} for row in rows])

    # What is found out, for each child

    @step("Say what harm is suspected", source=State.OPEN, permission=Permission.CONTRIBUTE, adds=True)
    def record_harm(self, *, children, harm, where, setting, exploitation="", words=""):
        """Inside and outside the family, physical and not, alike; a child may have suffered several."""
        self.add(
            *[
                HarmType(
                    case=row.case,
                    harm=harm,
                    where=where,
                    setting=setting,
                    exploitation=exploitation,
                    words=words,
                    written_by=self.act.by,
                )
                for row in children
            ]
        )

    @step("Record that the home was seen", source=State.OPEN, permission=Permission.CONTRIBUTE, adds=True)
    def record_home(self, *, children, happened_at, place, by_whom, home, who_was_there, siblings=""):
        """The home, and for each child the place where that child sleeps."""
        self.add(
            *[
                HomeSeen(
                    case=row.case,
                    at=happened_at,
                    place=place,
                    by_whom=by_whom,
                    home=home,
                    siblings=siblings,
                    who_was_there=who_was_there,
                    written_by=self.act.by,
                    **row.answers,
                )
                for row in children
            ]
        )

    @step(
        "Record that a parent or carer was spoken to",
        source=State.OPEN,
        permission=Permission.CONTRIBUTE,
        adds=True,
    )
    def record_parents_spoken(
        self,
        *,
        children,
        who,
        happened_at,
        by_whom,
        told,
        words,
        not_told="",
        not_told_because="",
        approved_by=None,
    ):
        """Told of the enquiry; or not told, why not, and the manager who decided so. Parental responsibility
        is each
        child's own."""
        _refuse_unless_manager(approved_by)
        self.add(
            *[
                ParentSpoken(
                    case=row.case,
                    who=who,
                    at=happened_at,
                    by_whom=by_whom,
                    told=told,
                    words=words,
                    not_told=not_told,
                    not_told_because=not_told_because,
                    approved_by=approved_by,
                    written_by=self.act.by,
                    **row.answers,
                )
                for row in children
            ]
        )

    @step(
        "Record the child's identity and culture",
        source=State.OPEN,
        permission=Permission.CONTRIBUTE,
        adds=True,
    )
    def record_identity(self, *, children):
        """Asked well once; later only: has anything changed?"""
        for row in children:
            row.identity_asked_at = row.identity_asked_at or self.act.at

    @step(
        "Record that the chronology was read", source=State.OPEN, permission=Permission.CONTRIBUTE, adds=True
    )
    def read_chronology(self, *, children, by_whom):
        for row in children:
            row.chronology_read_by, row.chronology_read_at = by_whom, self.act.at

    @step(
        "Weigh harm and protection",
        source=State.OPEN,
        permission=Permission.ENQUIRY_WORK,
        adds=True,
        each_child=(("OPEN", "PROPOSED"), None),
    )
    def analyse(self, *, children):
        """For each child: what harm, how likely, what protects, and whether somebody keeps the child from
        being seen."""

    # Decisions beside the outcome, at any time

    @step(
        "Decide what protects the child, and on legal advice",
        source=State.OPEN,
        permission=Permission.ENQUIRY_WORK,
        adds=True,
        each_child=(("OPEN", "PROPOSED", "APPROVED"), None),
    )
    def decide_protection(self, *, children):
        """At any time, beside the outcome: protection is never the last choice of a list."""
        for row in children:
            row.protection_decided_at = self.act.at

    @step(
        "Decide that a conference is needed",
        source=State.OPEN,
        permission=Permission.ENQUIRY_WORK,
        adds=True,
        each_child=("OPEN", None),
    )
    def decide_conference(self, *, children):
        """Before the outcome too: nobody waits for it."""
        for row in children:
            row.conference = Conference.NEEDED

    @step(
        "Book the conference provisionally",
        source=State.OPEN,
        permission=Permission.ENQUIRY_WORK,
        adds=True,
        each_child=(("OPEN", "PROPOSED", "APPROVED"), None),
    )
    def book_conference_provisionally(self, *, children, planned_on, chair):
        """From day one. A plan for a weekend or a bank holiday is refused; a conference held then would be
        recorded."""
        why_not = InForce.now().calendar.why_not(planned_on)
        if why_not:
            raise BadInput(Reason(f"That is no working day: {why_not}.", pointer="/planned_on"))
        for row in children:
            row.conference_planned_on, row.conference_chair = planned_on, chair

    # The outcome

    @step(
        "Propose the outcome",
        source=State.OPEN,
        permission=Permission.ENQUIRY_WORK,
        each_child=("OPEN", "PROPOSED"),
        guards=guards.TO_PROPOSE,
    )
    def propose_outcome(self, *, children):
        """For each child, with its own reasons. Towards a conference nothing blocks: what is missing is
        owed."""
        refuse_copied_reasons(self.children.all(), children, "outcome_why")
        for row in children:
            row.proposed_by, row.proposed_at = self.act.by, self.act.at
            row.returned_because = ""

    @step(
        "Return the outcome to be worked on",
        source=State.OPEN,
        permission=Permission.ENQUIRY_APPROVE,
        each_child=("PROPOSED", "OPEN"),
        other_than="proposed_by",
    )
    def return_outcome(self, *, children, reason):
        for row in children:
            row.returned_because = reason

    @step(
        "Approve the outcome",
        source=State.OPEN,
        permission=Permission.ENQUIRY_APPROVE,
        each_child=("PROPOSED", "APPROVED"),
        other_than="proposed_by",
        guards=guards.TO_APPROVE,
        stops={
            ENQUIRY_OUTCOME: "approved_at",
            INITIAL_CONFERENCE: Stop("conference_not_needed_at", how="not_needed"),
        },
    )
    def approve_outcome(self, *, children, comment):
        """By a manager who did not propose it. Without a conference its clock ends as not needed."""
        for row in children:
            row.approved_by, row.approved_at, row.approval_comment = self.act.by, self.act.at, comment

    @step(
        "Take an approved outcome up again",
        source=State.OPEN,
        permission=Permission.ENQUIRY_APPROVE,
        each_child=("APPROVED", "OPEN"),
        starts={ENQUIRY_OUTCOME: "taken_up_again_at", INITIAL_CONFERENCE: "conference_again_from"},
    )
    def reopen_outcome(self, *, children, reason):
        """Never blocked. Fifteen working days still count from the discussion that started the enquiry."""
        for row in children:
            row.taken_up_again_at, row.returned_because = self.act.at, reason
            row.approved_by = row.approved_at = None

    @step(
        "Close the enquiry",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.ENQUIRY_WORK,
        guards=[guards.every_outcome_is_approved, guards.what_is_owed_is_done],
    )
    def close(self):
        """When every child has an approved outcome."""
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "By a manager who took no part. Never a way round an outcome that another manager approves.",
        other_than=("opened_by", "who_wrote"),
        guards=[guards.no_outcome_stands, guards.nothing_was_found_out],
    )


class Section47Child(FindingChild):
    """One child in a section 47 enquiry: what was found out, what was concluded, why, and who agreed."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Enquiry open"
        PROPOSED = "PROPOSED", "Outcome proposed"
        APPROVED = "APPROVED", "Outcome approved"

    stage = models.ForeignKey(Section47Enquiry, on_delete=models.PROTECT, related_name="children")
    police_officer = models.CharField(max_length=200, blank=True)
    police_reason = models.TextField(blank=True)
    crime_reference = models.CharField(max_length=60, blank=True)
    identity_and_culture = models.TextField(blank=True)
    identity_asked_at = models.DateTimeField(null=True, verbose_name="identity and culture asked about")
    identity_changed = models.TextField(blank=True, verbose_name="what has changed since")
    chronology_read_by = models.CharField(max_length=300, blank=True, verbose_name="who read the chronology")
    chronology_read_at = models.DateTimeField(null=True, verbose_name="chronology read")
    harm_analysis = models.TextField(blank=True, verbose_name="harm, how severe, how likely to go on")
    protective_factors = models.TextField(blank=True, verbose_name="what protects")
    avoidance = models.TextField(blank=True, verbose_name="whether anybody keeps the child from being seen")
    medical_outcome = models.TextField(blank=True, verbose_name="what the medical found")
    legal_advice = models.CharField(max_length=12, choices=LegalAdvice, blank=True)
    protection = models.TextField(blank=True, verbose_name="what protects the child now")
    protection_decided_at = models.DateTimeField(null=True, verbose_name="protection decided")
    conference_planned_on = models.DateField(null=True, verbose_name="conference planned for")
    conference_chair = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome_why = models.TextField(blank=True, verbose_name="why this outcome")
    rests_on = ArrayField(models.CharField(max_length=20, choices=Evidence), default=list)
    conference = models.CharField(max_length=12, choices=Conference, blank=True)
    proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approval_comment = models.TextField(blank=True, verbose_name="what the approving manager says")
    returned_because = models.TextField(blank=True, verbose_name="why it was returned")

    ended = ("APPROVED", WITHDRAWN)
    taken_up_again_at = None

    class Meta:
        constraints = [
            *who_and_when("proposed", of="enquiry_child"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["OPEN", "PROPOSED"]),
                name="one_open_enquiry_per_child",
                violation_error_message="An enquiry has just been opened for this child.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["PROPOSED", "APPROVED"])
                | (~Q(outcome="") & ~Q(outcome_why="") & ~Q(conference="") & Q(proposed_by__isnull=False)),
                name="proposed_outcome_has_its_reasons",
                violation_error_message="Choose an outcome for the child, say why, decide on a conference.",
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED")
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False)
                    & ~Q(approved_by=models.F("proposed_by"))
                ),
                name="outcome_approved_by_another",
                violation_error_message="Somebody else than the proposer approves an outcome.",
            ),
        ]

    @property
    def steps_down(self) -> bool:
        """Until a conference is chosen every gap is shown: towards it none of them blocks."""
        return self.conference != Conference.NEEDED

    def _facts(self, name: str) -> list:
        return [each for each in self.stage.facts_of(name) if each.case_id == self.case_id]

    @property
    def homes_seen(self) -> list["HomeSeen"]:
        return self._facts("homeseen_rows")

    @property
    def parents_spoken(self) -> list["ParentSpoken"]:
        return self._facts("parentspoken_rows")

    @property
    def harm_types(self) -> list["HarmType"]:
        return self._facts("harmtype_rows")

    @property
    def conference_not_needed_at(self):
        return self.approved_at if self.conference == Conference.NOT_NEEDED else None

    @property
    def conference_again_from(self):
        """The start of the enquiry, if the clock had ended as not needed."""
        return self.stage.started_at if self.case_id in self.stage.conference_not_needed_for else None

    # As the census asks

    @property
    def census_start_on(self):
        """S47ActualStartDate."""
        return timezone.localdate(self.stage.started_at)

    @property
    def census_conference_target_on(self):
        """InitialCPCtarget: what the clock says that this enquiry started, running or ended."""
        clocks = Clock._rows.filter(
            case=self.case_id, timescale=INITIAL_CONFERENCE, started_at=self.stage.started_at
        )
        clock = clocks.exclude(ended="superseded").order_by("pk").first()
        return clock.due_on if clock else None

    @property
    def census_conference_not_required(self) -> bool:
        """ICPCnotRequired."""
        return self.state == self.State.APPROVED and self.conference == Conference.NOT_NEEDED


class EnquiryFact(Detail):
    """A fact about one child of an enquiry."""

    stage = models.ForeignKey(Section47Enquiry, on_delete=models.PROTECT, related_name="%(class)s_rows")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]


class HarmType(EnquiryFact):
    """One kind of harm suspected for one child, where it comes from, and in which setting."""

    harm = models.CharField(max_length=12, choices=Harm)
    where = models.CharField(max_length=8, choices=HarmWhere)
    setting = models.CharField(max_length=16, choices=HarmSetting)
    exploitation = models.CharField(max_length=16, choices=Exploitation, blank=True)
    words = models.TextField(blank=True)


class HomeSeen(EnquiryFact):
    """The home as it was seen, and where this child sleeps."""

    at = models.DateTimeField()
    place = models.CharField(max_length=200)
    by_whom = models.CharField(max_length=200)
    home = models.TextField()
    who_was_there = models.TextField()
    siblings = models.TextField(blank=True)
    sleeping_place_seen = models.BooleanField()
    sleeping_place = models.TextField(blank=True)

    class Meta(EnquiryFact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(sleeping_place=""),
                name="sleeping_place_is_described",
                violation_error_message="Describe where the child sleeps, or say why it was not seen.",
            )
        ]


class ParentSpoken(EnquiryFact):
    """A parent or carer who was spoken to: told of the enquiry, or not told for a reason that a manager
    agreed."""

    who = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_whom = models.CharField(max_length=200)
    words = models.TextField()
    responsibility = models.CharField(
        max_length=12, choices=Responsibility, default=Responsibility.NOT_CHECKED
    )
    told = models.BooleanField()
    not_told = models.CharField(max_length=12, choices=NotTold, blank=True)
    not_told_because = models.TextField(blank=True)
    approved_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(EnquiryFact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(told=True)
                | (~Q(not_told="") & ~Q(not_told_because="") & Q(approved_by__isnull=False)),
                name="not_told_says_why_and_who_agreed",
                violation_error_message="Not told of the enquiry: say why, and name the manager who agreed.",
            )
        ]
