// Keep what is typed in a report: on the school's server, in the draft that is forgotten once it is
// sent. Never in this browser's own storage: the device may be shared, and what is kept there stays
// for whoever opens it next. While there is no connection the words are in the open page only, and
// the page says so and lets nobody leave it unasked.
const SOON = 2000;
const AGAIN = 10000;
const form = document.querySelector("form[data-keep]");

if (form) {
  const status = document.querySelector("[data-keep-status]");
  let timer = null;
  let isUnkept = false;
  let isCutOff = false;
  let isLeaving = false;
  let sending = new AbortController();

  // Only what has changed is said, or a screen reader would speak every few seconds.
  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  const send = (options) =>
    fetch(form.dataset.keep, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
      ...options,
    });

  // 204: kept. Any other answer: not kept, but the page can be sent, and carries what was answered.
  const keep = async () => {
    clearTimeout(timer);
    isUnkept = false;
    try {
      const answer = await send({ signal: sending.signal });
      isCutOff = false;
      say(answer.status === 204 ? "What you type is kept until you send it." : "");
    } catch {
      if (isLeaving) return;
      isUnkept = isCutOff = true;
      say("There is no connection just now. What you typed is only on this page, so leave it open. It is kept as soon as the connection is back.");
      timer = setTimeout(keep, AGAIN);
    }
  };

  form.addEventListener("input", () => {
    isUnkept = true;
    clearTimeout(timer);
    timer = setTimeout(keep, SOON);
  });

  // With no connection the browser would put its own error page in place of the words.
  document.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (event.target === form && (isCutOff || !navigator.onLine)) {
      event.preventDefault();
      await keep();
      if (isCutOff) return;
      isLeaving = true;
      form.submit();
      return;
    }
    isLeaving = true;
    sending.abort();
    sending = new AbortController();
  });

  addEventListener("online", () => {
    if (isUnkept) keep();
  });
  addEventListener("beforeunload", (event) => {
    if (isCutOff && !isLeaving) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    if (isUnkept && !isLeaving) send({ keepalive: true }).catch(() => {});
  });
  addEventListener("pageshow", () => {
    isLeaving = false;
  });
}
