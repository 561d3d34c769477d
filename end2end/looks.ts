import { expect, type Page } from "./fixtures";

/** Fails if text is outside the window and cannot be scrolled into it, or is cut off by its container. */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (!words || element.closest("svg, .visually-hidden, .skip-link, [hidden]")) continue;
      const style = getComputedStyle(element);
      if (style.visibility === "hidden" || element.getClientRects().length === 0) continue;
      const scrolls = (one: HTMLElement) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
      let holder: HTMLElement | null = element;
      while (holder && !scrolls(holder)) holder = holder.parentElement;
      // Content of a part that scrolls by itself can be scrolled into view.
      if (holder) continue;
      const box = element.getBoundingClientRect();
      if (box.right > width + 1 || box.left < -1) found.push(`outside: ${element.outerHTML.slice(0, 120)}`);
      if (["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
        found.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
      }
    }
    return found;
  });
  expect(cut).toEqual([]);
}

/** Parts of a visible chart with too little contrast to the background: below 3:1 for shapes, 4.5:1 for text. */
export async function drawnInvisibly(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parse = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = parse(colour).map((part, place) => {
        if (place > 2) return part;
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (one: string, other: string) => {
      const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
      return (light + 0.05) / (dark + 0.05);
    };
    const found: string[] = [];
    for (const drawing of document.querySelectorAll<SVGSVGElement>("svg.chart")) {
      if (drawing.getClientRects().length === 0) continue;
      const ground = getComputedStyle(drawing).backgroundColor;
      if (parse(ground)[3] === 0) found.push(`a drawing without a ground of its own: ${drawing.getAttribute("class")}`);
      for (const line of drawing.querySelectorAll(".line, .target-line, .target-step, .reference-line, .axis")) {
        const { stroke } = getComputedStyle(line);
        if (stroke === "none" || ratio(stroke, ground) < 3) found.push(`${line.getAttribute("class")} ${stroke} on ${ground}`);
      }
      for (const text of drawing.querySelectorAll("text.label, text.end-label, text.note")) {
        const { fill } = getComputedStyle(text);
        if (ratio(fill, ground) < 4.5) found.push(`${text.textContent} ${fill} on ${ground}`);
      }
    }
    for (const icon of document.querySelectorAll<SVGElement>("svg.icon")) {
      if (icon.getClientRects().length === 0) continue;
      let holder: Element | null = icon;
      let ground = "rgba(0, 0, 0, 0)";
      while (holder && parse(ground)[3] === 0) {
        ground = getComputedStyle(holder).backgroundColor;
        holder = holder.parentElement;
      }
      const { stroke } = getComputedStyle(icon);
      if (ratio(stroke, ground) < 3) found.push(`icon ${stroke} on ${ground}: ${icon.parentElement?.outerHTML.slice(0, 100)}`);
    }
    return found;
  });
}

/** Runs in the page: how the focused element shows its focus. */
export function outlineOfFocus(): { name: string; ratio: number; width: number } {
  const element = document.activeElement ?? document.body;
  const shown = element.closest("a.area")?.querySelector(".shape") ?? element;
  const style = getComputedStyle(shown);
  const inDrawing = shown !== element;
  const colour = inDrawing ? style.stroke : style.outlineColor;
  const width = Number.parseFloat(inDrawing ? style.strokeWidth : style.outlineStyle === "none" ? "0" : style.outlineWidth);
  const luminance = (text: string) => {
    const parts = (text.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
  };
  let holder: Element | null = inDrawing ? shown.closest("svg") : element.parentElement;
  let ground = "rgba(0, 0, 0, 0)";
  while (holder && /rgba\(.*, 0\)/.test(ground)) {
    ground = getComputedStyle(holder).backgroundColor;
    holder = holder.parentElement;
  }
  if (/rgba\(.*, 0\)/.test(ground)) ground = getComputedStyle(document.documentElement).backgroundColor;
  const [light = 0, dark = 0] = [luminance(colour), luminance(ground)].sort((left, right) => right - left);
  return { name: element.outerHTML.slice(0, 100), ratio: (light + 0.05) / (dark + 0.05), width };
}

/** Elements that move for longer than the eye notices, or scroll smoothly. */
export async function movingElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const longest = (durations: string) =>
      Math.max(...durations.split(",").map((one) => Number.parseFloat(one) * (one.trim().endsWith("ms") ? 1 : 1000)));
    return [...document.querySelectorAll("*")].flatMap((element) =>
      [undefined, "::before", "::after"].flatMap((part) => {
        const style = getComputedStyle(element, part);
        const time = Math.max(longest(style.transitionDuration), longest(style.animationDuration));
        return time > 0.01 || style.scrollBehavior === "smooth" ? [`${element.tagName}${part ?? ""} ${time} ms`] : [];
      }),
    );
  });
}
