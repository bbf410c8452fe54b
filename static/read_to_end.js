// A button that opens once the end of the text has been on the screen. Until then it can be reached
// and says why it does not do anything yet. Without this script it stands open after the text.
const button = document.querySelector("[data-read-to-end]");

if (button && "IntersectionObserver" in window) {
  const end = document.getElementById(button.dataset.readToEnd);
  const why = document.getElementById(button.dataset.notYet);

  const isShut = () => button.getAttribute("aria-disabled") === "true";

  const open = () => {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-describedby");
    why.hidden = true;
  };

  button.setAttribute("aria-disabled", "true");
  button.setAttribute("aria-describedby", why.id);
  why.hidden = false;
  button.form.addEventListener("submit", (event) => {
    if (!isShut()) return;
    event.preventDefault();
    event.stopPropagation();
    end.scrollIntoView();
  });

  const observer = new IntersectionObserver((entries) => {
    // Scrolled past counts too: at a great zoom the end may be above the button's own screen.
    if (!entries.some((one) => one.isIntersecting || one.boundingClientRect.bottom < 0)) return;
    observer.disconnect();
    open();
  });
  observer.observe(end);
}
