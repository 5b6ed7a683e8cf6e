from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("dialogue", "0002_similar_voices"),)

    operations = (
        migrations.AddField(model_name="reply", name="corrected_at", field=models.DateTimeField(blank=True, null=True)),
    )
