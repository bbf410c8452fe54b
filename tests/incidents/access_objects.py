"""What this room's addresses point at in the access table.

The case is with the Headteacher, after the first look and before the remit test; the safeguarding
lead was told besides. The parent reported it under their own name.
"""

from incidents.models import Part, PictureWarning, State
from incidents.views.steps import BY_NAME
from tests import factories
from tests.incidents.bringing import a_piece


def objects(cast):
    case = factories.CaseFactory(
        state=State.TRIAGED, outside_school=True, child_at_risk=True, besides_role="dsl"
    )
    factories.ReportFactory(case=case, reporter=cast.parent)
    factories.published(at=case.received_at)
    piece = a_piece(case, cast.headteacher)
    PictureWarning.objects.create(person=cast.dsl)
    of_file = ("case_file", "hide_words", "bundles", "others", "take_on", "put_back", "tell_apart")
    of_case = {name: {"pk": case.pk} for name in ("case", *of_file, *BY_NAME)}
    mask = factories.MaskFactory(case=case)
    of_case |= {
        name: {"pk": case.pk, "mask_pk": mask.pk}
        for name in ("show_words", "remove_words", "keep_words")
    }
    of_case["confirm_removal"] = {"mask_pk": mask.pk}
    of_case["confirm_evidence_removal"] = {"removal_pk": 1}
    of_case["withhold_evidence"] = {"pk": case.pk, "evidence_pk": piece.pk}
    child = factories.ChildFactory()
    factories.CasePartyFactory(
        case=case, child=child, person=None, part=Part.TARGET, confirmed_at=case.received_at
    )
    of_case["again"] = {"pk": case.pk, "by": "target", "place": 1}
    bundle = factories.BundleFactory(case=case, asked_by=cast.headteacher)
    of_case["take_bundle"] = {"pk": case.pk, "bundle_pk": bundle.pk}
    by_name = of_case | {
        "my_report": {"reference": case.reference},
        "wording": {"pk": factories.SavedWordingFactory().pk},
        "remove_list": {"pk": 1},
    }
    factories.CaseLinkFactory(first=case, second=factories.ReportFactory().case)
    mine = ("my_review", "my_slip", "my_files")
    by_name |= {name: {"reference": case.reference} for name in mine}
    pieces = ("piece", "piece_copy", "piece_original", "remove_evidence")
    by_name |= {name: {"pk": case.pk, "number": 1} for name in pieces}
    by_name |= {name: {"name": "about"} for name in ("question", "keep")}
    return {f"incidents:{name}": kwargs for name, kwargs in by_name.items()}
