import { expect, expectAccessible, test } from "../fixtures";

for (const address of ["/nothing-here", "/en/nothing-here", "/procedures/nothing-here", "/cards/999999", "/targets/nothing"]) {
  test(`${address} returns 404 and offers ways to continue`, async ({ page }) => {
    const response = await page.goto(address);
    expect(response?.status()).toBe(404);
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page.locator("main a").first()).toBeVisible();
    await expectAccessible(page);
  });
}

for (const address of ["/procedures?availability=perhaps", "/cards?as_of=yesterday"]) {
  test(`${address} says which values are valid`, async ({ page }) => {
    const response = await page.goto(address);
    expect(response?.status()).toBe(400);
    await expect(page.locator("main")).not.toBeEmpty();
  });
}

test("the API names an unknown parameter", async ({ request }) => {
  const answer = await request.get(`${process.env.TETSUZUKI_URL}/api/v1/cards?colour=red`);
  expect(answer.status()).toBe(400);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(JSON.stringify(await answer.json())).toContain("colour");
});
