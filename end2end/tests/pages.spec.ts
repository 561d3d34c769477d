import {
  collectComplaints,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  expectReadableInTheDark,
  type Page,
  test,
} from "../fixtures";
import { drawnInvisibly, expectNothingCutOff, movingElements, outlineOfFocus } from "../looks";
import { addressIn, LANGUAGES, PAGES } from "../routes";

// One visit to each page, in each language, checks everything that needs no other visit: opening pages takes most of
// the time of these checks.
for (const path of PAGES) {
  test(`${path} is accessible`, async ({ page }, info) => {
    test.slow();
    const complaints = collectComplaints(page);
    for (const { prefix, lang, name, sample } of LANGUAGES) {
      await test.step(`in ${name}`, async () => {
        const response = await page.goto(addressIn(prefix, path));
        expect(response?.status()).toBe(200);
        await expect(page.locator("html")).toHaveAttribute("lang", lang);
        await expect(page.locator("h1")).toHaveCount(1);
        await expect(page.locator("main")).toBeVisible();
        expect(await page.title()).toMatch(/堺市|Sakai/);
        await expect(page.locator("body")).toContainText(new RegExp(sample, "i"));
        expect(await page.locator("body").innerText()).not.toMatch(/Unknown localization|\{\s*\$/);
        await expectNoSidewaysScrolling(page);
        await expectAccessible(page);
      });
      if (info.project.name === "desktop") {
        await test.step(`in ${name}, in dark colours`, () => expectReadableInTheDark(page));
        // Neither depends on the language.
        if (prefix === "") {
          await test.step("in colours forced by the reader's system", () => expectInSightInForcedColours(page));
          await test.step("with less motion", () => expectStillness(page));
        }
        await test.step(`in ${name}, on a narrow screen`, () => expectFitsNarrowScreen(page));
      }
      // Large text has the least room on a phone.
      if (info.project.name === "phone") await test.step(`in ${name}, in large text`, () => expectFitsLargeText(page));
    }
    expect(complaints, "complaints of the browser").toEqual([]);
  });
}

async function expectInSightInForcedColours(page: Page): Promise<void> {
  const forced = (colorScheme: "light" | "dark") =>
    page.emulateMedia({ forcedColors: "active", colorScheme, reducedMotion: "reduce" });
  for (const colorScheme of ["light", "dark"] as const) {
    await forced(colorScheme);
    expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
    expect(await drawnInvisibly(page), "lines, bars and texts of charts that nobody can see").toEqual([]);
  }
  for (let stop = 0; stop < 8; stop += 1) {
    await page.keyboard.press("Tab");
    for (const colorScheme of ["light", "dark"] as const) {
      await forced(colorScheme);
      const { name, ratio, width } = await page.evaluate(outlineOfFocus);
      expect(width, `${name} has an outline, ${colorScheme}`).toBeGreaterThanOrEqual(2);
      expect(ratio, `the outline of ${name} against the ground, ${colorScheme}`).toBeGreaterThanOrEqual(3);
    }
  }
  await page.emulateMedia({ forcedColors: null, colorScheme: null, reducedMotion: null });
}

async function expectStillness(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await movingElements(page)).toEqual([]);
  await page.emulateMedia({ reducedMotion: null });
}

async function expectFitsNarrowScreen(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
  await expectNothingCutOff(page);
  if (size) await page.setViewportSize(size);
}

async function expectFitsLargeText(page: Page): Promise<void> {
  // Enlarging text in the browser's settings changes the size of a rem. The security policy would refuse a style element;
  // this does the same through the DOM.
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  const size = await page.evaluate(() => getComputedStyle(document.querySelector("main p") ?? document.body).fontSize);
  expect(Number.parseFloat(size), "the text has grown").toBeGreaterThanOrEqual(24);
  await expectNoSidewaysScrolling(page);
  await expectNothingCutOff(page);
}

test.describe("with forced colours, the current position", () => {
  for (const address of ["/cards?measure=issued", "/en/targets", "/procedures?page=2"]) {
    test(`is shown by more than colour on ${address}`, async ({ page }, info) => {
      test.skip(info.project.name !== "desktop", "colours do not depend on the width");
      await page.emulateMedia({ forcedColors: "active" });
      await page.goto(address);
      const alike = await page.evaluate(() => {
        const look = (element: Element) => {
          const style = getComputedStyle(element);
          const edges = ["Top", "Right", "Bottom", "Left"] as const;
          const canvas = getComputedStyle(document.body).backgroundColor;
          // A border in the background colour does not count.
          const border = edges.map((edge) => (style[`border${edge}Color`] === canvas ? "none" : style[`border${edge}Width`]));
          const outline = style.outlineStyle === "none" ? "none" : style.outlineWidth;
          return [...border, outline, style.fontWeight, style.textDecorationLine].join(" ");
        };
        return [...document.querySelectorAll("main [aria-current], .main-navigation [aria-current]")].flatMap((element) => {
          const others = element.closest("ul, ol")?.querySelectorAll("li > :not([aria-current])") ?? [];
          // The last breadcrumb is the current page.
          if (element.closest(".breadcrumbs") || others.length === 0) return [];
          return [...others].some((other) => look(other) === look(element)) ? [element.outerHTML.slice(0, 120)] : [];
        });
      });
      expect(alike, "what is current looks like what is not").toEqual([]);
      expect(await page.locator(".main-navigation [aria-current]").count()).toBe(1);
    });
  }
});

test("the language switch stays on the page and keeps its query", async ({ page }) => {
  await page.goto("/procedures?q=転出");
  await page.getByRole("link", { name: "English" }).first().click();
  await expect(page).toHaveURL(/\/en\/procedures\?q=/);
  await expect(page.locator("input[name=q]").first()).toHaveValue("転出");
  await page.getByRole("link", { name: /やさしい/ }).first().click();
  await expect(page).toHaveURL(/\/easy\/procedures\?q=/);
});

test("the first Tab stop skips the header", async ({ page, browserName }, info) => {
  test.skip(info.project.name === "phone", "phones have no Tab key");
  expect(browserName).toBe("chromium");
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("href", /#main/);
});

test("a page without islands never loads the WebAssembly", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto("/targets", { waitUntil: "networkidle" });
  expect(loaded.filter((url) => url.endsWith(".wasm"))).toEqual([]);
});
