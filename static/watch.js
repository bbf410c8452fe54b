// While something on this page is under way, fetch the page again now and then and show how far it
// has come. Only its end is spoken: a screen reader that told of every step would never be quiet.
const EVERY = 3000;

const look = async () => {
  const shown = document.querySelector("[data-watch]");
  if (!shown || shown.dataset.watch !== "going") return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-watch]");
      if (answer.ok && fresh && !shown.contains(document.activeElement)) {
        shown.replaceWith(document.adoptNode(fresh));
        const said = document.querySelector("[data-watch-said]");
        if (fresh.dataset.watch === "done" && said) said.textContent = said.dataset.watchSaid;
      }
    } catch {
      // No connection, or signed out: what is shown stands, and the next look may be luckier.
    }
  }
  setTimeout(look, EVERY);
};

setTimeout(look, EVERY);
