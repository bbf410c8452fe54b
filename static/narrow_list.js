// Narrow a list as soon as something is chosen, without a new page: the list is fetched as the form
// would ask for it, and put in its place. Without this script the form has its button.
const form = document.querySelector("form[data-narrow]");
const list = form && document.getElementById(form.dataset.narrow);
const said = document.querySelector("[data-narrow-said]");
let latest = null;

const addressOf = (form) => {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const asked = new URLSearchParams(chosen).toString();
  return asked ? `${form.action}?${asked}` : form.action;
};

const narrow = async () => {
  latest?.abort();
  latest = new AbortController();
  const address = addressOf(form);
  try {
    const answer = await fetch(address, { redirect: "error", signal: latest.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(list.id);
    if (!answer.ok || !fresh) throw new Error("no list");
    list.replaceChildren(...document.adoptNode(fresh).childNodes);
    history.replaceState(null, "", address);
    said.textContent = list.querySelector("[data-narrow-says]")?.firstChild.textContent ?? "";
    document.dispatchEvent(new Event("list-changed"));
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
};

if (list) form.addEventListener("change", narrow);
