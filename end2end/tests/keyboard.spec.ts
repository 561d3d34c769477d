import { expect, expectReaders, type Page, test } from "../fixtures";
import { PAGES } from "../routes";

test.describe("with the keyboard alone", () => {
  test.beforeEach(({}, info) => {
    test.skip(info.project.name === "phone", "phones have no Tab key");
  });

  for (const address of [...PAGES, "/nothing-here"]) {
    test(`everything on ${address} can be focused, is visible and does not trap the focus`, async ({ page }) => {
      // A page with more than a hundred stops is tabbed through twice.
      test.slow();
      await page.goto(address);
      await expectReaders(page);
      const expected = await listStops(page);
      expect(expected.length).toBeGreaterThan(5);

      // Once more than the number of stops: after the last one the focus leaves the page.
      const forwards = await walk(page, "Tab", expected.length + 1);
      expect(forwards.visited, "stops in the order of the page").toEqual(expected.map((_, place) => place));
      expect(forwards.unseen, "stops whose focus cannot be seen").toEqual([]);

      // From the end back to the start: nothing traps the focus.
      const backwards = await walk(page, "Shift+Tab", expected.length);
      expect(backwards.visited).toEqual(expected.map((_, place) => expected.length - 1 - place));
    });
  }

  test("filters can be opened, applied and removed", async ({ page }) => {
    await page.goto("/procedures");
    await tabTo(page, ".facet:not([open]) > summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const chosen = page.locator(".facet a:focus");
    const count = await chosen.locator(".facet-count").innerText();
    const address = (await chosen.getAttribute("href")) ?? "";
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(address);
    await expect(page.locator("main h2").first()).toContainText(count);
    await tabTo(page, ".facet a[aria-current]");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/procedures$/);
  });

  test("a user can search for a word and open a procedure", async ({ page }) => {
    await page.goto("/");
    await tabTo(page, "main input[name=q]");
    await page.keyboard.insertText("転出");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=/);
    await tabTo(page, "main a[href^='/procedures/']");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/procedures\/[\w-]+$/);
  });

  test("the first link skips the header", async ({ page }) => {
    await page.goto("/cards");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  });

  test("the arrow keys scroll a wide table", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto("/targets");
    await tabTo(page, ".table-region");
    const region = page.locator(".table-region:focus");
    expect(await region.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  });
});

/** Numbers every control and returns a description of each, in page order. */
async function listStops(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const operable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const all = [...document.querySelectorAll<HTMLElement | SVGElement>(operable)].filter(
      (element) => element.checkVisibility({ visibilityProperty: true }) && !element.hasAttribute("disabled"),
    );
    // The options of one question are a single stop; the arrow keys move among them.
    const question = (element: Element) =>
      element instanceof HTMLInputElement && element.type === "radio" ? element.name : element;
    const questions = [...new Set(all.map(question))];
    all.forEach((element) => element.setAttribute("data-stop", String(questions.indexOf(question(element)))));
    const stops = questions.map((one) => all.find((element) => question(element) === one) as Element);
    return stops.map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Presses a key the given number of times, or until the focus leaves the page. */
async function walk(page: Page, key: string, presses: number): Promise<{ visited: number[]; unseen: string[] }> {
  const visited: number[] = [];
  const unseen: string[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return undefined;
      const drawn = element.closest("a.area")?.querySelector(".shape");
      const style = getComputedStyle(drawn ?? element);
      const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
      const thick = drawn ? Number.parseFloat(style.strokeWidth) >= 2 : false;
      const box = element.getBoundingClientRect();
      const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const number = element.getAttribute("data-stop");
      return {
        number: number === null ? -1 : Number(number),
        seen: (outlined || thick) && inSight,
        html: element.outerHTML,
        hasParts: element.matches("input[type=date]"),
      };
    });
    if (!stop) break;
    // The browser makes year, month, day and calendar of one field separate stops.
    if (stop.hasParts && stop.number === visited.at(-1)) press -= 1;
    else visited.push(stop.number);
    if (!stop.seen) unseen.push(stop.html.slice(0, 120));
  }
  return { visited, unseen };
}

async function tabTo(page: Page, selector: string, key = "Tab"): Promise<void> {
  for (let press = 0; press < 300; press += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`${selector} is not reached by the ${key} key`);
}
