"""Text that means nothing and is as long, and as varied, as what editors write. The same seed gives the same text."""

import random

VOCABULARY = (
    "a about after again against all also although an and any anybody are around as ask at away back be because before "
    "begin between blood body both breath but by call calm care carefully change clear clinic clinician come common "
    "compare could day dose during each early effect either enough evening every evidence example expect feel few "
    "first follow for found four from gentle give good group half hand have heart help here hour how however if "
    "improve in increase infusion interval into is it its ketamine know large last later learn leave less level light "
    "little long low many may measure medicine meet minute month mood more morning most much name near need nerve "
    "never next nobody none not nothing now number of often on once one open or other our out over pain part patient "
    "people perhaps person phone plan point present pressure question quiet rather reach read reason receptor "
    "recover reduce relief report research rest result return review right risk room safe same second see sense "
    "session several severe short should show side signal simple sleep slow small some soon still strong study such "
    "support symptom take talk team tell than that the their them then there these they thing think third this those "
    "three through time to today together too treatment trial trust two under until usual visit voice wait walk want "
    "watch water week weigh well what when where whether which while who why will with without word work would year "
    "yes yet you your"
)


class Words:
    """Words, sentences and rich text, drawn from one source of chance."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.vocabulary = VOCABULARY.split()

    def some(self, count: int) -> str:
        """So many words."""
        return " ".join(self.chance.choices(self.vocabulary, k=count))

    def title(self, count: int = 7) -> str:
        """Words with a capital in front."""
        return self.some(count).capitalize()

    def sentences(self, words: int) -> str:
        """Sentences of some fifteen words, so many words in all."""
        lengths = [15] * (words // 15) + ([words % 15] if words % 15 else [])
        return " ".join(f"{self.title(length)}." for length in lengths)

    def html(self, words: int, paragraphs: int = 1, end: str = "") -> str:
        """Paragraphs of rich text, so many words in all; ``end`` is what the last one ends with."""
        texts = [self.sentences(words // paragraphs) for _ in range(paragraphs)]
        texts[-1] += end
        return "".join(f"<p>{text}</p>" for text in texts)
