"""Articles of the kind that clinics publish every day: full of claims, without a reference, silent about risks.

Written for these tests. What stands in double brackets is a claim that somebody would have to support.
"""

import re
from typing import Any

MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

ENGLISH: dict[str, Any] = {
    "title": "[[3 distinct mechanisms that make ketamine effective for depression]]",
    "introduction": (
        "<p>Depression can feel like a room without a door. [[For years, doctors had little to offer beyond pills "
        "that take weeks to ease symptoms, and about one in three patients never finds relief.]] [[Ketamine has "
        "changed that picture dramatically.]] In this article we look at three distinct mechanisms behind the "
        "treatment, at what people can expect, and at how our clinic makes every visit as comfortable as it can "
        "be.</p>"
    ),
    "body": [
        ("heading", {"text": "What is ketamine?", "level": "h2"}),
        (
            "rich_text",
            "<p>Ketamine was developed in the 1960s as an anesthetic, and hospitals have used it ever since. [[At "
            "much lower doses it has shown rapid antidepressant effects, often within hours of the first infusion.]] "
            "[[Unlike traditional medicines, which act on serotonin, ketamine works on glutamate, the brain\u2019s "
            "most abundant messenger.]] That is why so many people speak about it today.</p><p>Spravato, a nasal "
            "spray made from a close relative of ketamine, is another option that we offer. [[Both treatments have "
            "been shown to lift mood where other medicines failed.]] You can ask us about either of them when you "
            "call 212-288-3454.</p>",
        ),
        ("heading", {"text": "Three distinct mechanisms", "level": "h2"}),
        (
            "numbered_sections",
            {
                "sections": [
                    {
                        "title": "Blocking the brake",
                        "text": (
                            "<p>Imagine a car that is held back by its brake. [[In a depressed brain, certain cells "
                            "keep the NMDA receptors busy and so hold back the flow of glutamate.]] [[Ketamine blocks"
                            " these receptors and triggers a surge of healthy activity.]] Many people describe it as "
                            "a fog that begins to clear.</p>"
                        ),
                    },
                    {
                        "title": "[[Rewiring the brain]]",
                        "text": (
                            "<p>Long stress wears down the branches through which nerve cells talk to each other. "
                            "[[Ketamine stimulates BDNF, a growth factor that rebuilds lost connections within a "
                            "day.]] [[Researchers have seen new synapses form in less than 24 hours.]] Think of it as"
                            " a gardener who tends to a neglected garden, bed by bed and row by row.</p>"
                        ),
                    },
                    {
                        "title": "Quieting the inner critic",
                        "text": (
                            "<p>When we brood, one network of the brain runs in circles. [[Ketamine reduces the "
                            "activity of that network, which brings relief from negative thoughts.]] [[Up to 70% of "
                            "patients say that their inner critic grows quiet after the first sessions.]] For some of"
                            " them it is the first quiet moment in a long time.</p>"
                        ),
                    },
                ]
            },
        ),
        ("heading", {"text": "[[Proven results]]", "level": "h2"}),
        (
            "rich_text",
            "<p>The results speak for themselves. [[Studies show that ketamine is twice as likely as placebo to bring"
            " about a response.]] [[In our own practice, four out of five patients report a significant improvement "
            "after six infusions.]] [[It works better than antidepressants for people who have tried "
            "everything.]]</p><p>People come to us from all parts of the city and from all walks of life. Some have "
            "lived with depression for decades, others for a few months. [[What they have in common is the hope for "
            "fast relief, and most of them find it here.]] [[Side effects are mild, and the treatment is safe and "
            "well tolerated.]] They usually return to work the next day.</p>",
        ),
        (
            "key_points",
            {
                "title": "Why choose ketamine",
                "points": [
                    "[[It acts rapidly, in hours and not in weeks.]]",
                    "It comes in several forms.",
                    "[[It is effective for depression, anxiety and PTSD.]]",
                ],
            },
        ),
        (
            "quote",
            {"text": "[[After two visits I was healed.]]", "attribution": "A grateful patient", "source_url": ""},
        ),
        ("heading", {"text": "How we do it at our clinic", "level": "h2"}),
        (
            "rich_text",
            "<p>Your visit begins with a conversation. One of our physicians asks about your history, your medicines "
            "and your hopes, and answers whatever you would like to know. You then settle into a private room with "
            "soft light, a warm blanket and, if you like, music of your own. A physician is always on site, and a "
            "member of our staff looks in on you as often as you wish. The infusion takes about 40 minutes. "
            "Afterwards you rest until you feel steady, and somebody you trust takes you home.</p><p>We offer "
            "flexible weekend and evening hours at several clinics in New York. Our psychotherapist can help you make"
            " sense of what came up, and we gladly speak with the therapist you already have. [[This combination of "
            "medicine and care makes the benefits long lasting.]]</p>",
        ),
        (
            "faq",
            {
                "items": [
                    {
                        "question": "How many sessions will I need?",
                        "answer": (
                            "<p>Most people begin with six infusions over two to three weeks. [[After that, a booster"
                            " every few weeks keeps depression in remission.]]</p>"
                        ),
                    },
                    {
                        "question": "Does insurance pay for it?",
                        "answer": (
                            "<p>Some plans pay for Spravato. We will be glad to call your insurer with you.</p>"
                        ),
                    },
                ]
            },
        ),
        ("heading", {"text": "Take the first step", "level": "h2"}),
        (
            "rich_text",
            "<p>You do not have to wait any longer. Talk to one of our physicians, free of charge, and find out "
            "whether ketamine is right for you. We look forward to meeting you.</p>",
        ),
    ],
}

SPANISH: dict[str, Any] = {
    "title": "[[Ketamina: alivio rápido de la depresión]]",
    "introduction": (
        "<p>La depresión pesa cada día. [[La ketamina actúa en cuestión de horas y es eficaz en el 70 % de los "
        "pacientes.]] Le contamos cómo es una visita en nuestra clínica.</p>"
    ),
    "body": [
        ("heading", {"text": "Cómo actúa", "level": "h2"}),
        (
            "rich_text",
            "<p>Se administra en una vena durante unos 40 minutos. [[Bloquea los receptores NMDA y estimula nuevas "
            "conexiones.]] [[Está demostrado que funciona mejor que los antidepresivos.]] Un médico está siempre "
            "presente. También ofrecemos Spravato. Llame al 212-288-3454.</p>",
        ),
    ],
}


def fields(article: dict[str, Any]) -> dict[str, Any]:
    """The fields of an article, without the marks."""
    return _each(article, lambda words: MARKED.sub(r"\1", words))


def claims(article: dict[str, Any]) -> list[str]:
    """What is marked as a claim, in reading order."""
    found: list[str] = []
    _each(article, lambda words: found.extend(MARKED.findall(words)))
    return found


def _each(value: Any, function: Any) -> Any:
    if isinstance(value, dict):
        return {name: _each(part, function) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_each(part, function) for part in value)
    return function(value)
