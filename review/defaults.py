"""What the lists of the checks hold at first. Editors and clinicians change them; nothing changes them back.

The wordings follow what the FTC's *Health Products Compliance Guidance* (2022) and 21 CFR 202.1(e)(6) treat as claims
of benefit or safety, and what the FDA's *6 Tip-offs to Rip-offs* warns of.
"""

from typing import Any

PROMISES = {
    "en": """
        proven, effective*, efficac*, rapid*, fast acting, fast relief, quick relief, relief, reliev*, remission,
        safe, safer, safest, well tolerated, success rate*, clinically, scientifically, powerful, potent, dramatic*,
        superior, outperform*, best treatment, breakthrough*, life changing, long lasting, lasting effect*, heal,
        heals, healed, healing, restor*, rewir*, within hours, within minutes, within a day, within days, in minutes,
        in hours, overnight, instant*, works fast*, works better, works within, acts fast*, acts within, as little as,
        fewer side effects, minimal side effects
    """,
    "es": """
        comprobad*, demostrad*, esta probado, probado que, eficaz, eficaces, eficacia, eficazmente, efectiv*, rapido,
        rapida, rapidos, rapidas, rapidamente, rapidez, alivi*, en remision, a la remision, remision completa, mas
        seguro, mas segura, seguro y eficaz, segura y eficaz, bien tolerad*, tasa* de exito, clinicamente,
        cientificamente, potente*, poderos*, espectacular*, superior a, superiores a, mejor tratamiento, duradero,
        duradera, sanar, restaur*, en cuestion de horas, en cuestion de minutos, en cuestion de dias, en pocas horas,
        en horas, en minutos, efecto inmediato, instantane*, actua mas rapido, actua en, funciona mejor, en tan solo,
        en apenas, menos efectos secundarios, minimos efectos secundarios
    """,
}
"""Words that are a claim wherever they stand, in a heading too."""

CLAIMS = {
    "en": """
        improv*, reduc*, alleviat*, ease, eases, eased, easing, respond to, responded, responders, response rate*,
        treatment response, clinical response, beneficial, prevents, prevented, decreas*, boost*, significant*,
        promotes, promoting, stimulat*, trigger*, strengthen*, rebuild*, regrow*, repair*, lasts longer, studies
        show*, study shows, studies have shown, research shows, research has shown, research suggests, studies
        suggest*, studies have found, trials show*, trials have shown, evidence shows, shown to, demonstrated,
        demonstrates, better than, worse than, safer than, stronger than, than placebo, than antidepressants, than
        other treatment*, than traditional treatment*, than traditional antidepressant*, than conventional treatment*,
        than standard treatment*, glutamate, nmda, ampa, bdnf, mtor, receptor*, synap*, neuroplastic*,
        neurotransmitter*, serotonin
    """,
    "es": """
        mejora, mejoran, mejoro, mejoraron, mejorar, mejoria, reduc*, reduj*, respondio, respondieron, respondido,
        tasa* de respuesta, respuesta al tratamiento, respuesta clinica, beneficios*, previene, previenen, disminu*,
        aumenta, aumentan, aumento de, significativ*, promuev*, estimul*, desencadena*, fortalec*, regener*, repara,
        reparan, dura mas, los estudios muestran, los estudios demuestran, los estudios han demostrado, los estudios
        indican, la investigacion muestra, la investigacion demuestra, los ensayos muestran, la evidencia muestra,
        segun estudios, mejor que, peor que, mejores que, que el placebo, que los antidepresivos, que otros
        tratamientos, que los tratamientos, glutamato, nmda, ampa, bdnf, mtor, receptor*, sinap*, neuroplastic*,
        neurotransmisor*, serotonina
    """,
}
"""Words that are a claim in running text."""

NOBODY_CAN = "Nobody can promise an outcome."
NADIE_PUEDE = "Nadie puede prometer un resultado."
EVERY_DRUG = "Every medicine has risks."
TODO_MEDICAMENTO = "Todo medicamento tiene riesgos."

PROHIBITED = {
    "en": [
        ("cure", "answer", "These treatments ease symptoms; none ends the illness for good.", "may ease, treats"),
        ("cures", "answer", "These treatments ease symptoms; none ends the illness for good.", "eases, treats"),
        ("cured", "answer", "These treatments ease symptoms; none ends the illness for good.", "got better"),
        ("curing", "answer", "These treatments ease symptoms; none ends the illness for good.", "treating"),
        ("miracle*", "blocks", "It promises what no evidence can show.", "say what a trial found"),
        ("miraculous*", "blocks", "It promises what no evidence can show.", "say what a trial found"),
        ("guarantee*", "blocks", NOBODY_CAN, "may, in a trial, for some people"),
        ("no side effects", "blocks", EVERY_DRUG, "name the common side effects"),
        ("without side effects", "blocks", EVERY_DRUG, "name the common side effects"),
        ("side effect free", "blocks", EVERY_DRUG, "name the common side effects"),
        ("risk free", "blocks", EVERY_DRUG, "name the risks"),
        ("no risk", "blocks", EVERY_DRUG, "name the risks"),
        ("no risks", "blocks", EVERY_DRUG, "name the risks"),
        ("100% safe", "blocks", EVERY_DRUG, "say how people are watched over"),
        ("completely safe", "blocks", EVERY_DRUG, "say how people are watched over"),
        ("totally safe", "blocks", EVERY_DRUG, "say how people are watched over"),
        ("100% effective", "blocks", NOBODY_CAN, "say how many responded, and in which trial"),
        ("always works", "blocks", NOBODY_CAN, "say how many responded, and in which trial"),
        ("works for everyone", "blocks", NOBODY_CAN, "say for whom it has been studied"),
        ("works for everybody", "blocks", NOBODY_CAN, "say for whom it has been studied"),
        ("permanent relief", "blocks", NOBODY_CAN, "say how long people were followed"),
        ("non addictive", "answer", "Ketamine and esketamine can be misused.", "say what is known about misuse"),
        ("not addictive", "answer", "Ketamine and esketamine can be misused.", "say what is known about misuse"),
        ("magic*", "answer", "It makes a medicine sound like more than it is.", "say what it does"),
        ("breakthrough*", "answer", "It is praise. The evidence should speak.", "new, recently approved"),
        ("revolutionary", "answer", "It is praise. The evidence should speak.", "new, recently approved"),
        ("game changer", "answer", "It is praise. The evidence should speak.", "say what has changed"),
        ("game changing", "answer", "It is praise. The evidence should speak.", "say what has changed"),
    ],
    "es": [
        (
            "cura",
            "answer",
            "Estos tratamientos alivian los síntomas; ninguno acaba con la enfermedad.",
            "puede aliviar",
        ),
        (
            "curas",
            "answer",
            "Estos tratamientos alivian los síntomas; ninguno acaba con la enfermedad.",
            "tratamientos",
        ),
        ("curan", "answer", "Estos tratamientos alivian los síntomas; ninguno acaba con la enfermedad.", "alivian"),
        ("curar*", "answer", "Estos tratamientos alivian los síntomas; ninguno acaba con la enfermedad.", "tratar"),
        ("curacion", "answer", "Estos tratamientos alivian los síntomas; ninguno acaba con la enfermedad.", "alivio"),
        ("milagro*", "blocks", "Promete lo que ninguna prueba puede mostrar.", "diga qué halló un ensayo"),
        ("garanti*", "blocks", NADIE_PUEDE, "puede, en un ensayo, en algunas personas"),
        ("sin efectos secundarios", "blocks", TODO_MEDICAMENTO, "nombre los efectos secundarios frecuentes"),
        ("ningun efecto secundario", "blocks", TODO_MEDICAMENTO, "nombre los efectos secundarios frecuentes"),
        ("no tiene efectos secundarios", "blocks", TODO_MEDICAMENTO, "nombre los efectos secundarios frecuentes"),
        ("sin riesgo", "blocks", TODO_MEDICAMENTO, "nombre los riesgos"),
        ("sin riesgos", "blocks", TODO_MEDICAMENTO, "nombre los riesgos"),
        ("libre de riesgos", "blocks", TODO_MEDICAMENTO, "nombre los riesgos"),
        ("100% segur*", "blocks", TODO_MEDICAMENTO, "diga cómo se vigila a las personas"),
        ("100 % segur*", "blocks", TODO_MEDICAMENTO, "diga cómo se vigila a las personas"),
        ("completamente segur*", "blocks", TODO_MEDICAMENTO, "diga cómo se vigila a las personas"),
        ("totalmente segur*", "blocks", TODO_MEDICAMENTO, "diga cómo se vigila a las personas"),
        ("100% efectiv*", "blocks", NADIE_PUEDE, "diga cuántas personas respondieron y en qué ensayo"),
        ("100% eficaz", "blocks", NADIE_PUEDE, "diga cuántas personas respondieron y en qué ensayo"),
        ("siempre funciona", "blocks", NADIE_PUEDE, "diga cuántas personas respondieron y en qué ensayo"),
        ("funciona para todos", "blocks", NADIE_PUEDE, "diga en quiénes se ha estudiado"),
        ("alivio permanente", "blocks", NADIE_PUEDE, "diga durante cuánto tiempo se siguió a las personas"),
        (
            "no adictiv*",
            "answer",
            "La ketamina y la esketamina pueden usarse indebidamente.",
            "diga qué se sabe de ello",
        ),
        ("no crea adiccion", "answer", "La ketamina y la esketamina pueden usarse indebidamente.", "diga qué se sabe"),
        ("magic*", "answer", "Hace que un medicamento parezca más de lo que es.", "diga qué hace"),
        ("revolucionari*", "answer", "Es un elogio. Que hablen los datos.", "nuevo, aprobado hace poco"),
    ],
}
"""By language: words, level, reason, what to say instead."""


def seed_lists(apps: Any) -> None:
    """Fill the lists; what is there stays as it is. ``apps`` is Django's registry, or the historical one."""
    claim, phrase = apps.get_model("review", "ClaimPattern"), apps.get_model("review", "ProhibitedPhrase")
    listed = [
        claim(language=language, words=words, promises=promises)
        for promises, lists in ((True, PROMISES), (False, CLAIMS))
        for language, text in lists.items()
        for words in (" ".join(words.split()) for words in text.split(","))
    ]
    claim.objects.bulk_create(listed, ignore_conflicts=True)
    phrase.objects.bulk_create(
        [
            phrase(language=language, words=words, level=level, reason=reason, suggestion=suggestion)
            for language, entries in PROHIBITED.items()
            for words, level, reason, suggestion in entries
        ],
        ignore_conflicts=True,
    )
