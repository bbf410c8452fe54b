// Keep what is typed in a long form: in this browser at once, on the school's server soon after.
// What a lost connection or a closed window left in the browser is sent when the page is opened
// again, or another page of the same draft, and is then shown. What it says of this stands in the
// page. A shared computer keeps each person's words apart.
const SOON = 2000;
const form = document.querySelector("form[data-keep]");
const below = document.querySelector("[data-typed-below]");
let leaving = new AbortController();

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

const keys = () => {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
};

const send = async (entries, path) => {
  const body = new URLSearchParams(entries);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const keepalive = body.toString().length < 60000;
  try {
    const options = { method: "POST", body, redirect: "manual", keepalive, signal: leaving.signal };
    return (await fetch(path, options)).status;
  } catch {
    return 0;
  }
};

// 204: kept, and can be saved. 409: kept as well, but nothing can be saved there any more.
const isKept = (answer) => answer === 204 || answer === 409;

for (const sent of document.querySelectorAll("[data-forget-typing]")) {
  localStorage.removeItem(nameFor(sent.dataset.person, sent.dataset.forgetTyping));
}

// What was typed of this draft without a connection, found from a page where nobody types it on.
if (below) {
  const start = nameFor(below.dataset.person, below.dataset.typedBelow);
  const found = keys().filter((key) => key.startsWith(start));
  const sendAll = async () => {
    let kept = 0;
    for (const key of found) {
      const typed = read(key);
      if (!typed) continue;
      const path = `${key.slice(nameFor(below.dataset.person, "").length)}keep/`;
      if (!isKept(await send([...typed.entries, ["typed_at", typed.at]], path))) continue;
      localStorage.removeItem(key);
      kept += 1;
    }
    if (kept) location.reload();
  };
  sendAll();
}

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
    const answer = await send(kept.entries, form.dataset.keep);
    if (isKept(answer) && read(key)?.at === kept.at) localStorage.removeItem(key);
    if (answer === 204) {
      say(status.dataset.kept);
    } else if (answer === 409) {
      say(status.dataset.closed);
    } else if (answer === 404 || answer === 410) {
      say(status.dataset.gone);
    } else if (answer === 413) {
      say(status.dataset.tooLong);
    } else {
      say("It could not be sent just now: there is no connection, or you are signed out. What you type is kept in this browser.");
      timer = setTimeout(keepOnServer, 10 * SOON);
    }
  };

  const restore = async (kept) => {
    if (!isKept(await send(kept.entries, form.dataset.keep))) return;
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
  // What a press sends is never sent once more behind it: it would be kept though it is saved.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = null;
    leaving.abort();
    leaving = new AbortController();
  });
  addEventListener("online", keepOnServer);
  addEventListener("pagehide", () => {
    if (timer) keepOnServer();
  });
}
