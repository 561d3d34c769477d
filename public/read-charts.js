// Reads values off the charts of a page: by pointer or finger, or by the arrow keys, after the slider pattern of the
// WAI-ARIA Authoring Practices. The dates of a chart are the steps of a slider placed over it. This script creates
// every control, so that without it no dead control can be seen or focused; readers then use the texts inside the chart
// and its table.

// The number of dates that Page Up or Page Down moves by: a year, if each month has one date.
const PAGE = 12;

// Separates the date from the values in a text of the chart.
const AFTER_DATE = "\u2002";

/** The values of the lines on each date, from the texts of the chart; `places` are the positions of the dates in its two widths. */
function readingsOf(chart) {
  const { lines, places, separator } = chart.dataset;
  const named = lines.split("\n").map((line) => line.split("\t"));
  const [wide, narrow] = places.split("\n").map((row) => row.split(" ").map(Number));
  return [...chart.querySelectorAll(".reach > title")].map((text, at) => {
    const spoken = text.textContent;
    const [date, said = ""] = spoken.split(AFTER_DATE);
    const values = said.split(separator).flatMap((value) => {
      const line = named.find(([, name]) => value.startsWith(`${name} `));
      return line ? [[...line, value.slice(line[1].length + 1)]] : [];
    });
    values.sort((left, right) => Number.parseFloat(right[2]) - Number.parseFloat(left[2]));
    return { date, spoken, values, places: [wide[at], narrow[at]] };
  });
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function makeReader(chart) {
  const readings = readingsOf(chart);
  const slider = element("div");
  const panel = element("div", "", "reading");
  // The style sheet shows the marker for the current width.
  const markers = ["reader-wide", "reader-narrow"].map((width) => {
    const room = element("span", "", width);
    slider.append(room);
    return room.appendChild(element("i"));
  });
  let at = readings.length - 1;
  let focused = false;

  const open = (isOpen) => {
    for (const part of [...markers, panel]) part.hidden = !isOpen;
  };
  const show = (place) => {
    at = Math.min(Math.max(place, 0), readings.length - 1);
    const { date, spoken, values, places } = readings[at];
    // Set by script: the content security policy forbids styles in the page.
    for (const [width, marker] of markers.entries()) marker.style.left = `${places[width] / 100}%`;
    const list = element("ul");
    list.setAttribute("role", "list");
    for (const [sign, name, value] of values) {
      const entry = element("li");
      entry.append(element("i", "", sign), element("span", name), element("b", value));
      list.append(entry);
    }
    panel.replaceChildren(element("p", date), list);
    slider.setAttribute("aria-valuenow", String(at + 1));
    slider.setAttribute("aria-valuetext", spoken);
  };
  const steps = {
    ArrowLeft: () => at - 1,
    ArrowDown: () => at - 1,
    ArrowRight: () => at + 1,
    ArrowUp: () => at + 1,
    PageDown: () => at - PAGE,
    PageUp: () => at + PAGE,
    Home: () => 0,
    End: () => readings.length - 1,
  };
  const press = (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(step());
    open(true);
  };
  const point = (event) => {
    const width = markers[0].parentElement.offsetWidth ? 0 : 1;
    const here = (event.offsetX / Math.max(slider.offsetWidth, 1)) * 10_000;
    const away = ({ places }) => Math.abs(places[width] - here);
    show(readings.reduce((nearest, each, place) => (away(each) < away(readings[nearest]) ? place : nearest), 0));
    open(true);
  };

  slider.setAttribute("role", "slider");
  slider.tabIndex = 0;
  slider.setAttribute("aria-label", chart.dataset.label);
  slider.setAttribute("aria-valuemin", "1");
  slider.setAttribute("aria-valuemax", String(readings.length));
  slider.addEventListener("keydown", press);
  slider.addEventListener("pointerdown", point);
  slider.addEventListener("pointermove", point);
  slider.addEventListener("focus", () => {
    focused = true;
    open(true);
  });
  slider.addEventListener("blur", () => {
    focused = false;
    open(false);
  });
  const reader = element("div", "", "reader no-print");
  // Lifting a finger counts as leaving, but the value it pointed at must stay readable.
  reader.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") open(focused && !panel.hidden);
  });
  // Wherever the focus is: content that a pointer opened must not stay in the way.
  addEventListener("keyup", (event) => {
    if (event.key === "Escape") open(false);
  });
  show(at);
  open(false);
  reader.append(slider, panel);
  chart.append(reader);
}

for (const chart of document.querySelectorAll("[data-places]")) makeReader(chart);
