// Before the button: what this visit will count as, child by child, while the answers are given. The page says the
// same without this file, by each way of seeing a child.
const section = document.querySelector("[data-counts]");
const form = section?.closest("form");
const says = Object.fromEntries(
  [...(section?.querySelectorAll("[data-way]") ?? [])].map((way) => [way.dataset.way, way.dataset.says]),
);
const checked = (name) => form.querySelector(`[name="${CSS.escape(name)}"]:checked`)?.value ?? "";
const line = (name, text) => {
  const item = document.createElement("li");
  const who = document.createElement("b");
  who.textContent = `${name}: `;
  item.append(who, text);
  return item;
};
const sentence = (row, chosen) => {
  if (!chosen) return "not part of this visit. Nothing changes.";
  const seen = checked(`child-${row}-seen`);
  if (seen === "not-seen") return `${says["not-seen"]}.`;
  const how = checked("how");
  if (!seen || !how) return "say how, and whether the child was seen.";
  const alone = seen === "alone" ? "seen, and alone" : "seen, not alone; “seen alone” stays open";
  return `${alone}. This ${says[how]}.`;
};
const count = () => {
  const list = document.createElement("ul");
  list.className = "app-rows";
  form.querySelectorAll('[name="children"]').forEach((box) => {
    const name = box.labels?.[0]?.textContent.trim().split(",")[0] ?? "";
    list.append(line(name, sentence(box.value, box.checked)));
    // A child who is not part of the visit takes no room on a phone.
    const block = box.closest("section")?.querySelector(".app-child__inside");
    if (block) block.hidden = !box.checked;
  });
  section.querySelector("[data-counts-says]").replaceChildren(list);
};
if (form) {
  section.querySelector("[data-counts-ways]").hidden = true;
  form.addEventListener("change", count);
  count();
}
