import { collectComplaints, expect, expectAccessible, expectNoSidewaysScrolling, test } from "../fixtures";

// Tests run in parallel against one server that accepts five reports per hour from a client about a procedure, so each
// language and project reports on a different one.
const LANGUAGES = [
  { prefix: "", place: 0, failed: "オンラインで完了できなかった", pay: "手数料", reason: "その他", send: "送信する" },
  { prefix: "/easy", place: 1, failed: /さいごまで/, pay: "お金", reason: "ほかの　こと", send: "おくる" },
  { prefix: "/en", place: 2, failed: "I could not finish online", pay: "Pay", reason: "Another reason", send: "Send" },
];
const PROJECTS = ["desktop", "phone", "without-script"];

for (const { prefix, place, failed, pay, reason, send } of LANGUAGES) {
  test(`${prefix || "/"}: a reader who could not finish online sends a report and is thanked`, async ({ page }, info) => {
    const { items } = await (await page.request.get("/api/v1/procedures?per_page=40")).json();
    const { id } = items[place * PROJECTS.length + PROJECTS.indexOf(info.project.name)];
    await page.goto(`${prefix}/procedures/${id}`);
    const form = page.locator("form.report-form");
    await expect(form.getByRole("radio", { name: pay, exact: true })).toBeHidden();
    await form.getByRole("radio", { name: failed }).check();

    // Without the two additional answers it is not accepted, and no choice is lost.
    await form.getByRole("button", { name: send }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByRole("radio", { name: failed })).toBeChecked();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.getByRole("alert").getByRole("link").first().click();
    await expect(page).toHaveURL(/#report-step$/);

    await page.getByRole("radio", { name: pay, exact: true }).check();
    await page.getByRole("radio", { name: reason, exact: true }).check();
    await page.getByRole("button", { name: send }).click();
    await expect(page).toHaveURL(new RegExp(`${prefix}/procedures/${id}\\?reported=yes#report$`));
    await expect(page.getByRole("status")).toBeVisible();
    await expect(page.getByRole("status")).toBeInViewport();
    await expectAccessible(page);
    // Reloading asks for the page again; it sends nothing.
    await page.reload();
    await expect(page.getByRole("status")).toBeVisible();
  });
}

test("a report can be sent with the keyboard alone", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "phones have no Tab key");
  const { items } = await (await page.request.get("/api/v1/procedures?per_page=40")).json();
  const place = 9 + PROJECTS.indexOf(info.project.name);
  await page.goto(`/procedures/${items[place].id}`);
  // The next Tab stop after the end of the entry.
  await page.locator("#report").focus();
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("name", "kind");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "オンラインで完了できなかった" })).toBeChecked();
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("name", "step");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("name", "reason");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("name", "text");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/reported=yes#report$/);
  await expect(page.getByRole("status")).toContainText("ありがとうございました");
});

test("a form sent from another site is refused", async ({ page }) => {
  const { items } = await (await page.request.get("/api/v1/procedures?per_page=1")).json();
  const answer = await page.request.post(`/procedures/${items[0].id}/reports`, {
    form: { kind: "useful" },
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect(answer.status()).toBe(403);
});

test("the block of linked data is read and not run", async ({ page }) => {
  const complaints = collectComplaints(page);
  const { items } = await (await page.request.get("/api/v1/procedures?per_page=1")).json();
  await page.goto(`/procedures/${items[0].id}`);
  const block = await page.locator("script[type='application/ld+json']").textContent();
  expect(JSON.parse(block ?? "")["@graph"][0].identifier).toBe(items[0].id);
  expect(complaints).toEqual([]);
});
