import { expect, expectAccessible, expectNoSidewaysScrolling, type Page, test } from "../fixtures";

/** Readers get values from a chart with the pointer or arrow keys; without JavaScript, from its texts and the table. */

const CARDS = "/cards?measure=issued";

/** The row for a date in the table of all values, by column heading. */
async function rowOf(page: Page, date: string): Promise<Map<string, string>> {
  return new Map(
    await page.evaluate((wanted) => {
      const table = document.querySelector("details.all-values table");
      const heads = [...(table?.querySelectorAll("thead th") ?? [])].map((head) => head.firstChild?.textContent?.trim() ?? "");
      const row = [...(table?.querySelectorAll("tbody tr") ?? [])].find((each) => each.children[0]?.textContent?.trim() === wanted);
      return [...(row?.children ?? [])].map((cell, at): [string, string] => [heads[at] ?? "", cell.textContent?.trim() ?? ""]);
    }, date),
  );
}

/** What the reader shows for the current date. */
async function shown(page: Page): Promise<{ date: string; values: Map<string, string> }> {
  const panel = page.locator("#drawing-ward-series .reading");
  await expect(panel).toBeVisible();
  const entries = await panel.locator("li").evaluateAll((all) =>
    all.map((entry): [string, string] => [
      entry.querySelector("span")?.textContent ?? "",
      entry.querySelector("b")?.textContent ?? "",
    ]),
  );
  return { date: await panel.locator("p").innerText(), values: new Map(entries) };
}

async function expectSameAsTable(page: Page): Promise<string> {
  const { date, values } = await shown(page);
  const row = await rowOf(page, date);
  expect(row.size, `${date} stands in the table`).toBeGreaterThan(3);
  const rates = [...row].filter(([, value]) => value.endsWith("%"));
  expect(new Map([...values].sort())).toEqual(new Map(rates.sort()));
  const numbers = [...values.values()].map((value) => Number.parseFloat(value));
  expect(numbers, "highest first").toEqual([...numbers].sort((left, right) => right - left));
  return date;
}

/** A separate script creates the reader. */
async function ready(page: Page): Promise<void> {
  await expect(page.locator("#drawing-ward-series [role=slider]")).toBeAttached();
}

test.describe("chart values", () => {
  test.beforeEach(({}, info) => {
    test.skip(info.project.name === "without-script", "it is made by script");
  });

  test("can be read with the arrow keys and match the table", async ({ page }) => {
    await page.goto(CARDS);
    await ready(page);
    const slider = page.getByRole("slider", { name: /区/ }).first();
    await slider.focus();
    expect(await expectSameAsTable(page)).toBe("2022年12月31日");
    await page.keyboard.press("ArrowLeft");
    expect(await expectSameAsTable(page)).toBe("2022年11月30日");
    await expect(slider).toHaveAttribute("aria-valuetext", /^2022年11月30日.*堺市 57\.4%/);
    await expect(slider).toHaveAttribute("aria-valuenow", "46");
    await page.keyboard.press("PageDown");
    expect(await expectSameAsTable(page)).toBe("2021年12月1日");
    await page.keyboard.press("Home");
    expect(await expectSameAsTable(page)).toBe("2017年3月8日");
    expect((await shown(page)).values.get("全国")).toBe("8.4%");
    await page.keyboard.press("ArrowLeft");
    await expect(slider).toHaveAttribute("aria-valuenow", "1");
    await page.keyboard.press("End");
    await expect(slider).toHaveAttribute("aria-valuenow", "47");
    await page.keyboard.press("Escape");
    await expect(page.locator("#drawing-ward-series .reading")).toBeHidden();
    await expect(slider).toBeFocused();
  });

  test("can be read with the pointer at the nearest date and match the table", async ({ page }, info) => {
    await page.goto(CARDS);
    await ready(page);
    const slider = page.locator("#drawing-ward-series [role=slider]");
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    if (!box) throw new Error("the chart has no size");
    const places = await page.locator("#drawing-ward-series .readable").evaluate((chart) => {
      const rows = (chart.getAttribute("data-places") ?? "").split("\n");
      return rows.map((row) => row.split(" ").map(Number));
    });
    const isWide = await page.locator("#drawing-ward-series .chart-wide").isVisible();
    const at = (places[isWide ? 0 : 1]?.[30] ?? 0) / 10_000;
    const [x, y] = [box.width * at, box.height / 2];
    if (info.project.name === "phone") {
      await slider.tap({ position: { x, y } });
    } else {
      await slider.hover({ position: { x, y } });
    }
    expect(await expectSameAsTable(page)).toBe("2021年9月1日");
    const marker = await page.locator("#drawing-ward-series [role=slider] i:visible").boundingBox();
    expect(Math.abs((marker?.x ?? 0) + 1 - (box.x + x)), "the line stands at the date").toBeLessThan(2);
    await expectNoSidewaysScrolling(page);
    await page.keyboard.press("Escape");
    await expect(page.locator("#drawing-ward-series .reading")).toBeHidden();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`stay accessible while they are read, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(CARDS);
      await ready(page);
      await page.locator("#drawing-ward-series [role=slider]").focus();
      await shown(page);
      await expectAccessible(page);
    });
  }

  for (const [name, width, size] of [["a narrow screen", 320, "100%"], ["large text", 390, "200%"]] as const) {
    test(`fit ${name}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 640 });
      await page.goto(CARDS);
      await page.evaluate((wanted) => (document.documentElement.style.fontSize = wanted), size);
      await ready(page);
      await page.locator("#drawing-ward-series [role=slider]").focus();
      await shown(page);
      await expectNoSidewaysScrolling(page);
      const panel = page.locator("#drawing-ward-series .reading");
      expect(await panel.evaluate((each) => each.scrollWidth > each.clientWidth), "the panel holds what it says").toBe(false);
    });
  }
});

test("without JavaScript a chart has nothing to focus, but still shows its values", async ({ page }, info) => {
  test.skip(info.project.name !== "without-script", "what holds with script is tested above");
  await page.goto(CARDS, { waitUntil: "networkidle" });
  await expect(page.locator("[role=slider]")).toHaveCount(0);
  const drawing = page.locator("#drawing-ward-series .readable");
  await expect(drawing.locator("a, button, input, [tabindex]")).toHaveCount(0);
  // The values are still there: as texts in the chart, and in the table.
  expect(await drawing.locator(".reach > title").count()).toBe(47);
  expect((await rowOf(page, "2022年12月31日")).get("堺市")).toBe("60.4%");
});
