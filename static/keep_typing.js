// Keep what is typed in a long form: in this browser at once, on the school's server soon after.
// What a lost connection or a closed window left in the browser is sent when the page is opened
// again, and the page then shows it. A shared computer keeps each person's words apart.
const SOON = 2000;
const form = document.querySelector("form[data-keep]");
const forget = document.querySelector("[data-forget-typing]");

const nameFor = (person, path) => `typing:${person}:${path}`;

const write = (key, kept) => {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still sends it to the server.
  }
};

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const send = async (entries) => {
  const body = new URLSearchParams(entries);
  const token = form.elements.csrfmiddlewaretoken.value;
  body.set("csrfmiddlewaretoken", token);
  try {
    const options = { method: "POST", body, redirect: "manual", keepalive: body.toString().length < 60000 };
    return (await fetch(form.dataset.keep, options)).status;
  } catch {
    return 0;
  }
};

if (forget) localStorage.removeItem(nameFor(forget.dataset.person, forget.dataset.forgetTyping));

if (form) {
  const key = nameFor(form.dataset.person, form.dataset.path);
  const status = document.querySelector("[data-keep-status]");
  let timer = null;

  // Only what has changed is said, or a screen reader would speak every few seconds.
  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  const entriesNow = () => [...new FormData(form)].map(([name, value]) => [name, String(value)]);

  const keepOnServer = async () => {
    clearTimeout(timer);
    timer = null;
    const kept = read(key);
    if (!kept) return;
    const answer = await send(kept.entries);
    if (answer === 204) {
      if (read(key)?.at === kept.at) localStorage.removeItem(key);
      say("What you type is kept. It is in the draft once you save.");
    } else if (answer === 409 || answer === 404) {
      say("This is no draft any more, so nothing can be saved here. What you typed is kept in this browser.");
    } else if (answer === 413) {
      say("This is more than one section can hold. What you typed is kept in this browser.");
    } else {
      say("It could not be sent just now: there is no connection, or you are signed out. What you type is kept in this browser.");
      timer = setTimeout(keepOnServer, 10 * SOON);
    }
  };

  const restore = async (kept) => {
    if ((await send(kept.entries)) !== 204) return;
    localStorage.removeItem(key);
    location.replace(form.dataset.path);
  };

  const left = read(key);
  if (left && form.dataset.answered) {
    localStorage.removeItem(key);
  } else if (left && left.at > Date.parse(form.dataset.keptAt || 0)) {
    restore(left);
  } else if (left) {
    localStorage.removeItem(key);
  }

  form.addEventListener("input", () => {
    write(key, { at: Date.now(), entries: entriesNow() });
    clearTimeout(timer);
    timer = setTimeout(keepOnServer, SOON);
  });
  addEventListener("online", keepOnServer);
  addEventListener("pagehide", () => {
    if (timer) keepOnServer();
  });
}
