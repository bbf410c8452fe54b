// Take the reader to what has to be put right, and say so in the window's title.
const summary = document.querySelector(".error-summary");

if (summary) {
  summary.focus();
  document.title = `Please check: ${document.title}`;
}
