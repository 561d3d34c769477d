// Hydrates the islands of a page, but only when a visitor approaches one: a visitor who reads and leaves, on an
// old phone or a metered line, never loads the WebAssembly. Until then, and without it, everything is plain HTML.

const islands = [...document.querySelectorAll("leptos-island")];
const approaches = ["focusin", "pointerover", "touchstart"];

async function wake() {
  for (const island of islands) {
    for (const approach of approaches) {
      island.removeEventListener(approach, wake);
    }
  }
  const browserHalf = await import("./pkg/tetsuzuki.js");
  await browserHalf.default({ module_or_path: new URL("./pkg/tetsuzuki.wasm", import.meta.url) });
  browserHalf.hydrate();
  for (const island of islands) {
    browserHalf[island.dataset.component]?.(island);
  }
}

for (const island of islands) {
  for (const approach of approaches) {
    island.addEventListener(approach, wake, { passive: true });
  }
}

// A visitor may have been quicker than this script.
if (islands.some((island) => island.contains(document.activeElement))) {
  wake();
}

// Not an island: a plain script reads a chart with a twentieth of the bytes, and immediately (docs/adr/0009).
if (document.querySelector("[data-places]")) {
  import("./read-charts.js");
}

// Ticks in the list of a guide, kept on the device.
if (document.querySelector("[data-ticks]")) {
  import("./keep-ticks.js");
}

// Offices by distance, for who presses the button.
if (document.querySelector("[data-nearest]")) {
  import("./nearest-office.js");
}
