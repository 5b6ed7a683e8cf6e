"""An inverted index of words and letter pairs in place of the weighed letter pairs; filled for the voices there are."""

import itertools

import django.db.models.deletion
from django.db import migrations, models

from yoriai.dialogue.similar import keys_of

AT_ONCE = 200  # voices


def fill(apps, schema_editor):
    Voice, Posting = apps.get_model("dialogue", "Voice"), apps.get_model("dialogue", "Posting")
    standing = Voice.objects.filter(withdrawal=None).order_by("arrived_at")
    shown = standing.filter(hold=None, inside_only=False).exclude(theme__visibility="inside").exclude(reads=None)
    seen, several = set(shown.values_list("pk", flat=True)), standing.iterator(chunk_size=AT_ONCE)
    while some := list(itertools.islice(several, AT_ONCE)):
        Posting.objects.bulk_create(
            Posting(term=key, voice=voice, open=voice.pk in seen)
            for voice in some
            for key in keys_of(voice.theme_id, voice.text)
        )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0001_initial"), ("theme", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Gram"),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.BigIntegerField()),
                ("open", models.BooleanField(default=False)),
                (
                    "voice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="dialogue.voice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["term", "open", "id"], name="posting_latest_first"),
                    models.Index(fields=["voice", "term"], name="posting_of_voice"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
