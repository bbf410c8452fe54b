from django.db import migrations
from django.db.models import Exists, OuterRef


def say_how_far(apps, schema_editor):
    """Each referral so far was shared as it was written; those taken back from all have ended."""
    referral = apps.get_model("governance", "Referral")
    member = apps.get_model("governance", "ReferralMember")
    reading = member.objects.filter(referral=OuterRef("pk"), ended_at=None)
    referral.objects.filter(Exists(reading)).update(state="shared")
    referral.objects.filter(~Exists(reading)).update(state="ended")


class Migration(migrations.Migration):
    """G2: referrals made before there were drafts were all shared."""

    dependencies = [("governance", "0004_referrals_shared_piece_by_piece")]

    operations = [migrations.RunPython(say_how_far, migrations.RunPython.noop)]
