"""Who acts for somebody on leave, and gives the case back when they return."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0011_picture_warnings"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="acting_for_role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("headteacher", "Headteacher"),
                    ("deputy", "Deputy headteacher"),
                    ("staff", "Member of staff"),
                    ("governor", "Governor"),
                    ("chair", "Chair of governors"),
                    ("clerk", "Clerk to the governors"),
                    ("dsl", "Designated safeguarding lead"),
                    ("office", "School office"),
                    ("volunteer", "Volunteer"),
                    ("parent", "Parent or carer"),
                ],
                max_length=20,
            ),
        ),
    ]
