"""Statements that must reach a person, and words that only look so, with a reason on each row."""

import pytest

from models.signs import SignKind, signs


def kinds(text: str) -> set[str]:
    """The kinds of all signs of a text."""
    return {sign.kind for sign in signs([text])[0]}


EXPLICIT: list[tuple[str, SignKind, str]] = [
    ("He is kept locked away in his room by staff.", "staff-allegation", "not like medicine"),
    ("Type: MFH report, not back since 9 pm, police told.", "missing", "more than a heading"),
    ("YP said dad hit him with a belt.", "physical-abuse", "a child's words"),
    ("yp sed dad hit him agen", "physical-abuse", "in haste, misspelt"),
    ("Child A disclosed that Parent B slapped her round the face.", "physical-abuse", "pseudonyms"),
    ("She told me her stepfather has been punching her.", "physical-abuse", "reported by staff"),
    ("HV observed bruising to baby's cheek.", "physical-abuse", "an injury seen"),
    ("He has a black eye and will not say how.", "physical-abuse", "an injury unexplained"),
    ("Mum's partner grabbed him by the throat.", "physical-abuse", "a hold that can kill"),
    ("Fa strangeld her last night.", "physical-abuse", "two letters swapped"),
    ("My uncle kicks me when he is drunk.", "physical-abuse", "first person"),
    ("Baby was shaken by dad.", "physical-abuse", "the passive"),
    ("School report she was hit by mum this morning.", "physical-abuse", "by whom, last"),
    ("She did not want to go home because dad hits her.", "physical-abuse", "not denies a wish"),
    ("It is not the first time that mum has hit him.", "physical-abuse", "not denies a count"),
    ("Child showed burns on his arm.", "physical-abuse", "a burn"),
    ("She said her cousin touched her private parts.", "sexual-abuse", "touch"),
    ("Child A said uncle makes him touch his bits.", "sexual-abuse", "a child's word"),
    ("YP disclosed she was raped at a party.", "sexual-abuse", "rape"),
    ("disclosed sexaul abuse by grandad", "sexual-abuse", "misspelt"),
    ("He comes into my room at night and gets in my bed.", "sexual-abuse", "told without a name"),
    ("Her mother's friend showed her porn.", "sexual-abuse", "shown images"),
    ("He asked her for naked pictures.", "sexual-abuse", "images asked for"),
    ("Dad calls her worthless every day.", "emotional-abuse", "names"),
    ("Mum said she wishes he was never born.", "emotional-abuse", "rejection"),
    ("He is scared of stepdad.", "emotional-abuse", "fear of somebody at home"),
    ("She said she doesn't feel safe at home.", "emotional-abuse", "not safe, contracted"),
    ("yp dosnt feel safe with dad, is terrified of him", "emotional-abuse", "fear, misspelt"),
    ("Mum threatened to put him in care again.", "emotional-abuse", "a threat"),
    ("Child came to school hungry again.", "neglect", "hunger"),
    ("The children were left alone all night.", "neglect", "left alone"),
    ("There was no food in the house.", "neglect", "what is absent is the sign"),
    ("Baby had not been fed since morning.", "neglect", "not, inside the sign"),
    ("Mo hasnt taken him to the GP about his chest.", "neglect", "care withheld, no apostrophe"),
    ("Home conditions filthy, dirty nappies on floor.", "neglect", "shorthand"),
    ("He is 6 and looks after his baby sister.", "neglect", "a child who cares for another"),
    ("He is selling drugs for older lads.", "criminal-exploitation", "drugs"),
    ("Worried he is involved in county lines.", "criminal-exploitation", "a name of it"),
    ("She owes money to a dealer.", "criminal-exploitation", "debt"),
    ("He was found with a knife in his bag.", "criminal-exploitation", "a weapon"),
    ("YP is being groomed by a local gang.", "criminal-exploitation", "grooming"),
    ("Her 28 year old boyfriend picks her up in his car.", "sexual-exploitation", "an older man"),
    ("CSE concerns: seen at a hotel with older men.", "sexual-exploitation", "abbreviated"),
    ("She sent topless photos to a man online.", "sexual-exploitation", "images sent"),
    ("She gets vapes in exchange for sex.", "sexual-exploitation", "an exchange"),
    ("YP has been self-harming again.", "self-harm", "the usual word"),
    ("yp selfharmed last nite, cuts on both arms", "self-harm", "one word"),
    ("She has been cutting herself.", "self-harm", "cutting"),
    ("He said he wants to die.", "self-harm", "a wish to die"),
    ("She took an overdoes of paracetamol.", "self-harm", "misspelt"),
    ("I don't want to be here any more, he said.", "self-harm", "in veiled words"),
    ("Expressed sucidal thoughts in session.", "self-harm", "misspelt, of thoughts"),
    ("Dad punched mum while the kids watched.", "domestic-abuse", "one parent hurts another"),
    ("DV at home last night, police called.", "domestic-abuse", "abbreviated"),
    ("Mo disclosed coercive control by partner.", "domestic-abuse", "a name of it"),
    ("Fa threatened to kill mo with a knife.", "domestic-abuse", "a threat to kill"),
    ("YP has gone missing from placement.", "missing", "the usual word"),
    ("She did not return home last night.", "missing", "not back"),
    ("Absconded at 9 pm, whereabouts unknown.", "missing", "shorthand"),
    ("He ran away from his foster carers.", "missing", "run away"),
    ("Mum's new partner is a registered sex offender.", "unsafe-home", "an unsafe adult"),
    ("Needles and a crack pipe were on the sofa.", "unsafe-home", "an unsafe home"),
    ("Mum was drunk in charge of the baby.", "unsafe-home", "drunk and caring"),
    ("Staff member grabbed the child by the hair.", "staff-allegation", "staff hurt a child"),
    ("Allegation made against her foster carer.", "staff-allegation", "an allegation"),
    ("He said night staff hit him.", "staff-allegation", "a child about staff"),
]


@pytest.mark.parametrize(("text", "kind", "reason"), EXPLICIT, ids=[row[0] for row in EXPLICIT])
def test_what_is_stated_reaches_a_person(text: str, kind: SignKind, reason: str) -> None:
    assert kind in kinds(text), reason


NEAR = [
    ("No bruises were seen on Child A.", "negated"),
    ("He has not been self-harming.", "negated in the verb"),
    ("YP denied any thoughts of self-harm.", "denied"),
    ("There is no evidence of neglect.", "no evidence"),
    ("No concerns about domestic abuse in the home.", "no concerns"),
    ("Mum has never hit him.", "never"),
    ("Nobody hits me here.", "nobody"),
    ("Self-harm: none.", "a form filled in with none"),
    ("Missing episodes: nil", "a form filled in with nil"),
    ("Contact type: Allegation against a carer", "a field of a form that names its kind"),
    ("EVENT: Missing episode - start", "another field"),
    ("18/05/2023 – MFH report", "a heading with its day"),
    ("Calpol to be kept locked away, signed for by staff.", "where medicine is kept"),
    ("Bruising: not seen.", "looked for and not seen"),
    ("I saw no marks, cuts or bruises.", "negated through a list"),
    ("She is not at risk of exploitation.", "not at risk"),
    ("There have been no missing episodes this month.", "none to count"),
    ("Dad has not been violent to mum.", "negated of a parent"),
    ("Staff attended training on child sexual exploitation.", "training"),
    ("She completed the self-harm training.", "training, before the word"),
    ("SW went to a workshop on domestic abuse.", "a workshop"),
    ("Booked on the county lines webinar.", "a webinar"),
    ("The neglect toolkit was shared with the team.", "a tool"),
    ("The missing from home policy was reviewed.", "a policy"),
    ("Carer has read the procedure for children who go missing.", "a procedure"),
    ("Leaflet about self-harm was given to mum.", "a leaflet"),
    ("Lesson about grooming at school today.", "a lesson"),
    ("Definition of neglect: persistent failure to meet needs.", "a definition"),
    ("Guidance on domestic abuse has been updated.", "guidance"),
    ("Poster about child sexual exploitation in the hall.", "a poster"),
    ("If he goes missing, staff should call the police.", "what to do if"),
    ("In case she self-harms, keep the first aid kit stocked.", "in case"),
    ("Should he abscond, ring 999.", "should, inverted"),
    ("We agreed what to do if he self-harms.", "an agreement"),
    ("What to do if a child goes missing was discussed.", "a procedure talked through"),
    ("In the event of an overdose, call 999.", "in the event"),
    ("In 2019 dad was previously accused of hitting him; investigated and closed.", "closed"),
    ("Historic domestic abuse, case closed, NFA.", "long ago and closed"),
    ("There was neglect years ago. This was resolved and no concerns since.", "closed after"),
    ("Mum was abused as a child herself.", "a parent's childhood"),
    ("Dad had a violent father in his own childhood.", "a parent's childhood"),
    ("He kicked the ball over the fence.", "a game"),
    ("Dad beat him at chess.", "a game won"),
    ("She hit it off with her new teacher.", "an idiom"),
    ("He is missing his mum.", "longing"),
    ("The signature is missing from the file.", "a paper is missing"),
    ("She is cutting out paper snowflakes.", "craft"),
    ("We were killing time before contact.", "an idiom"),
    ("Mum is cutting down on sugar.", "an idiom"),
    ("He got his hair cut and cut the cake.", "hair and cake"),
    ("She shook hands with the judge.", "a greeting"),
    ("He punched the air when his team scored.", "joy"),
    ("Read The Very Hungry Caterpillar together.", "a book"),
    ("She was seen alone in her bedroom.", "how visits are held"),
    ("He has been dealing with his feelings well.", "deal, of feelings"),
    ("Traffic lights chart used in session.", "traffic"),
    ("Carer is running a bath for him.", "running"),
    ("He had a panic attack in assembly.", "an attack, of panic"),
    ("He is scared of spiders.", "an ordinary fear"),
    ("She pulled funny faces at the baby.", "play"),
    ("Dad pushed him on the swing.", "play"),
    ("He took his medication as prescribed.", "medication as it should be"),
    ("YP is settled and doing well in school.", "nothing of the kind"),
    ("Watched a film about a boy who runs away.", "a film"),
    ("The home was clean and warm and there was food.", "a good home"),
    ("Health assessment completed, teeth healthy.", "nothing of the kind"),
    ("Next LAC review is on 4 May.", "nothing of the kind"),
]


@pytest.mark.parametrize(("text", "reason"), NEAR, ids=[row[0] for row in NEAR])
def test_what_only_looks_like_a_sign_is_not_routed(text: str, reason: str) -> None:
    assert kinds(text) == set(), reason


# Words of denial, training or supposition stand here too, and a sign all the same.
DOUBTFUL = [
    ("Dad hit me when mum was out.", "when mum was out is not mum's past"),
    ("He had been hit by dad before school.", "had is no supposition"),
    ("During training at football he was punched by his coach.", "training of another kind"),
    ("I could smell cannabis in the hall.", "could is no supposition"),
    ("The support services found the baby in filthy conditions.", "a service is no training"),
    ("Bruise on cheek and was not fed.", "two signs, none denied"),
    ("There was no food and dad hit him.", "the denial is of food alone"),
    ("No concerns at school but YP said dad hit him.", "but ends a denial"),
    ("After the lesson on grooming she disclosed that her uncle touches her.", "she discloses"),
    ("If I go home dad will hit me, said the child.", "a child's fear is no supposition"),
    ("Mum said that if she leaves he will kill her.", "a threat"),
    ("There were signs of neglect.", "signs that were seen"),
    ("Earlier today dad hit him, the argument ended when police came.", "ended is not closed"),
    ("In 2019 his father hit him.", "past, and nobody says it was closed"),
    ("Of course dad hit him, he said.", "of course is no course"),
    ("The case conference heard that he was beaten by mum.", "heard in a conference"),
    ("Police shared information about dad hitting mum.", "information of a case"),
    ("Mum did not know that dad hits him.", "not denies knowledge"),
    ("He tried to stop dad hitting mum.", "to stop it is no supposition"),
    ("I asked about the bruise on his arm.", "the bruise is there"),
    ("He cut himself, no stitches needed.", "the denial is of stitches"),
]


@pytest.mark.parametrize(("text", "reason"), DOUBTFUL, ids=[row[0] for row in DOUBTFUL])
def test_when_in_doubt_a_person_looks(text: str, reason: str) -> None:
    assert kinds(text), reason
