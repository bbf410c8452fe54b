// Words selected in the text go into the field, ready to be looked at. Without this script they are
// typed or pasted there.
const text = document.querySelector("[data-choose-words]");
const field = document.getElementById(text.dataset.chooseWords);

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!chosen.rangeCount || !text.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
  const words = chosen.toString().trim().replace(/\s+/g, " ");
  if (words) field.value = words;
});
