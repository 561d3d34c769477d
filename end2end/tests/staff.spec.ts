import {
  collectComplaints,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  expectReadableInTheDark,
  type Page,
  test,
} from "../fixtures";
import { LANGUAGES, STAFF_PAGES } from "../routes";

const PASSWORD = process.env.TETSUZUKI_STAFF_PASSWORD ?? "";

async function logIn(page: Page, account: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("メールアドレス").fill(`${account}-${test.info().project.name}@city.example.jp`);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("main").getByRole("button", { name: "ログイン" }).click();
}

/** Creates a draft that is never published, and returns its address. `by` tells it apart from others on the page. */
async function draft(page: Page, by = ""): Promise<string> {
  await page.goto("/staff/procedures/family-register-certificate/edit");
  await page.getByLabel("処理期間").fill(`1日（${test.info().project.name}${by}）`);
  await page.getByLabel("変更の理由").fill("確認のため");
  await page.getByRole("button", { name: "保存して変更を確かめる" }).click();
  await expect(page.getByRole("status")).toContainText("まだ公開されていません");
  return new URL(page.url()).pathname;
}

/** Reports that something could not be finished, and finds the page on which the staff deal with it. */
async function reportOfResident(page: Page): Promise<string> {
  await page.goto("/procedures/family-register-certificate");
  const form = page.locator("form.report-form");
  await form.locator("input[name=kind][value=could_not_finish]").check();
  await form.locator("input[name=step][value=apply]").check();
  await form.locator("input[name=reason][value=system_error]").check();
  await form.locator("textarea[name=text]").fill("画面が真っ白になりました。");
  await form.getByRole("button", { name: "送信する" }).click();
  await expect(page.locator("#report")).toContainText("ご回答ありがとうございました");
  await page.goto("/staff/reports");
  return (await page.locator('main a[href^="/staff/reports/"]').first().getAttribute("href")) ?? "";
}

test("a member of staff logs in from the footer, changes the password and logs out", async ({ page }) => {
  await page.goto("/cards");
  await page.getByRole("contentinfo").getByRole("link", { name: "職員用" }).click();
  await expect(page).toHaveURL(/\/staff\/login$/);
  await logIn(page, "changes");
  await expect(page).toHaveURL(/\/staff$/);
  await expect(page.getByRole("main")).toContainText("変更 三郎");

  await page.getByRole("link", { name: "アカウント" }).click();
  const another = `${PASSWORD}-もう一度`;
  await page.getByLabel("現在のパスワード").fill(PASSWORD);
  await page.getByLabel("新しいパスワード", { exact: true }).fill("みじかい");
  await page.getByLabel("新しいパスワード（確認のためもう一度）").fill("みじかい");
  await page.getByRole("button", { name: "パスワードを変更する" }).click();
  await expect(page.getByRole("alert")).toContainText("短すぎます");
  await expectAccessible(page);

  await page.getByLabel("現在のパスワード").fill(PASSWORD);
  await page.getByLabel("新しいパスワード", { exact: true }).fill(another);
  await page.getByLabel("新しいパスワード（確認のためもう一度）").fill(another);
  await page.getByRole("button", { name: "パスワードを変更する" }).click();
  await expect(page.getByRole("status")).toContainText("パスワードを変更しました");
  // Reloading asks for the page again; it sends nothing.
  await page.reload();
  await expect(page.getByRole("status")).toBeVisible();

  await page.getByRole("button", { name: "ログアウト" }).click();
  await expect(page.getByRole("status")).toContainText("ログアウトしました");
  await page.goto("/staff");
  await expect(page).toHaveURL(/\/staff\/login$/);
  await logIn(page, "changes");
  await expect(page.getByRole("alert")).toContainText("メールアドレスかパスワードが違います");
  await logIn(page, "changes", another);
  await expect(page).toHaveURL(/\/staff$/);
});

test("an editor sees their procedures and whom to ask for more", async ({ page }) => {
  await page.goto("/staff/people");
  await expect(page).toHaveURL(/\/staff\/login\?next=/);
  await logIn(page, "editor");
  await expect(page).toHaveURL(/\/staff\/people$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("このページを使う権限がありません");
  await expect(page.getByRole("main")).toContainText("管理 花子");
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "担当の手続へ" }).click();
  await page.getByRole("main").getByRole("link", { name: "担当の手続" }).click();
  const link = page.getByRole("main").locator("table a").first();
  await expect(link).toHaveAttribute("href", /^\/procedures\//);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
});

test("an administrator adds an account, and ends another session of their own", async ({ page, browser }, info) => {
  const elsewhere = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await elsewhere.goto(`${process.env.TETSUZUKI_URL}/staff/login`);
  await logIn(elsewhere, "office");
  await expect(elsewhere).toHaveURL(/\/staff$/);

  await page.goto("/staff/login");
  await logIn(page, "office");
  await page.getByRole("main").getByRole("link", { name: "職員のアカウントを管理する" }).click();
  await page.getByLabel("メールアドレス").fill(`new-${info.project.name}-${info.retry}@city.example.jp`);
  await page.getByLabel("氏名").fill("新任 太郎");
  await page.getByLabel("税務課").check();
  await page.getByRole("button", { name: "作成する" }).click();
  await expect(page.locator(".one-time")).toHaveText(/^([0-9a-z]{5}-){3}[0-9a-z]{5}$/);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);

  await page.goto("/staff/account");
  await page.getByRole("button", { name: "ほかのログインをすべて終わらせる" }).click();
  await expect(page.getByRole("status")).toContainText("ログインを終わらせました");
  await elsewhere.goto(`${process.env.TETSUZUKI_URL}/staff`);
  await expect(elsewhere).toHaveURL(/\/staff\/login\?over=yes$/);
  await expect(elsewhere.getByRole("status")).toContainText("ログインが終わっています");
  await elsewhere.context().close();
});

test("login cookies are hidden from scripts and other hosts", async ({ page, context }) => {
  await page.goto("/staff/login");
  expect(await context.cookies()).toEqual([]);
  await logIn(page, "editor");
  const cookies = await context.cookies();
  expect(cookies.map((cookie) => cookie.name).sort()).toEqual(["__Host-browser", "__Host-session"]);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax", path: "/" });
  }
});

for (const { prefix, lang, name } of LANGUAGES) {
  test(`every staff page is accessible, in ${name}`, async ({ page }, info) => {
    // About thirty pages, each checked in full.
    test.setTimeout(240_000);
    const complaints = collectComplaints(page);
    await page.goto(`${prefix}/staff/login`);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.goto("/staff/login");
    await logIn(page, "looks");
    await page.goto("/staff/people");
    const account = (await page.locator("main table a").first().getAttribute("href")) ?? "";
    const proposal = await draft(page, prefix);
    const report = await reportOfResident(page);
    for (const place of STAFF_PAGES.slice(1)) {
      const address =
        prefix +
        place
          .replace("/staff/people/:id", account)
          .replace("/staff/proposals/:id", proposal)
          .replace("/staff/reports/:id", report);
      const response = await page.goto(address);
      expect(response?.status(), address).toBe(200);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.locator("h1")).toHaveCount(1);
      await expectNoSidewaysScrolling(page);
      await expectAccessible(page);
      expect(await page.locator("body").innerText()).not.toMatch(/Unknown localization|\{\s*\$/);
      if (info.project.name === "desktop") await expectReadableInTheDark(page);
    }
    expect(complaints, "complaints of the browser").toEqual([]);
  });
}
