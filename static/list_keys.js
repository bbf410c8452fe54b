// Work through a list with the keyboard: j and k move the focus from link to link, x ticks, / goes
// to the field that finds one. Nothing happens while somebody types or chooses, nor with Ctrl, Alt
// or Command; and whoever speaks to their computer or is bothered by it can turn the keys off.
const NAME = "list-keys";
const isOn = () => {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true;
  }
};

const show = () => {
  for (const help of document.querySelectorAll("[data-list-keys]")) help.hidden = false;
  for (const box of document.querySelectorAll("[data-list-keys-on]")) box.checked = isOn();
};

const rows = () => [...document.querySelectorAll("[data-list-row]")];
const rowHere = () => document.activeElement?.closest("[data-list-row]");

const move = (by) => {
  const all = rows();
  const here = all.indexOf(rowHere());
  const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1);
  const link = all[next]?.querySelector("[data-list-open]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
};

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => rowHere()?.querySelector("input[type=checkbox]")?.click(),
  "/": () => document.querySelector("[data-list-find]")?.focus(),
};

const isTyping = (element) =>
  element?.isContentEditable ||
  (element?.matches("input, select, textarea") && !element.matches("[type=checkbox], [type=radio]"));

document.addEventListener("keydown", (event) => {
  const does = KEYS[event.key];
  if (!does || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (!isOn()) return;
  event.preventDefault();
  does();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-list-keys-on]")) return;
  try {
    localStorage.setItem(NAME, event.target.checked ? "on" : "off");
  } catch {
    // A browser that keeps nothing asks again on the next page.
  }
});
document.addEventListener("list-changed", show);
show();
