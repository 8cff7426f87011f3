from django.db import migrations

from review.roles import seed, unseed


class Migration(migrations.Migration):
    """Depends on the migrations that make permissions of their own, so that none is made twice."""

    dependencies = [
        ("review", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: seed(apps),
            lambda apps, schema_editor: unseed(apps),
        )
    ]
