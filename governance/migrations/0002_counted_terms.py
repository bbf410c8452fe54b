import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CountedTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("first_on", models.DateField(unique=True, verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("pupils", models.PositiveIntegerField(verbose_name="pupils on its last day")),
                ("steps", models.JSONField()),
                ("sign_off", models.JSONField()),
            ],
            options={"ordering": ["first_on"]},
        ),
        migrations.AddConstraint(
            model_name="countedterm",
            constraint=models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="counted_term_in_order"
            ),
        ),
    ]
