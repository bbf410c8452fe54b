"""The search knows the words in force, by the index that each database has for words."""

import django.db.models.deletion
from django.db import migrations, models

ON_SQLITE = [
    """
    CREATE VIRTUAL TABLE policies_search USING fts5(
        title, heading, words,
        content='policies_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER policies_search_added AFTER INSERT ON policies_searchentry BEGIN
        INSERT INTO policies_search(rowid, title, heading, words)
        VALUES (new.id, new.title, new.heading, new.words);
    END
    """,
    """
    CREATE TRIGGER policies_search_taken_out AFTER DELETE ON policies_searchentry BEGIN
        INSERT INTO policies_search(policies_search, rowid, title, heading, words)
        VALUES ('delete', old.id, old.title, old.heading, old.words);
    END
    """,
    """
    CREATE TRIGGER policies_search_changed AFTER UPDATE ON policies_searchentry BEGIN
        INSERT INTO policies_search(policies_search, rowid, title, heading, words)
        VALUES ('delete', old.id, old.title, old.heading, old.words);
        INSERT INTO policies_search(rowid, title, heading, words)
        VALUES (new.id, new.title, new.heading, new.words);
    END
    """,
]
OFF_SQLITE = [
    "DROP TRIGGER policies_search_changed",
    "DROP TRIGGER policies_search_taken_out",
    "DROP TRIGGER policies_search_added",
    "DROP TABLE policies_search",
]
ON_POSTGRESQL = [
    """
    ALTER TABLE policies_searchentry ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', heading), 'B') ||
        setweight(to_tsvector('english', words), 'C')
    ) STORED
    """,
    "CREATE INDEX policies_search_words ON policies_searchentry USING gin (document)",
]
OFF_POSTGRESQL = ["ALTER TABLE policies_searchentry DROP COLUMN document"]


def lay_index(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in ON_POSTGRESQL if on_postgresql else ON_SQLITE:
        schema_editor.execute(statement)


def take_up_index(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in OFF_POSTGRESQL if on_postgresql else OFF_SQLITE:
        schema_editor.execute(statement)


def know_what_is_in_force(apps, schema_editor):
    clauses = apps.get_model("policies", "Clause").objects.filter(
        section__version__state="published"
    )
    entry = apps.get_model("policies", "SearchEntry")
    entry.objects.bulk_create(
        (
            entry(
                clause_id=clause.pk,
                version_id=clause.section.version_id,
                title=clause.section.version.title,
                heading=clause.section.heading,
                words=clause.text,
            )
            for clause in clauses.select_related("section__version")
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_first_authors")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("words", models.TextField()),
                (
                    "clause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.clause",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.version",
                    ),
                ),
            ],
            options={"verbose_name_plural": "search entries"},
        ),
        migrations.RunPython(lay_index, take_up_index),
        migrations.RunPython(know_what_is_in_force, migrations.RunPython.noop),
    ]
