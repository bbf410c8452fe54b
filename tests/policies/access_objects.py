"""One object behind each address of this room, for the table of who may open what."""

from policies import actions
from tests import factories
from tests.policies.documents_in_words import SOCIAL_MEDIA, imported


def objects(cast) -> dict[str, dict]:
    before = factories.superseded()
    in_force = factories.published(policy=before.policy, number=2, pupil_text="We are kind.")
    work = actions.draft_from_import(
        imported=imported(), original=SOCIAL_MEDIA, original_name="a.txt", by=cast.office
    )
    actions.submit_for_review(version=work, by=cast.office)
    upload = actions.upload_document(content=SOCIAL_MEDIA, name="a.txt", by=cast.office)
    in_hand = {"slug": work.policy.slug, "number": work.number}
    steps = [
        "decide",
        "submit",
        "send_back",
        "agree",
        "approve",
        "publish",
        "unschedule",
        "withdraw",
    ]
    entry = actions.publicise(
        version=in_force,
        channel="newsletter",
        publicised_on=in_force.published_at.date(),
        where="",
        by=cast.office,
    )
    said = {**in_hand, "pk": actions.remark(version=work, words="Why?", by=cast.chair).pk}
    section = {**in_hand, "pk": work.sections.first().pk}
    secret = actions.make_calendar_address(by=cast.office)
    return {
        "policies:reviews_feed": {"secret": secret},
        "policies:answer_expected": {"key": "social-media"},
        "policies:publicity_of": {"slug": in_force.policy.slug},
        "policies:newsletter": {"slug": in_force.policy.slug},
        "policies:strike_publicity": {"slug": in_force.policy.slug, "pk": entry.pk},
        "policies:own": {"slug": work.policy.slug},
        "policies:start_next": {"slug": work.policy.slug},
        "policies:review": in_hand,
        "policies:meeting": {"level": "governing_body"},
        "policies:answer_remark": said,
        "policies:settle_remark": said,
        "policies:reopen_remark": said,
        "policies:edit": in_hand,
        "policies:edit_section": section,
        "policies:move_clause": section | {"clause": 1},
        "policies:move_section": section,
        "policies:keep_typing": section,
        "policies:throw_typing_away": in_hand,
        "policies:take_out_section": section,
        "policies:policy": {"slug": in_force.policy.slug},
        "policies:version": {"slug": in_force.policy.slug, "number": in_force.number},
        "policies:pdf": {"slug": in_force.policy.slug, "number": in_force.number},
        "policies:for_pupils": {"slug": in_force.policy.slug},
        "policies:version_for_pupils": {"slug": in_force.policy.slug, "number": in_force.number},
        "policies:choose_comparison": {"slug": in_force.policy.slug},
        "policies:compare": {"slug": in_force.policy.slug, "older": 1, "newer": 2},
        "policies:preview": {"pk": upload.pk},
        "policies:correct_facts": {"pk": upload.pk},
        "policies:correct_section": {"pk": upload.pk, "section": 0},
        "policies:correct_clause": {"pk": upload.pk, "section": 0, "clause": 0},
        "policies:put_back": {"pk": upload.pk, "passage": 0},
        "policies:look_at_passage": {"pk": upload.pk},
        "policies:start_again": {"pk": upload.pk},
        **{
            f"policies:{name}": in_hand
            for name in ["work", "describe", "original", "history", "bring_back", *steps]
        },
    }
