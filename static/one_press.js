// Swallow a second press of the same button while the first is on its way. It opens again by itself,
// for an answer that is a download leaves the page as it is.
const PAUSE = 4000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PAUSE);
});

// Coming back by the browser's "back" must find a form that can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
