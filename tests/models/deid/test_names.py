"""Names of people in all their forms, and the words that only look like them."""

from collections.abc import Callable

import pytest

from corpus.notes import Person
from models.deid import MEANS, find
from models.deid.merging import Merged
from models.deid.names.members import members_of
from models.deid.names.roster import Roster
from models.deid.naming import each_of

CASE = (
    Person(("Elizabeth Jane Smith-Okafor", "Lizzie"), "child", "2012-05-04"),
    Person(("Will Baker",), "child"),
    Person(("Grace Okafor",), "relative"),
    Person(("Tomasz Nowak",), "staff"),
)
WITHOUT = [
    ("<name>Aisha</name> told <name>Mrs Okafor</name> about it.", "given name; title"),
    ("Mum said <name>Aisha</name> slept.", "a given name inside a sentence"),
    ("<name>Zyphora</name> said she was fine.", "a name in no list, by what she does"),
    ("I saw <name>Zyphora</name> at home.", "a capital on a word in no dictionary"),
    ("Spoke to <name>Dr Qwerrin</name> today.", "title and a name in no list"),
    ("spoke to <name>aisha</name> today", "all lower case"),
    ("<name>AISHA KHAN</name> WAS SEEN AT HOME TODAY.", "all capitals"),
    ("<name>KHAN, Aisha</name> was seen.", "family name first"),
    ("Signed: <name>Grace Baker</name>", "signature of plain words"),
    ("Mum, <name>Hope</name>, was late.", "a plain word after a kin word"),
    ("Foster carer <name>Rose</name> rang.", "a plain word after a role"),
    ("Social worker <name>Mark Hill</name> rang.", "two plain words after a role"),
    ("<name>Will</name> said he was tired.", "a plain word that speaks"),
    ("<name>Summer</name>'s bedroom was tidy.", "a plain word that owns"),
    ("We told <name>Grace</name> to come.", "a plain word that is told"),
    ("Present: <name>Hope</name>, <name>Grace Baker</name> (HV) and <name>Mark Hill</name>.",
     "a list with roles in brackets"),
    ("<name>May Cook</name> attended.", "two plain words"),
    ("<name>Rose</name>, aged 9, was seen.", "an age behind"),
    ("<name>Faith</name> (SW) rang.", "a role behind"),
    ("He is known as <name>Bear</name>.", "a by-name"),
    ("She has a dog called Biscuit.", "an animal"),
    ("I told <name>T.K.</name> to come.", "initials with stops"),
    ("<name>T</name> said she was fine.", "one initial"),
    ("<name>F Ezenwa</name> attended.", "initial and family name"),
    ("<name>Ana dos Santos</name> attended.", "a name with a particle"),
    ("<name>Ifeoma Peel-Ashworth</name> attended.", "a double-barrelled name"),
    ("<name>Siobhán O’Neill</name> attended.", "accents and a curly apostrophe"),
    ("<name>Nguyễn Thị Hạnh</name> attended.", "letters with two marks"),
    ("Dear <name>Precious</name>,", "a letter's greeting"),
    ("She moved to <place>Wickenden</place> in spring.", "a place in no list"),
    ("She moved to <place>Bolton</place> in spring.", "a place that is a family name as well"),
    ("<name>Mrs Bolton</name> rang.", "a family name that is a place as well"),
    ("They live near <place>Milton Keynes</place>.", "a place of two words"),
]  # fmt: skip
PLAIN = [
    ("Will the review be held in May?", "a question's first word, and a month"),
    ("May need a referral to CAMHS.", "a sentence's first word"),
    ("Hope is that the plan is agreed by June.", "a noun and a month"),
    ("Mum and dad met the Social Worker.", "roles"),
    ("Ofsted and the NSPCC were told on Monday.", "organisations and a day"),
    ("Was prescribed Sertraline and Ritalin.", "drugs"),
    ("He supports Arsenal and plays on his Xbox.", "a football club and a console"),
    ("Child Protection Conference, Strategy Discussion.", "kinds of meeting"),
    ("SHE WILL BE SEEN BY THE SCHOOL NURSE.", "capitals without a name"),
    ("she will be seen by the school nurse, hope that is ok", "lower case without a name"),
    ("The Home has a Statement of Purpose.", "capitals of a style"),
    ("Teh visit was discused.", "slips of the pen are no names"),
    ("In the summer he may go, will ask mum.", "plain words that are names elsewhere"),
    ("Section 20, Regulation 44, Schedule 2.", "statutes"),
    ("I miss my nan and my dog.", "to miss is no title"),
    ("Plan B, Year 7, Vitamin C.", "letters that are no initials"),
    ("Parents were told of Working Together 2023.", "guidance"),
]
LISTED = [
    ("<name>Elizabeth Smith-Okafor</name> was seen.", "first and last"),
    ("<name>Lizzie</name> was seen.", "a listed short form"),
    ("<name>Beth</name> was seen.", "a short form that nobody listed"),
    ("<name>lizzie</name> was seen.", "in lower case"),
    ("<name>LIZZIE</name> WAS SEEN BY HER SCHOOL.", "in capitals"),
    ("<name>Lizzies</name> mum rang.", "possessive without its apostrophe"),
    ("<name>Elizabteh</name> was seen.", "misspelt"),
    ("<name>SMITH-OKAFOR, Elizabeth</name>", "family name first"),
    ("<name>Miss Okafor</name> was seen.", "half of a family name"),
    ("<name>Will</name> attended with <name>Tomasz</name>.", "a listed plain word"),
    ("Will he attend with <name>Tomasz</name>?", "the same word, but no name"),
    ("will he come? <name>will</name> said yes", "lower case, told apart by what follows"),
    ("We discussed <name>ES</name> and her plan.", "initials"),
    ("<name>TN</name> will visit.", "initials of a worker"),
    ("<name>Tomasz Nowak</name>'s plan", "possessive"),
    ("<name>nowak</name> rang", "a family name in lower case"),
]


@pytest.mark.parametrize(("sentence", "reason"), WITHOUT, ids=[row[1] for row in WITHOUT])
def test_names_are_told_without_a_list(
    judged: Callable[..., object], sentence: str, reason: str
) -> None:
    found, wanted = judged(sentence)  # type: ignore[misc]
    assert found == wanted, reason


@pytest.mark.parametrize(("sentence", "reason"), PLAIN, ids=[row[1] for row in PLAIN])
def test_plain_words_stay(judged: Callable[..., object], sentence: str, reason: str) -> None:
    found, _ = judged(sentence)  # type: ignore[misc]
    assert found == [], reason


@pytest.mark.parametrize(("sentence", "reason"), LISTED, ids=[row[1] for row in LISTED])
def test_listed_people_are_found_in_every_form(
    judged: Callable[..., object], sentence: str, reason: str
) -> None:
    found, wanted = judged(sentence, CASE)  # type: ignore[misc]
    assert found == wanted, reason


def test_a_name_found_surely_once_is_found_everywhere() -> None:
    notes = ["Mum, Hope, was late.", "Rang, no answer. Hope came later.", "hope said sorry"]
    found = find(notes)
    assert [len(items) for items in found] == [1, 1, 1]
    assert {item.key for items in found for item in items} == {"parent:hope"}


def test_nothing_spreads_where_propagation_is_off() -> None:
    notes = ["Mum, Zyphora, was late.", "zyphora slept"]
    assert [len(items) for items in find(notes)] == [1, 1]
    found = find(notes, means=MEANS - {"propagation"})
    assert [len(items) for items in found] == [1, 0]


def test_two_children_with_one_name_are_told_apart_by_family_name_alone() -> None:
    people = (Person(("Amina Khan",), "child"), Person(("Amina Hill",), "child"))
    text = "Amina Khan hit Amina Hill. Amina was sorry."
    keys = [item.key for item in find([text], people)[0]]
    assert keys[:2] == ["child:amina khan", "child:amina hill"]
    assert keys[2] not in keys[:2], "nobody knows which Amina was sorry"


def test_names_one_letter_apart_are_two_people() -> None:
    people = (Person(("Amina",), "child"), Person(("Amira",), "child"))
    keys = [item.key for item in find(["Amina and Amira met. Amirra slept."], people)[0]]
    assert keys == ["child:amina", "child:amira", "child:amira"]


def test_all_forms_of_one_person_have_one_key() -> None:
    notes = ["Elizabeth Smith-Okafor came.", "Beth slept. Lizzie's room.", "elizabteh rang"]
    keys = {item.key for items in find(notes, CASE) for item in items}
    assert len(keys) == 1


def test_mrs_khan_beside_a_child_khan_is_somebody_else() -> None:
    notes = ["Aisha Khan was seen.", "Mr Khan rang. Mrs Khan did not."]
    keys = [item.key for items in find(notes) for item in items]
    assert len(set(keys)) >= 2


def test_mr_and_ms_of_one_family_name_are_two_people() -> None:
    people = (Person(("Trinka Vrenka",), "child"),)
    notes = ["Mr Vrenka rang. Ms Vrenka did not. Mr Vrenka was cross.", "Zyphora Vrenka slept."]
    keys = [item.key for item in find(notes, people)[0]]
    assert keys[0] == keys[2] != keys[1]


def test_a_title_is_not_given_to_the_one_grown_up_that_is_known_where_others_fit() -> None:
    people = (Person(("Yetunde Vrenka",), "staff"),)
    notes = ["Mr Vrenka rang.", "Quillon Vrenka was seen at home."]
    assert find(notes, people)[0][0].key == "person:mr vrenka", "it may be Quillon"
    assert find(notes[:1], people)[0][0].key == "staff:yetunde vrenka", "nobody else is known"


def test_who_two_files_list_by_one_full_name_is_one_person() -> None:
    people = (Person(("Kwame Vrenka", "K Vrenka"), "staff"), Person(("VRENKA, Kwame",), "staff"))
    keys = {item.key for item in find(["Kwame rang. Mr Vrenka came. K Vrenka left."], people)[0]}
    assert keys == {"staff:kwame vrenka"}


@pytest.mark.parametrize(
    ("text", "names", "reason"),
    [
        ("Seen: S.S, Tara at home.", ["S.S", "Tara"], "initials are no family name"),
        ("Seen: VRENKA, Tara at home.", ["VRENKA, Tara"], "one person, family name first"),
        ("WE HEARD MRS LEE SAID TARA HIT HIM.", ["MRS LEE", "TARA"], "a verb that is a name"),
    ],
)
def test_several_people_beside_each_other_are_several(
    text: str, names: list[str], reason: str
) -> None:
    people = (Person(("Tara Vrenka",), "relative"), Person(("Oskar Vrenka",), "relative"))
    found = [text[item.start : item.end] for item in find([text], people)[0] if item.kind == "name"]
    assert found == names, reason


@pytest.mark.parametrize(
    ("names", "parts", "reason"),
    [
        ("Tara and Quillon", ["Tara", "Quillon"], "nobody is called so"),
        ("Tara & Oskar", ["Tara", "Oskar"], "a sign"),
        ("TARA, OSKAR", ["TARA", "OSKAR"], "two who are known"),
        ("TARA, QUILLON", ["TARA, QUILLON"], "somebody may be called so"),
        ("VRENKA, TARA", ["VRENKA, TARA"], "one who is known"),
        ("Tara Vrenka", ["Tara Vrenka"], "one name"),
    ],
)
def test_what_was_found_as_one_is_parted(names: str, parts: list[str], reason: str) -> None:
    people = (Person(("Tara Vrenka",), "relative"), Person(("Oskar Vrenka",), "relative"))
    text = f"With {names} there."
    whole = Merged(5, 5 + len(names), "name", ("component/notes",))
    found = list(each_of(whole, text, Roster(members_of(people), "people")))
    assert [text[one.start : one.end] for one in found] == parts, reason


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mum, Zyphora, rang.", "parent"),
        ("Her sister Zyphora rang.", "relative"),
        ("Foster carer Zyphora rang.", "carer"),
        ("Social worker Zyphora rang.", "staff"),
        ("Zyphora Quill (IRO) rang.", "staff"),
        ("I saw Zyphora.", "person"),
    ],
)
def test_the_words_around_tell_who_somebody_is(text: str, role: str) -> None:
    (item,) = find([text])[0]
    assert item.key.partition(":")[0] == role


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Heard by Her Honour Judge Williams.", "judge"),
        ("HHJ Williams made the order.", "judge"),
        ("A letter from Jo Daltrey MP.", "member of parliament"),
        ("His Majesty's Chief Inspector, Martyn Quill, wrote.", "chief inspector"),
        ("Jane Daltrey, Director of Children's Services, agreed.", "director"),
    ],
)
def test_officials_in_a_public_role_are_exempt(text: str, rule: str) -> None:
    assert find([text])[0] == (), rule


def test_an_officials_name_elsewhere_is_not_exempt() -> None:
    found = find(["HHJ Williams made an order for Aisha Williams."])[0]
    assert [item.key for item in found] == ["person:aisha williams"]


def test_a_name_of_ones_own_comes_before_anothers_short_form() -> None:
    people = [Person(("William Vrenka",), "child"), Person(("Billy Daltrey",), "carer")]
    found = find(["Billy and Liam went out."], people)[0]
    assert [item.key for item in found] == ["carer:billy daltrey", "child:william vrenka"]
    # Who bears the short form and another's family name may be a third person.
    found = find(["Billy Vrenka came home. Billy slept."], people)[0]
    assert [item.key for item in found] == ["person:billy vrenka", "person:billy"]


def test_what_one_case_tells_of_somebody_is_not_known_in_the_next() -> None:
    worker = Person(("Sam Walsh",), "staff")
    assert [item.key for item in find(["S.W. rang."], [worker])[0]] == ["staff:sam walsh"]
    assert find(["SW the"], [worker])[0] == (), "a role, where no initials were written so"
