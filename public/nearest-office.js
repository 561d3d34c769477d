// Offices, nearest to the reader first. The position is asked for when the button is pressed and at no other time; the
// order is worked out here, from the positions of the offices in the page, and nothing is sent. Without script there is no
// button: the form for a ward or a postcode does the same on the server.

const place = document.querySelector("[data-nearest]");
const list = document.querySelector(".office-list");
const offices = [...list.querySelectorAll("[data-position]")];

/** The distance in kilometres, by the haversine formula. */
function distance([latitude, longitude], to) {
  const half = (one, other) => Math.sin(((other - one) * Math.PI) / 360) ** 2;
  const across = Math.cos((latitude * Math.PI) / 180) * Math.cos((to.latitude * Math.PI) / 180);
  return 12742 * Math.asin(Math.sqrt(half(latitude, to.latitude) + across * half(longitude, to.longitude)));
}

function sort({ coords }) {
  const away = offices.map((office) => [distance(office.dataset.position.split(",").map(Number), coords), office]);
  away.sort(([one], [other]) => one - other);
  const written = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  // Offices without a position stay at the end.
  for (const [kilometres, office] of away.reverse()) {
    const note = office.querySelector(".office-distance") ?? document.createElement("p");
    note.className = "small office-distance";
    note.textContent = place.dataset.distance.replace("#", written.format(kilometres));
    office.append(note);
    list.prepend(office);
  }
  // The order that was there, by ward or postcode, holds no longer.
  document.querySelector("[data-order]")?.remove();
}

if (navigator.geolocation && offices.length > 1) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button secondary";
  button.textContent = place.dataset.nearest;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "small";
  button.addEventListener("click", () => {
    status.textContent = place.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        sort(position);
        status.textContent = place.dataset.sorted;
      },
      (error) => {
        status.textContent = error.code === error.PERMISSION_DENIED ? place.dataset.refused : place.dataset.unknown;
      },
      { timeout: 20_000, maximumAge: 60_000 },
    );
  });
  place.append(button, status);
}
