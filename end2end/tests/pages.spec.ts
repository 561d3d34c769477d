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
import { addressIn, FURTHER_LANGUAGE, FURTHER_PAGES, LANGUAGES, PAGES, STATES } from "../routes";

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

// One language stands for all that are known by their texts only.
for (const path of FURTHER_PAGES) {
  const { prefix, lang, name, sample } = FURTHER_LANGUAGE;
  test(`${path} is accessible in ${name}`, async ({ page }, info) => {
    const complaints = collectComplaints(page);
    const response = await page.goto(addressIn(prefix, path));
    expect(response?.status()).toBe(200);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page.locator(".language-notice p")).toHaveCount(2);
    await expect(page.locator("body")).toContainText(new RegExp(sample, "i"));
    expect(await page.locator("body").innerText()).not.toMatch(/Unknown localization|\{\s*\$/);
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
    if (info.project.name === "desktop") await expectFitsNarrowScreen(page);
    expect(complaints, "complaints of the browser").toEqual([]);
  });
}

for (const [path, status] of STATES) {
  test(`${path} is accessible in this state`, async ({ page }, info) => {
    // An embedded drawing has its language inside the address.
    const prefixes = path.startsWith("/embed") ? [""] : ["", "/en"];
    for (const prefix of prefixes) {
      const response = await page.goto(addressIn(prefix, path));
      expect(response?.status()).toBe(status);
      await expect(page.locator("h1")).toHaveCount(1);
      await expectNoSidewaysScrolling(page);
      await expectAccessible(page);
      if (info.project.name === "desktop" && prefix === "") await expectReadableInTheDark(page);
    }
  });
}

/** The tables of the page that do not fit into it, with what tells a reader so. */
async function tablesCutOff(page: Page) {
  return page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    const regions = [...document.querySelectorAll<HTMLElement>(".table-region")].filter((one) => one.clientWidth > 0);
    return regions
      .filter((region) => region.scrollWidth > region.clientWidth + 1)
      .map((region) => {
        const edge = region.getBoundingClientRect().right;
        const actions = [...region.querySelectorAll(".acts tbody td:last-child")];
        return {
          name: region.getAttribute("aria-label") ?? "",
          width: `${region.scrollWidth} of ${region.clientWidth}`,
          keyboard: region.tabIndex === 0 && region.getAttribute("role") === "region",
          shadow: getComputedStyle(region).backgroundImage.includes("gradient"),
          actionInSight: actions.every((action) => action.getBoundingClientRect().right <= edge + 1),
        };
      });
  });
}

for (const path of [...PAGES, "/cards?list=municipalities", "/cards?list=designated-cities"]) {
  test(`no table is cut off on ${path}`, async ({ page }, info) => {
    test.skip(info.project.name !== "desktop", "the widths are set here");
    test.slow();
    for (const { prefix } of LANGUAGES) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(addressIn(prefix, path));
      if ((await page.locator(".table-region").count()) === 0) return;
      for (const width of [1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await tablesCutOff(page), `${prefix}${path} at ${width} pixels`).toEqual([]);
      }
      for (const width of [390, 768]) {
        await page.setViewportSize({ width, height: 900 });
        for (const { name, ...told } of await tablesCutOff(page)) {
          const { keyboard, shadow, actionInSight } = told;
          expect({ keyboard, shadow, actionInSight }, `${name} at ${width} pixels`).toEqual({
            keyboard: true,
            shadow: true,
            actionInSight: true,
          });
        }
        await expectNoSidewaysScrolling(page);
      }
    }
  });
}

test("on a phone the rows of a table of words are stacked, and each value names its column", async ({ page }, info) => {
  test.skip(info.project.name !== "phone", "only on a phone");
  await page.goto("/targets/online_rate/route");
  const table = page.getByRole("table", { name: /まだ達していない手続/ });
  const cell = table.getByRole("cell").nth(2);
  const label = await cell.evaluate((element) => getComputedStyle(element, "::before").content);
  expect(label).toContain("懸念点");
  const [row, window] = await Promise.all([table.getByRole("row").nth(1).boundingBox(), page.viewportSize()]);
  expect(row && window && row.width <= window.width).toBe(true);
  await expect(table.getByRole("rowheader")).toHaveCount(await table.locator("tbody tr").count());
});

for (const { prefix, name } of LANGUAGES) {
  test(`no item of the menu is alone on its line, in ${name}`, async ({ page }, info) => {
    test.skip(info.project.name !== "phone", "a line on a desktop holds them all");
    for (const width of [320, 360, 390, 430, 600, 768]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(addressIn(prefix, "/"));
      const tops = await page
        .locator(".main-navigation li")
        .evaluateAll((items) => items.map((item) => Math.round(item.getBoundingClientRect().top)));
      const alone = tops.filter((top) => tops.filter((other) => other === top).length === 1);
      expect(alone, `at ${width} pixels`).toEqual([]);
    }
  });

  test(`the front page begins with what residents come for, in ${name}`, async ({ page }, info) => {
    await page.goto(addressIn(prefix, "/"));
    const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? Number.NaN;
    const order = [];
    for (const part of ["#q", "#guides", "#open-offices", "#events", "#standing", "#counted", "#changes"]) {
      order.push(await top(part));
    }
    expect(order, "from top to bottom").toEqual([...order].sort((one, other) => one - other));
    expect(order.every(Number.isFinite)).toBe(true);
    // What the city has published and what the site counts do not share a box.
    await expect(page.locator("[aria-labelledby=standing] .sample-label")).toHaveCount(0);
    await expect(page.locator("[aria-labelledby=counted] .headline")).toHaveCount(2);
    for (const box of await page.locator("[aria-labelledby=standing] .headline").all()) {
      await expect(box.locator("h3 + p")).not.toBeEmpty();
    }
    if (info.project.name === "phone") {
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(6000);
    }
  });
}

test("the footer names the sources of its page only", async ({ page }) => {
  const sources = () => page.locator(".site-footer section").first().locator("li");
  await page.goto("/accessibility");
  await expect(sources()).toHaveCount(0);
  await page.goto("/cards?measure=issued");
  const ofCards = await sources().allInnerTexts();
  expect(ofCards.length).toBeGreaterThan(0);
  for (const source of ofCards) await expect(page.locator("main")).toContainText(source);
  await page.goto("/targets");
  expect(await sources().allInnerTexts()).not.toEqual(ofCards);
  await page.locator(".site-footer a[href='/data#sources']").click();
  await expect(page.locator("#sources")).toBeVisible();
});

test("the headings of a demonstration are not called samples", async ({ page }) => {
  for (const address of ["/offices", "/procedures?event=moving", "/targets/online_rate", "/procedures/child-allowance-claim"]) {
    await page.goto(address);
    await expect(page.locator(".sample-label").first()).toBeVisible();
    expect(await page.locator("main :is(h1, h2, h3, h4) .sample-label").count(), address).toBe(0);
  }
});

test("the number of a procedure stands at the first line of its name", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/easy/procedures?event=moving");
  const gaps = await page.locator(".procedure-item h3:has(.place)").evaluateAll((headings) =>
    headings.map((heading) => {
      const number = heading.querySelector(".place")?.getBoundingClientRect();
      // A name of several lines is one box, which begins with its first line.
      const name = heading.querySelector("a")?.getBoundingClientRect();
      return number && name ? Math.abs(number.top - name.top) : Number.NaN;
    }),
  );
  expect(gaps.length).toBeGreaterThan(3);
  expect(Math.max(...gaps)).toBeLessThan(16);
});

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
