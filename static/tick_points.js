// Unticking is told from never having ticked: a point that was ticked here and is no more is named,
// so that what another window ticked meanwhile stays.
const form = document.querySelector("form[data-keep]");

form.addEventListener("change", ({ target }) => {
  if (target.name !== "point" || target.checked) return;
  if ([...form.querySelectorAll("[name=known]")].some((one) => one.value === target.value)) return;
  const known = document.createElement("input");
  Object.assign(known, { type: "hidden", name: "known", value: target.value });
  form.append(known);
});
