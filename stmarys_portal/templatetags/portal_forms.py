"""What the crispy-forms pack in `templates/portal/` asks of a field."""

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def first_input(field: BoundField) -> str:
    """Return the id of the input that a link to the field should land on: the first of several."""
    widget = field.field.widget
    if isinstance(widget, forms.SelectDateWidget):
        return str(field.subwidgets[0].data["subwidgets"][0]["attrs"]["id"])
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return str(field.id_for_label)


@register.filter
def is_group(field: BoundField) -> bool:
    """Tell whether several inputs answer the field, so that it needs a fieldset and a legend."""
    return field.use_fieldset and not isinstance(field.field.widget, forms.FileInput)


@register.filter
def is_date_in_parts(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.SelectDateWidget)


@register.filter
def uncut(field: BoundField) -> BoundField:
    """Return the field as one of which a browser cuts no end off what is pasted.

    What is too long is said in words, and stays; a cut is seen by nobody.
    """
    if isinstance(field.field.widget, forms.Textarea):
        field.field.widget.attrs.pop("maxlength", None)
    return field


@register.filter
def words_written(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return what somebody typed into a form, as label and words, with nothing of what is wrong.

    It is for whoever came second and wants to copy it: there is nothing left to put right.
    """
    if not form.is_bound:
        return []
    typed = [(field.label, field.value()) for field in form.visible_fields() if _is_typed(field)]
    return [(str(label), str(words)) for label, words in typed if words and str(words).strip()]


def _is_typed(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.TextInput | forms.Textarea)
