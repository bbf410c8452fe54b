// On a narrow screen, fold the menu behind its button. Without this script it is simply open.
const button = document.querySelector(".menu-button");
const menu = document.getElementById("site-menu");

if (button && menu) {
  document.documentElement.classList.add("has-menu-button");
  button.hidden = false;

  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };

  button.addEventListener("click", () => show(!menu.classList.contains("is-open")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
    show(false);
    button.focus();
  });
}

// What stands behind "More" closes again by Escape, and by a press anywhere else.
const more = document.querySelector(".more");

if (more) {
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target)) more.open = false;
  });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}
