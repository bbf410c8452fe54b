// Say before sending that a file is too large: the school's server would only say so after minutes.
// How large one may be stands on the input; without this script the server refuses it.
const MB = 1024 * 1024;

const FILES = "input[type=file][data-most-bytes]";
const WORDS_ONLY = "[name=words_only]";

// Where a picture may show a child without clothes no file is sent, so none is too large to send.
function wordsOnly(form) {
  return Boolean(form?.querySelector(WORDS_ONLY)?.checked);
}

function tooLarge(input) {
  if (wordsOnly(input.form)) return [];
  const most = Number(input.dataset.mostBytes);
  return [...input.files].filter((file) => file.size > most);
}

function sentence(input) {
  const names = tooLarge(input).map((file) => file.name).join(", ");
  const most = Math.floor(Number(input.dataset.mostBytes) / MB);
  return `${names}: larger than ${most} MB. Choose a smaller one.`;
}

function show(input) {
  const id = `${input.id}_too_large`;
  document.getElementById(id)?.remove();
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  described.delete(id);
  if (tooLarge(input).length) {
    const error = document.createElement("p");
    error.id = id;
    error.className = "field__error";
    error.setAttribute("role", "alert");
    error.textContent = sentence(input);
    input.before(error);
    described.add(id);
  }
  if (described.size) input.setAttribute("aria-describedby", [...described].join(" "));
  else input.removeAttribute("aria-describedby");
}

document.addEventListener("change", (event) => {
  if (event.target.matches(FILES)) show(event.target);
  if (event.target.matches(WORDS_ONLY)) event.target.form?.querySelectorAll(FILES).forEach(show);
});

// Before anything else listens to it: what is not sent must not count as a first press.
document.addEventListener(
  "submit",
  (event) => {
    const inputs = [...event.target.querySelectorAll(FILES)];
    if (wordsOnly(event.target)) for (const input of inputs) input.value = "";
    const wrong = inputs.find((input) => tooLarge(input).length);
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(wrong);
    wrong.focus();
  },
  { capture: true },
);
