"""The glossary goes out into files and comes in from them: seen before it is done, all of it or nothing."""

import csv
import io
import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, ModelLogEntry, UploadedFile

from core.spreadsheets import shielded
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.translations.glossary import term
from translations.glossary import importing, table
from translations.glossary.table import Problem, Unreadable
from translations.models import GlossaryTerm

LIST = "wagtailsnippets_translations_glossaryterm:list"
IMPORT = "wagtailsnippets_translations_glossaryterm:import"
HEADER = "source_locale,target_locale,source,target,do_not_translate,forbidden,note"

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30)


def file(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines]).encode()


def problems(data: bytes, user: Any = None) -> list[Problem]:
    """What is wrong with a file that an editor, or somebody else, brings in."""
    with pytest.raises(Unreadable) as refusal:
        importing.plan(data, user or factories.editor())
    return refusal.value.problems


def upload(user: Any, data: bytes, name: str = "terms.csv") -> tuple[Client, Any]:
    """Choose a file, as somebody does; what they see then."""
    client = Client()
    client.force_login(user)
    return client, client.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, data)}, follow=True)


def confirm(client: Client, page: Any) -> Any:
    return client.post(page.request["PATH_INFO"], {"seen": page.context["form"].initial["seen"]}, follow=True)


def download(user: Any, **narrowed: Any) -> bytes:
    client = Client()
    client.force_login(user)
    return client.get(reverse(LIST), {"export": "csv", **narrowed}).getvalue()


# Cells


@given(words)
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    assert table.unshielded(shielded(cell)) == cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "'=", "''-"])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    assert shielded(f"{start}1+1") == f"'{start}1+1"


def test_cells_that_are_no_formula_are_left_alone() -> None:
    assert [shielded(cell) for cell in ("'quoted'", "a=b", "")] == ["'quoted'", "a=b", ""]


# Reading


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(table.COLUMNS, words)), min_size=1, max_size=5),
    st.sampled_from(",;"),
    st.booleans(),
)
def test_a_table_is_read_as_it_was_written(rows: list[dict[str, str]], delimiter: str, with_bom: bool) -> None:
    rows = [{name: cell.strip() for name, cell in row.items()} for row in rows]
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, table.COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows({name: shielded(cell) for name, cell in row.items()} for row in rows)
    data = (table.BOM * with_bom + written.getvalue()).encode()
    assert [row.cells for row in table.read(data)] == [row for row in rows if any(row.values())]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "problem", "hint"),
    [
        (b"", (1, "source"), "Add it"),
        (file(header=HEADER + ",colour"), (1, "colour"), "Take it out"),
        (file(header=HEADER + ",note"), (1, "note"), "twice"),
        (file("en,es,dose"), (2, ""), "has 3 cells, the first one has 7"),
        (file("en,es,dose,dosis,,,", 'en,es,"pain,dolor,,,'), (3, ""), "quotes"),
        (file("en,es,dose,dosis,,,").replace(b"dosis", b"dos\xeds"), (2, ""), "UTF-8"),
        (file("en,es,do\0se,dosis,,,"), (2, ""), "no text"),
        (file("en,es,dose,dosis,,,", "en,xx,pain,dolor,,,"), (3, "target_locale"), "“xx” is no language"),
        (file("en,en,dose,dosis,,,"), (2, "target_locale"), "another language"),
        (file("en,es,dose,dosis,perhaps,,"), (2, "do_not_translate"), "yes or no"),
        (file("en,es,,dosis,,,"), (2, "source"), "blank"),
        (file("en,es,dose,,,,"), (2, "target"), "Write the translation"),
        (file("en,es,dose,dosis,yes,,"), (2, "target"), "Leave this empty"),
        (file("en,es,dose,dosis,,dosis,"), (2, "forbidden"), "Take it out"),
        (file(f"en,es,dose,dosis,,,{'x' * 501}"), (2, "note"), "500"),
        (file(f"en,es,{'x' * 201},dosis,,,"), (2, "source"), "200"),
        (file("en,es,dose,dosis,,,", "", "en,es,DOSE,toma,,,"), (4, "source"), "in line 2 already"),
    ],
)
def test_a_wrong_file_is_refused_with_line_column_and_what_to_do(
    data: bytes, problem: tuple[int, str], hint: str
) -> None:
    (found,) = [found for found in problems(data) if (found.line, found.column) == problem]
    assert hint in found.message


@pytest.mark.django_db
def test_everything_that_is_wrong_is_told_at_once() -> None:
    data = file("en,xx,dose,,perhaps,,", "en,es,pain,dolor,,,", "en,es,,dolor,,,")
    assert [(found.line, found.column) for found in problems(data)] == [
        (2, "target_locale"),
        (2, "do_not_translate"),
        (2, "target"),
        (4, "source"),
    ]


def test_a_file_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 1)
    with pytest.raises(Unreadable) as refusal:
        table.read(file("en,es,dose,dosis,,,", "en,es,pain,dolor,,,"))
    assert refusal.value.problems[0].line == 3


# Through the admin


@pytest.mark.django_db
@pytest.mark.parametrize("group", [EDITORS, TRANSLATORS])
def test_what_a_file_changes_is_seen_first_and_done_then(group: str) -> None:
    user = factories.user(group)
    kept, changed = term("dose", "dosis"), term("infusion", "goteo")
    client, page = upload(
        user,
        file(
            "en,es,dose,dosis,no,,",
            "en,es,Infusion,infusión,no,goteo | suero,In the vein",
            "en,es,Spravato,,yes,,",
            header=HEADER.replace(",", ";"),
        ).replace(b",", b";"),
    )
    shown = page.context["plan"]
    assert ([one.source for one in shown.added], len(shown.changed), shown.unchanged) == (["Spravato"], 1, 1)
    assert "loses its approval" in page.content.decode()
    assert GlossaryTerm.objects.count() == 2

    confirm(client, page)
    kept.refresh_from_db()
    changed.refresh_from_db()
    assert kept.is_approved
    assert (changed.source, changed.target, changed.forbidden, changed.note) == (
        "Infusion",
        "infusión",
        ["goteo", "suero"],
        "In the vein",
    )
    assert (changed.is_approved, changed.changed_by) == (False, user)
    added = GlossaryTerm.objects.get(source="Spravato")
    assert (added.do_not_translate, added.is_approved, added.changed_by) == (True, False, user)
    assert ModelLogEntry.objects.for_instance(added).get().action == "wagtail.create"
    assert ModelLogEntry.objects.for_instance(changed).get().action == "wagtail.edit"
    assert not ModelLogEntry.objects.for_instance(kept).exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_a_file_of_a_translator_changes_terms_into_their_language_alone() -> None:
    french = Locale.objects.create(language_code="fr")
    term("dose", "dose", target_locale=french)
    translator = factories.translator("es")
    as_it_was = "en,fr,dose,dose,no,,"
    plan = importing.plan(file(as_it_was, "en,es,dose,dosis,no,,"), translator)
    assert ([added.target for added in plan.added], plan.changed, plan.unchanged) == (["dosis"], [], 1)

    changed, added = "en,fr,dose,prise,no,,", "en,fr,pain,douleur,no,,"
    found = problems(file("en,es,dose,dosis,no,,", changed, added), translator)
    assert [(problem.line, problem.column) for problem in found] == [(3, "target_locale"), (4, "target_locale")]
    assert "“fr”" in found[0].message
    with pytest.raises(Unreadable):
        importing.bring_in(file(changed), translator, importing.plan(file(changed), factories.editor()).digest)
    assert GlossaryTerm.objects.get().target == "dose"


@pytest.mark.django_db
def test_a_refused_file_changes_nothing_and_says_why() -> None:
    _client, page = upload(factories.editor(), file("en,es,dose,dosis,,,", "en,es,,dolor,,,"))
    text = " ".join(page.content.decode().split())
    assert "Line 3, <code>source</code>" in text
    assert not GlossaryTerm.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_what_is_no_csv_file_is_refused() -> None:
    _client, page = upload(factories.editor(), b"PK", "terms.xlsx")
    assert "file" in page.context["form"].errors


@pytest.mark.django_db
def test_a_glossary_that_changed_after_it_was_shown_is_shown_again() -> None:
    client, page = upload(factories.editor(), file("en,es,dose,dosis,,,"))
    term("dose", "toma")
    page = confirm(client, page)
    assert GlossaryTerm.objects.get().target == "toma"
    assert len(page.context["plan"].changed) == 1
    confirm(client, page)
    assert GlossaryTerm.objects.get().target == "dosis"


@pytest.mark.django_db
@pytest.mark.parametrize("group", [CLINICIANS, PRACTICE_MANAGERS])
def test_files_come_in_from_those_who_may_add_terms_alone(group: str) -> None:
    upload(factories.user(group), file("en,es,dose,dosis,,,"))
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_nobody_confirms_the_file_of_somebody_else() -> None:
    _client, page = upload(factories.editor(), file("en,es,dose,dosis,,,"))
    other = Client()
    other.force_login(factories.editor())
    assert other.get(page.request["PATH_INFO"]).status_code == 404
    assert other.post(page.request["PATH_INFO"], {"seen": "x"}).status_code == 404


@pytest.mark.django_db
@settings(deadline=None, max_examples=20)
@given(
    st.lists(
        words.filter(lambda text: any(map(str.isalnum, unicodedata.normalize("NFC", text)))), min_size=3, max_size=3
    )
)
def test_what_was_downloaded_changes_nothing_when_it_is_imported(texts: list[str]) -> None:
    GlossaryTerm.objects.all().delete()
    source, target, forbidden = (" ".join(unicodedata.normalize("NFC", text).split()) for text in texts)
    kept = [forbidden] if "|" not in forbidden and forbidden.lower() != target.lower() else []
    user = factories.editor()
    term(source, target, forbidden=kept, note="-1+1", changed_by=user, approved=False)
    plan = importing.plan(download(user), user)
    assert (plan.added, plan.changed, plan.unchanged) == ([], [], 1)


@pytest.mark.django_db
def test_the_download_has_what_the_list_shows_and_runs_in_no_spreadsheet() -> None:
    term("=HYPERLINK(1)", "+1", forbidden=["@x", "y"])
    term("dose", "dosis", approved=False)
    data = download(factories.editor(), state="approved").decode("utf-8-sig")
    assert data.splitlines() == [f"{HEADER},state", "en,es,'=HYPERLINK(1),'+1,no,'@x | y,,approved"]


@pytest.mark.django_db
def test_a_long_file_comes_in_in_batches() -> None:
    user = factories.editor()

    def queries(rows: range, word: str) -> int:
        data = file(*(f"en,es,term {number},{word} {number},no,forbidden,note" for number in rows))
        with CaptureQueriesContext(connection) as taken:
            importing.bring_in(data, user, importing.plan(data, user).digest)
        return len(taken)

    few = queries(range(3), "palabra")
    assert queries(range(2_000), "palabra") < few + 2_000 // 20
    assert queries(range(2_000), "vocablo") < few + 2_000 // 20
    assert GlossaryTerm.objects.filter(target__startswith="vocablo").count() == 2_000
