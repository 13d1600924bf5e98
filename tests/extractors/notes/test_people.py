"""The people whom a file itself names: by columns, labels and tables of the family."""

import pytest

from corpus.notes import Person
from corpus.records import Extraction
from extractors import extract, sniff
from extractors.notes import notes_of, people_of


def people(text: str, name: str = "notes.txt") -> dict[str, Person]:
    """The people of a file by the first form of their names."""
    content = text.encode()
    extraction = extract(content, "d" * 64, sniff(content, name))
    found = people_of(extraction, notes_of(extraction))
    return {person.names[0]: person for person in found}


EXPORT = (
    "Child Name,DOB,Mother,Foster carers,Worker,Event Date,Narrative\n"
    "Ann Doe,1/2/2012,Eve Doe,Bo Roe and Flo Roe,J Poe,12/3/24,Seen.\n"
    "\"DOE, Ann\",1/2/2012,Eve Doe,,Jim Poe,13/3/24,Seen.\n"
    "Bea Moe,not known,unknown,,Jim Poe,13/3/24,Seen.\n"
)  # fmt: skip


def test_columns_of_an_export_name_people() -> None:
    found = people(EXPORT, "export.csv")
    assert found["Ann Doe"] == Person(("Ann Doe", "DOE, Ann"), "child", "2012-02-01")
    assert found["Eve Doe"] == Person(("Eve Doe",), "relative")
    assert found["Bo Roe"].role == found["Flo Roe"].role == "carer"
    assert found["Bea Moe"] == Person(("Bea Moe",), "child")
    assert "unknown" not in found
    assert found["Jim Poe"] == Person(("Jim Poe", "J Poe"), "staff"), "an initial that fits one"


def test_forename_and_surname_are_one_name() -> None:
    text = "Forename,Surname,Date of birth,Notes\nAnn,Doe,1/2/2012,Seen.\n"
    assert people(text, "a.csv") == {"Ann Doe": Person(("Ann Doe",), "child", "2012-02-01")}


def test_an_initial_that_fits_two_is_nobody_known() -> None:
    text = "Worker,Date,Notes\nJim Poe,1/2/24,x\nJan Poe,1/2/24,x\nJ Poe,1/2/24,x\n"
    assert set(people(text, "a.csv")) == {"Jim Poe", "Jan Poe", "J Poe"}


HEADS = (
    "Child: Ann Doe\nDOB: 1/2/2012\nMother: Eve Doe (32)\nFather: Not known\n"
    "Foster carer: Flo Roe\nAllocated worker: Jim Poe\nHealth visitor: Val Woe\n"
    "Address: 1 High Street\n\n"
    "Date: 12/03/2024\nType: Visit\nAuthor: Kay Loe, Social Worker\n\nAnn saw Zed Zoe today.\n"
)


def test_labels_name_people() -> None:
    found = people(HEADS)
    assert found["Ann Doe"] == Person(("Ann Doe",), "child", "2012-02-01")
    roles = {name: person.role for name, person in found.items()}
    assert roles == {
        "Ann Doe": "child",
        "Eve Doe": "relative",
        "Flo Roe": "carer",
        "Jim Poe": "staff",
        "Val Woe": "official",
        "Kay Loe": "staff",
    }, "and nobody from the sentences or the address"


def test_heads_of_later_notes_count_too() -> None:
    text = "\n\n".join(
        f"Date: {day}/3/24\nType: Visit\nAuthor: {author}\nChild: {child}\n\n"
        + "Long words. " * 400
        for day, author, child in ((1, "Jim Poe", "Ann Doe"), (2, "Kay Loe", "DOE, Ann"))
    )
    found = people(text)
    assert found["Ann Doe"].names == ("Ann Doe", "DOE, Ann")
    assert found["Kay Loe"].role == "staff"


def test_a_table_of_the_family() -> None:
    text = (
        "Family\n\nName\tRelationship\tDate of birth\n"
        "Ann Doe\tSubject child\t1/2/2012\nEve Doe\tBirth mother\t3/4/1988\n"
        "Flo Roe\tFoster carer\t\nSam Soe\tFriend\t\n"
    )
    found = people(text)
    assert found["Ann Doe"] == Person(("Ann Doe",), "child", "2012-02-01")
    assert found["Eve Doe"] == Person(("Eve Doe",), "relative", "1988-04-03")
    assert found["Flo Roe"].role == "carer"
    assert found["Sam Soe"].role == "other"


PLACEHOLDERS = ["N/A", "None", "unknown", "see above", "12345", "-", "Social Worker"]


@pytest.mark.parametrize("words", PLACEHOLDERS)
def test_what_names_nobody_is_nobody(words: str) -> None:
    assert people(f"Child: {words}\n\nSeen at home.\n") == {}


def test_lists_of_people_are_parted() -> None:
    found = people("Present: Ann Doe, Bo Roe; Flo Roe and Jim Poe\n\nAll agreed.\n")
    assert set(found) == {"Ann Doe", "Bo Roe", "Flo Roe", "Jim Poe"}


def test_nothing_names_nobody() -> None:
    assert people_of(Extraction("d" * 64, "text/1", "", (), ())) == ()
