"""Beginning a reply with the school's saved wording (I12): nothing is sent, all typed is kept."""

from incidents.forms.steps import StepForm
from incidents.models import Case, SavedWording
from school.requests import SignedInRequest


def wordings_for(form: StepForm) -> list[SavedWording]:
    """Return the wording to choose from, where this form has a reply in it."""
    return list(SavedWording.objects.all()) if form.reply else []


def drafted(request: SignedInRequest, kind: type[StepForm], case: Case) -> StepForm:
    """Return the form as it was filled in, with the chosen wording after what was typed."""
    form = kind(case=case, by=request.user)
    typed = {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in form.fields.items()
    }
    pk = request.POST.get("draft", "")
    chosen = SavedWording.objects.filter(pk=pk).first() if pk.isdigit() else None
    if form.reply and chosen is not None:
        typed[form.reply] = "\n\n".join(filter(None, [typed.get(form.reply), chosen.words]))
    form.initial = {**form.initial, **typed}
    return form
