// What is pasted from Word or a web page into a field for several clauses keeps its lists and
// headings, as lines set in with "- " and "# ", and drops everything else that it looked like.
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote, pre, div";

// What it looked like is never applied, for our pages allow no style within them: it is only read.
const unstyled = (html) =>
  html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));

const words = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(`ul, ol, ${BLOCKS}, style, script, [data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']`).forEach((inner) => inner.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
};

const depth = (element) => {
  const word = /mso-list:[^;]*level(\d)/.exec(element.dataset.style || "");
  if (word) return Number(word[1]);
  let lists = 0;
  for (let above = element.parentElement; above; above = above.parentElement) {
    if (above.matches("ul, ol")) lists += 1;
  }
  return lists;
};

const lines = (html) => {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  const found = [];
  for (const element of page.body.querySelectorAll(BLOCKS)) {
    const text = words(element);
    if (!text) continue;
    const level = depth(element);
    const isHeading = /^H[1-6]$/.test(element.tagName) || /^MsoHeading/.test(element.className);
    if (isHeading) found.push(`${"#".repeat(Number(element.tagName[1]) || 2)} ${text}`);
    else if (level) found.push(`${"  ".repeat(level)}- ${text}`);
    else found.push(text);
  }
  return found.length ? found : [page.body.textContent.trim()];
};

for (const field of document.querySelectorAll("textarea[data-paste]")) {
  const gap = field.dataset.paste === "document" ? "\n\n" : "\n";
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html) return;
    event.preventDefault();
    const text = lines(html).join(gap).replace(/\n\n(?= +- )/g, "\n");
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
