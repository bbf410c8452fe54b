// Say before sending that a file is too large: the school's server would only say so after minutes.
// How large one may be stands on the input; without this script the server refuses it.
const MB = 1024 * 1024;

function tooLarge(input) {
  const most = Number(input.dataset.mostBytes);
  return [...input.files].filter((file) => file.size > most);
}

function sentence(input) {
  const names = tooLarge(input).map((file) => file.name).join(", ");
  const most = Math.floor(Number(input.dataset.mostBytes) / MB);
  return `${names}: larger than ${most} MB. Choose a smaller one, or take a picture of what matters in it.`;
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
  input.setAttribute("aria-describedby", [...described].join(" "));
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-most-bytes]")) show(event.target);
});

// Before anything else listens to it: what is not sent must not count as a first press.
document.addEventListener(
  "submit",
  (event) => {
    const inputs = [...event.target.querySelectorAll("input[type=file][data-most-bytes]")];
    const wrong = inputs.find((input) => tooLarge(input).length);
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(wrong);
    wrong.focus();
  },
  { capture: true },
);
