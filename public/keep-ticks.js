// Ticks in a guide's list: what is done is kept on this device only, and nothing is sent. Without script there are no
// boxes, and the list is the same.

const list = document.querySelector("[data-ticks]");
const key = `guide:${list.dataset.ticks}`;

/** The entries that are done. A browser may refuse to store anything. */
function done() {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return new Set(Array.isArray(kept) ? kept : []);
  } catch {
    return new Set();
  }
}

function keep(entries) {
  try {
    if (entries.size > 0) localStorage.setItem(key, JSON.stringify([...entries]));
    else localStorage.removeItem(key);
  } catch {
    // The tick stays until the page is left.
  }
}

const before = done();
for (const item of list.querySelectorAll("[data-tick]")) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = before.has(item.dataset.tick);
  const label = document.createElement("label");
  label.className = "choice guide-tick";
  const words = document.createElement("span");
  words.textContent = list.dataset.tickLabel;
  // The name of the entry is what the box is about.
  const name = item.querySelector(".guide-name b");
  name.id ||= `tick-${item.dataset.tick}`;
  box.setAttribute("aria-describedby", name.id);
  label.append(box, words);
  item.prepend(label);
  item.classList.toggle("is-done", box.checked);
  box.addEventListener("change", () => {
    const entries = done();
    if (box.checked) entries.add(item.dataset.tick);
    else entries.delete(item.dataset.tick);
    keep(entries);
    item.classList.toggle("is-done", box.checked);
  });
}
