// Everything on the pages works without this file; it only saves a click here and there.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
import(document.body.dataset.frontend).then((frontend) => frontend.initAll());

// The reasons why a step was not taken come first, for eye and ear.
document.querySelector("[data-focus]")?.focus();

// A question that hangs on another answer is folded away, but never once anything was written in it.
const asked = [...document.querySelectorAll("[data-only-if]")];
const filled = (group) =>
  group.classList.contains("govuk-form-group--error") ||
  [...group.querySelectorAll("input, textarea, select")].some((box) =>
    box.type === "radio" || box.type === "checkbox" ? box.checked && box.value : box.value.trim(),
  );
const answers = (group) =>
  [...(group.closest("form")?.querySelectorAll(`[name="${CSS.escape(group.dataset.onlyIf)}"]`) ?? [])]
    .filter((box) => (box.type === "radio" || box.type === "checkbox" ? box.checked : true))
    .map((box) => box.value);
const fold = () =>
  asked.forEach((group) => {
    const wanted = JSON.parse(group.dataset.onlyIfValues);
    group.hidden = !answers(group).some((answer) => wanted.includes(answer)) && !filled(group);
  });
document.addEventListener("change", fold);
fold();

// On paper every disclosure is open.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  opened.forEach((one) => (one.open = true));
});
window.addEventListener("afterprint", () => opened.forEach((one) => (one.open = false)));

// A link to a question within a disclosure opens it; newer browsers do so by themselves.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const folded = link && document.getElementById(link.hash.slice(1))?.closest("details");
  if (folded) folded.open = true;
});
