// Keep what is typed in a long form: in this browser at once, on the school's server soon after.
// What a lost connection or a closed window left in the browser is sent when the page is opened
// again, and the page then shows it. What it says of this stands in the page. A shared computer keeps each person's words apart.
const SOON = 2000;
const form = document.querySelector("form[data-keep]");

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

for (const sent of document.querySelectorAll("[data-forget-typing]")) {
  localStorage.removeItem(nameFor(sent.dataset.person, sent.dataset.forgetTyping));
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
    const answer = await send(kept.entries);
    if (answer === 204) {
      if (read(key)?.at === kept.at) localStorage.removeItem(key);
      say(status.dataset.kept);
    } else if (answer === 409 || answer === 404) {
      say(status.dataset.gone);
    } else if (answer === 413) {
      say(status.dataset.tooLong);
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
  // What is on its way as the page's own answer is not sent a second time beside it.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = null;
  });
  addEventListener("online", keepOnServer);
  addEventListener("pagehide", () => {
    if (timer) keepOnServer();
  });
}
