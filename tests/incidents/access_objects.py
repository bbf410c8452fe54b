"""What this room's addresses point at in the access table.

The case is with the Headteacher, after the first look and before the remit test; the safeguarding
lead was told besides. The parent reported it under their own name.
"""

from incidents.models import State
from incidents.views.steps import BY_NAME
from tests import factories


def objects(cast):
    case = factories.CaseFactory(
        state=State.TRIAGED, outside_school=True, child_at_risk=True, besides_role="dsl"
    )
    factories.ReportFactory(case=case, reporter=cast.parent)
    factories.CaseLinkFactory(first=case, second=factories.CaseFactory())
    of_case = {name: {"pk": case.pk} for name in ("case", "take_on", "put_back", *BY_NAME)}
    by_name = of_case | {
        "wording": {"pk": factories.SavedWordingFactory().pk},
        "remove_list": {"pk": 1},
    }
    by_name |= {"my_report": {"reference": case.reference}}
    by_name |= {name: {"reference": case.reference} for name in ("my_review", "my_slip")}
    by_name |= {name: {"name": "about"} for name in ("question", "keep")}
    return {f"incidents:{name}": kwargs for name, kwargs in by_name.items()}
