"""A document is for one named recipient, says what was left out, and never gives away what is kept."""

import io

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from cpu.models import AuditEvent
from documents import render
from documents.kept import GAP
from documents.models import IssuedDocument
from tests.documents.family import ADDRESS, CANARIES, CARER, DAY, POSTCODE, REFERRER, STREET, Family
from tests.strategy.family import says
from tests.unit_of_people import at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, WrongState

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def family():
    return Family()


def made(family, record, to, *, by=None, letter="safety-plan", **answers) -> IssuedDocument:
    answers = {"as_what": "a parent", "reaches": "by-hand", "recipient": to.reference, **answers}
    return perform(
        IssuedDocument().make,
        by=by or family.unit.manager,
        at=at(DAY),
        record=record.reference,
        letter=letter,
        **answers,
    )


def everything(document: IssuedDocument) -> str:
    return str(document.content)


def words_of(data: bytes) -> str:
    return " ".join("".join(page.extract_text() + " " for page in PdfReader(io.BytesIO(data)).pages).split())


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_safety_plan_says_where_the_child_sleeps_what_protects_and_whom_to_ring(family):
    family.settle(family.ivy)
    family.do(
        family.ivy.child.record_condition,
        kind="bail",
        against=family.dean,
        what="Not to come to the house",
        from_at=at(DAY),
        expires_at=at("2027-08-12 23:59"),
    )
    document = made(family, family.ivy, family.leanne, words="Gran has the children on Fridays.")
    said = everything(document)
    for each in (
        "14 Mill Lane",
        "With whom",
        "Ivy lives there.",
        "Bail condition: Dean Harcastle",
        "Not to come to the house",
    ):
        assert each in said, each
    assert "999" in said and "Gran has the children on Fridays." in said
    assert (document.recipient, document.as_what) == ("Leanne Harcastle", "a parent")
    assert document.record_version == type(family.ivy)._rows.get(pk=family.ivy.pk).version


def test_whoever_is_kept_away_reads_that_it_is_they(family):
    family.do(
        family.ivy.child.record_condition,
        kind="bail",
        against=family.dean,
        what="Not to come to the house",
        from_at=at(DAY),
    )
    assert "Bail condition: You" in everything(made(family, family.ivy, family.dean))


@pytest.mark.parametrize("whom", ["dean", "leanne", "school"])
def test_a_kept_address_the_carer_and_who_raised_it_stand_on_no_paper(family, whom):
    """Not for the father from whom it is kept, and not for anybody else: a paper lies on a kitchen table."""
    family.hide()
    family.referred(family.ivy)
    enquiry = family.enquired(family.ivy, family.rowan)
    told = (
        f"Ivy stays at {ADDRESS} until Friday. Her aunt is told. {REFERRER} will ring. "
        f"{CARER.split()[0]} takes her to school. The postcode is {POSTCODE.lower().replace(' ', '')}."
    )
    family.do(
        enquiry.decide_protection,
        children=[
            ChildAnswers(family.ivy, {"protection": told}),
            ChildAnswers(family.rowan, {"protection": "Home"}),
        ],
    )
    family.do(
        family.ivy.child.record_condition,
        kind="non-molestation",
        against=family.dean,
        what=f"Dean must not come to {STREET}. He may write.",
        from_at=at(DAY),
    )
    to = {"dean": family.dean, "leanne": family.leanne}.get(whom)
    words = f"Agreed with Ms {CARER.split()[1]} at the flat. Ring first."
    if to is None:
        document = perform(
            IssuedDocument().make,
            by=family.unit.manager,
            at=at(DAY),
            record=enquiry.reference,
            letter="safety-plan",
            agency=family.unit.agency("education"),
            name="Sarah Lindqvist",
            as_what="head teacher",
            reaches="secure-mail",
            words=words,
        )
    else:
        document = made(family, enquiry, to, words=words)
    pdf = render.pdf(document.content, document.reference, document.checksum, document.made_at)
    for text in (everything(document), words_of(pdf)):
        for canary in CANARIES:
            assert canary.casefold() not in text.casefold(), canary
    said = everything(document)
    assert "He may write." in said and "Ring first." in said and GAP in said
    if whom == "dean":
        assert "Her aunt is told." not in said and "Mill Lane" not in said, (
            "what protects from him is not told to him"
        )
        assert any("not told to somebody from whom" in each for each in document.content["left_out"])
    else:
        assert "Her aunt is told." in said
        assert "14 Mill Lane" in said, "Rowan’s own place is kept from nobody"
    assert any("confidential" in each for each in document.content["left_out"])


def test_a_canary_that_is_not_kept_is_printed(family):
    """The control: without the wall the same words stand on the paper."""
    family.settle(family.ivy, where=f"{ADDRESS}, Wexmoor", who=f"{CARER}, a friend")
    assert STREET in everything(made(family, family.ivy, family.dean))


def test_a_mothers_own_hidden_address_stays_hidden_where_the_child_has_no_wall(family):
    family.wall(family.leanne, family.dean)
    document = made(
        family, family.ivy, family.dean, words=f"Leanne now lives at {ADDRESS}. Contact is on Sunday."
    )
    assert STREET not in everything(document) and "Contact is on Sunday." in everything(document)


def test_children_of_another_family_are_left_out_and_that_is_said_without_their_names(family):
    for case in (family.ivy, family.rowan, family.nell):
        family.settle(case)
    discussion = family.discussed(family.ivy, family.rowan, family.nell)
    document = made(family, discussion, family.leanne)
    assert "Ivy" in everything(document) and "Nell" not in everything(document)
    assert "Abara" not in everything(document)
    assert "Children of another family are left out." in document.content["left_out"]
    assert {each.case for each in document.children.all()} == {family.ivy, family.rowan}


def test_a_document_is_for_exactly_one(family):
    school = family.unit.agency("education")
    with pytest.raises(BadInput, match="exactly one"):
        made(family, family.ivy, family.leanne, agency=school, name="Sarah Lindqvist")
    with pytest.raises(BadInput, match="exactly one"):
        made(family, family.ivy, family.leanne, recipient="")
    with pytest.raises(BadInput) as refused:
        made(family, family.ivy, family.nells_mother)
    assert "record the relationship first" in says(refused)
    with pytest.raises(BadInput, match="who of that agency"):
        made(family, family.ivy, family.leanne, recipient="", agency=school)


def test_copies_given_are_known_and_can_be_recalled(family):
    family.settle(family.ivy)
    first = made(family, family.ivy, family.leanne)
    family.do(first.give, given_at=at(DAY), given_by="Nadia Rahim")
    second = made(family, family.ivy, family.dean)
    family.do(first.recall, reason="The plan has changed", copy_came_back=True)
    states = dict(IssuedDocument._rows.filter(record=family.ivy.pk).values_list("recipient", "state"))
    assert states == {"Leanne Harcastle": "RECALLED", "Dean Harcastle": "MADE"}
    assert first.checksum != second.checksum and len(first.checksum) == 64
    event = AuditEvent._rows.get(subject_id=first.pk, step="make")
    assert event.cases == [family.ivy.pk]
    with pytest.raises(WrongState):
        family.do(first.recall, reason="Again")


def test_the_file_holds_the_words_is_tagged_and_says_its_title_and_language(family):
    family.settle(family.ivy)
    document = made(family, family.ivy, family.leanne)
    data = render.pdf(document.content, document.reference, document.checksum, document.made_at)
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Safety plan"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    text = words_of(data)
    assert "For Leanne Harcastle" in text and "14 Mill Lane" in text and "Confidential" in text
    assert "What was left out, and why" in text and document.reference in text


@pytest.mark.parametrize(
    "named", ["file:///etc/passwd", "https://example.org/a.png", "data:image/png;base64,iVBORw0KGgo="]
)
def test_nothing_is_fetched_from_anywhere_while_a_file_is_made(named):
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        HTML(string=f"<img src='{named}' alt=''><p>Kept</p>", url_fetcher=render.refusing()).write_pdf()


def test_words_that_look_like_a_page_stay_words(family):
    family.settle(family.ivy)
    document = made(family, family.ivy, family.leanne, words="<img src='https://example.org/a.png'> & more")
    assert b"%PDF" in render.pdf(document.content, document.reference, document.checksum, document.made_at)


def test_page_and_file_name_nobody_in_title_address_or_name(family):
    family.settle(family.ivy)
    document = made(family, family.ivy, family.leanne)
    with time_machine.travel(at(DAY), tick=False):
        client = sign_in(family.unit.manager)
        page = client.get(f"/documents/{document.reference}/")
        title = page.content.decode().split("<title>")[1].split("</title>")[0]
        assert page.status_code == 200 and title.startswith("Safety plan") and "Ivy" not in title
        assert "14 Mill Lane" in page.content.decode()
        answer = client.get(f"/documents/{document.reference}/pdf/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{document.reference}.pdf"'
        assert "14 Mill Lane" in words_of(answer.content)
        api = client.get(
            f"/api/v1/documents/{document.reference}/pdf/", headers={"accept": "application/pdf"}
        )
        assert (
            api.status_code == 200
            and api.content == answer.content
            or "14 Mill Lane" in words_of(api.content)
        )


def test_what_has_come_to_be_kept_since_is_printed_no_more(family):
    family.settle(family.ivy, where=f"{ADDRESS}, Wexmoor", who="Leanne")
    document = made(family, family.ivy, family.leanne)
    family.wall(family.ivy.child, family.dean)
    with time_machine.travel(at(DAY), tick=False):
        client = sign_in(family.unit.manager)
        refused = client.get(f"/documents/{document.reference}/pdf/")
        assert refused.status_code == 409 and b"recall it" in refused.content
        assert STREET not in client.get(f"/documents/{document.reference}/").content.decode()
        said = client.get(f"/api/v1/documents/{document.reference}/").json()
        assert STREET not in str(said)
        api = client.get(
            f"/api/v1/documents/{document.reference}/pdf/", headers={"accept": "application/pdf"}
        )
        assert api.status_code == 409 and b"recall it" in api.content


def test_a_recalled_copy_is_readable_and_printed_no_more(family):
    family.settle(family.ivy)
    document = made(family, family.ivy, family.leanne)
    family.do(document.recall, reason="Dean has moved back")
    with time_machine.travel(at(DAY), tick=False):
        client = sign_in(family.unit.manager)
        page = client.get(f"/documents/{document.reference}/").content.decode()
        assert "Dean has moved back" in page and "/pdf/" not in page
        assert client.get(f"/documents/{document.reference}/pdf/").status_code == 409


def test_only_who_may_make_documents_and_works_with_the_children_reads_them(family):
    family.settle(family.ivy)
    document = made(family, family.ivy, family.leanne)
    unit = family.unit
    stranger = unit.user("social-worker", team=None, name="Somebody Else", agency="other-authority")
    for reader, seen in ((unit.practitioner, True), (unit.police, False), (stranger, False)):
        assert IssuedDocument.visible_to(reader).filter(pk=document.pk).exists() is seen, reader
    with pytest.raises(NotAllowed):
        made(family, family.ivy, family.leanne, by=unit.police)
    with pytest.raises(BadInput, match="may see"):
        made(family, family.ivy, family.leanne, by=stranger)


def test_through_both_doors(family):
    family.settle(family.ivy)
    worker = family.unit.practitioner
    answers = {
        "record": family.ivy.reference,
        "letter": "safety-plan",
        "recipient": family.leanne.reference,
        "as_what": "mother",
        "reaches": "by-hand",
        "for_children": [family.ivy.reference],
    }
    with time_machine.travel(at(DAY), tick=False):
        client = sign_in(worker)
        copies = client.get(f"/documents/of/{family.ivy.reference}/").content.decode()
        assert "No document has been made of this record." in copies
        link = f"/documents/open/make/?record={family.ivy.reference}&amp;letter=safety-plan"
        assert link in copies
        page = client.get(link.replace("&amp;", "&")).content.decode()
        assert f'value="{family.leanne.reference}"' in page and "Leanne Harcastle" in page
        assert f'value="{family.ivy.reference}"' in page
        posted = client.post("/documents/open/make/", answers)
        assert posted.status_code == 302, posted.content.decode()
        sent = client.post("/api/v1/documents/", answers, content_type="application/json")
        assert sent.status_code == 201, sent.content
        assert sent.json()["recipient"] == "Leanne Harcastle"
        listed = client.get(f"/api/v1/documents/?record={family.ivy.reference}").json()
        assert listed["count"] == 2 and {each["content"] for each in listed["results"]} == {None}
        wrong = client.post(
            "/api/v1/documents/", {**answers, "letter": "invitation"}, content_type="application/json"
        )
        assert wrong.status_code == 400
        given = client.post(
            f"/api/v1/documents/{sent.json()['reference']}/give/",
            {"given_at": at(DAY).isoformat(), "given_by": "Nadia Rahim", "version": 1},
            content_type="application/json",
        )
        assert given.status_code == 200 and given.json()["state"] == "GIVEN"
        assert (
            f"/documents/of/{family.ivy.reference}/"
            in client.get(f"/cases/{family.ivy.reference}/").content.decode()
        )
