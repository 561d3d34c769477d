import { expect, expectAccessible, expectNoSidewaysScrolling, type Page } from "../fixtures";
import { logIn, origin, PASSWORD, test, windowOf } from "../office";

/** Fills in an entry's form and saves it as a draft; returns its address. */
async function draft(page: Page, procedure: string, typed: Record<string, string>): Promise<string> {
  await page.goto(`${origin}/staff/procedures/${procedure}/edit`);
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(text);
  return keep(page);
}

async function keep(page: Page): Promise<string> {
  await page.getByRole("button", { name: "保存して変更を確かめる" }).click();
  await expect(page.getByRole("status")).toContainText("まだ公開されていません");
  return page.url().split("?")[0] ?? "";
}

test("a new installation gets its first administrator and its first published change", async ({ page, request }, info) => {
  test.slow();
  await logIn(page, "first");
  const invited: [string, string][] = [];
  for (const [name, isApprover] of [["入力 一郎", false], ["承認 二郎", true]] as const) {
    const address = `${isApprover ? "approves" : "edits"}-${info.project.name}-${info.retry}@city.example.jp`;
    await page.goto(`${origin}/staff/people`);
    await page.getByLabel("メールアドレス").fill(address);
    await page.getByLabel("氏名").fill(name);
    await page.getByLabel("市民課").check();
    if (isApprover) await page.getByLabel(/^承認者：/).check();
    await page.getByRole("button", { name: "作成する" }).click();
    invited.push([address, await page.locator(".one-time").innerText()]);
  }
  const windows: Page[] = [];
  for (const [address, oneTime] of invited) {
    const opened = await windowOf(page, address, oneTime);
    await expect(opened).toHaveURL(/\/staff\/account$/);
    const own = `${PASSWORD} ${address.slice(0, 3)} 自分だけの`;
    await opened.getByLabel("現在のパスワード").fill(oneTime);
    await opened.getByLabel("新しいパスワード", { exact: true }).fill(own);
    await opened.getByLabel("新しいパスワード（確認のためもう一度）").fill(own);
    await opened.getByRole("button", { name: "パスワードを変更する" }).click();
    await expect(opened.getByRole("status")).toContainText("パスワードを変更しました");
    windows.push(opened);
  }
  const [editor, approver] = windows as [Page, Page];

  await editor.goto(`${origin}/staff/procedures`);
  await editor.getByLabel("言葉").fill("転出届");
  await editor.getByRole("button", { name: "表示する" }).click();
  await editor.getByRole("link", { name: "「転出届」を変更する" }).click();
  await editor.getByLabel("処理期間").fill("その日のうち");
  await editor.getByLabel("概要（やさしい日本語）").fill("まちを 出る 前に 申請します。");
  // Without a reason the form is not accepted, and the input is kept.
  await editor.getByRole("button", { name: "保存して変更を確かめる" }).click();
  await expect(editor.getByRole("alert")).toContainText("変更の理由を");
  await expectAccessible(editor);
  await expect(editor.getByLabel("処理期間")).toHaveValue("その日のうち");
  await editor.getByLabel("変更の理由").fill("窓口の見直し");
  const proposal = await keep(editor);
  await expect(editor.getByRole("main")).toContainText("「申請」は、「もうしこみ」");
  await expect(editor.getByRole("row", { name: /処理期間/ })).toContainText("その日のうち");
  await editor.getByText("公開後のページを表示する").click();
  await expect(editor.locator(".preview")).toContainText("その日のうち");
  await expectAccessible(editor);
  await expectNoSidewaysScrolling(editor);
  expect(await (await request.get(`${origin}/procedures/moving-out`)).text()).not.toContain("その日のうち");
  await editor.getByRole("button", { name: "承認を依頼する" }).click();
  await expect(editor.getByRole("status")).toContainText("承認を依頼しました");

  await approver.goto(`${origin}/staff`);
  await expect(approver.getByRole("heading", { name: "あなたの承認を待つ変更" })).toBeVisible();
  await expectAccessible(approver);
  await approver.goto(proposal);
  await approver.getByRole("button", { name: "承認して公開する" }).click();
  await expect(approver.getByRole("status")).toContainText("承認し、公開しました");
  await editor.goto(`${origin}/procedures/moving-out`);
  await expect(editor.getByRole("main")).toContainText("その日のうち");
  await editor.getByRole("link", { name: /変更履歴/ }).click();
  await expect(editor.getByRole("main")).toContainText("窓口の見直し");
  for (const opened of windows) await opened.context().close();
});

test("an editor cannot edit another department's procedures", async ({ page }) => {
  await logIn(page, "one");
  const response = await page.goto(`${origin}/staff/procedures/moving-out/edit`);
  expect(response?.status()).toBe(403);
  await expect(page.getByRole("alert")).toContainText("権限がありません");
  await expect(page.locator("main form")).toHaveCount(0);
  await expectAccessible(page);
});

test("when two people change one entry, the second sees the first change and chooses", async ({ page }, info) => {
  const typed = (kana: string, time: string, why: string) => ({ ふりがな: kana, 処理期間: time, 変更の理由: why });
  await logIn(page, "two");
  const mark = `${info.project.name} ${info.retry}`;
  const mine = await draft(page, "tax-payment-certificate", typed(`に ${mark}`, `二日 ${mark}`, "二人目の直し"));
  const first = await windowOf(page, "one");
  await draft(first, "tax-payment-certificate", typed(`いち ${mark}`, `一日 ${mark}`, "一人目の直し"));
  await first.getByRole("button", { name: "承認を依頼する" }).click();
  await expect(first.getByRole("status")).toContainText("承認を依頼しました");
  const checker = await windowOf(page, "checker");
  await checker.goto(first.url().split("?")[0] ?? "");
  await checker.getByRole("button", { name: "承認して公開する" }).click();
  await expect(checker.getByRole("status")).toContainText("公開しました");

  await page.goto(mine);
  await expect(page.getByRole("heading", { name: "同じところを、ほかの人も変えています" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`一日 ${mark}`);
  await expect(page.getByRole("button", { name: "承認を依頼する" })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  const choose = (field: string, side: RegExp) => page.getByRole("group", { name: field }).getByLabel(side).check();
  await choose("ふりがな", /この変更の内容にする/);
  await choose("処理期間", /いま公開中の内容を残す/);
  await page.getByRole("button", { name: "選んだ内容にする" }).click();
  await expect(page.getByRole("status")).toContainText("選んだ内容にしました");
  await page.getByRole("button", { name: "承認を依頼する" }).click();
  await checker.goto(mine);
  await checker.getByRole("button", { name: "承認して公開する" }).click();
  await expect(checker.getByRole("status")).toContainText("公開しました");
  const entry = await (await page.request.get(`${origin}/api/v1/procedures/tax-payment-certificate`)).json();
  expect([entry.kana, entry.processing]).toEqual([`に ${mark}`, `一日 ${mark}`]);
  await first.context().close();
  await checker.context().close();
});

test("several procedures are confirmed with one click, and edited together after every row was shown", async ({ page }, info) => {
  await logIn(page, "one");
  await page.goto(`${origin}/staff/procedures`);
  await page.getByLabel(/すべてを選択する/).check();
  await page.getByRole("button", { name: "確認した。変更なし" }).click();
  await expect(page.getByRole("status")).toContainText("確認日を今日にしました");
  await page.getByLabel(/すべてを選択する/).check();
  await page.getByRole("button", { name: "まとめて変更する" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("まとめて変更する");
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByLabel("オンライン化の予定年度", { exact: true }).selectOption("set");
  const year = 2030 + ["desktop", "phone", "without-script"].indexOf(info.project.name) + 10 * info.retry;
  await page.getByLabel(/^オンライン化の予定年度（/).fill(String(year));
  await page.getByLabel("変更の理由").fill("計画の見直し");
  await page.getByRole("button", { name: "保存して1件ずつの変更を確かめる" }).click();
  const rows = page.getByRole("row").filter({ hasText: "オンライン化の予定年度" });
  await expect(rows.first()).toContainText(String(year - 2018));
  const many = await rows.count();
  expect(many).toBeGreaterThan(3);
  await expectAccessible(page);
  await page.getByRole("button", { name: "承認を依頼する" }).click();
  const checker = await windowOf(page, "checker");
  await checker.goto(page.url().split("?")[0] ?? "");
  await checker.getByRole("button", { name: "承認して公開する" }).click();
  await expect(checker.getByRole("status")).toContainText("公開しました");
  const list = await (await page.request.get(`${origin}/api/v1/procedures?department=taxation`)).json();
  const planned = list.items.filter((item: { planned_fiscal_year: number }) => item.planned_fiscal_year === year);
  expect(planned.length).toBe(many);
  // Changes published together are undone together, as a new change.
  await page.goto(checker.url().split("?")[0] ?? "");
  await page.getByLabel("取り消す理由").fill("計画を元に戻す");
  await page.getByRole("button", { name: "この変更を取り消す変更を作る" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("変更の取り消し");
  await expect(page.getByRole("row").filter({ hasText: "オンライン化の予定年度" })).toHaveCount(many);
  await checker.context().close();
});

test("an administrator ends someone else's session", async ({ page }) => {
  await logIn(page, "two");
  const office = await windowOf(page, "first");
  await office.goto(`${origin}/staff/people`);
  await office.getByRole("row", { name: /two@city/ }).getByRole("link").first().click();
  await office.getByRole("button", { name: "ログインをすべて終わらせる" }).click();
  await expect(office.getByRole("status")).toContainText("ログインを終わらせました");
  await page.goto(`${origin}/staff/procedures`);
  await expect(page).toHaveURL(/\/staff\/login\?/);
  await expect(page.getByRole("status")).toContainText("ログインが終わっています");
  await office.context().close();
});

test("what was typed is there again after the session has ended", async ({ page }) => {
  const editor = await windowOf(page, "one");
  await editor.goto(`${origin}/staff/procedures?department=taxation`);
  await editor.getByRole("link", { name: /を変更する$/ }).first().click();
  await editor.getByLabel("処理期間").fill("窓口でその場");
  await editor.getByLabel("変更の理由").fill("期限が切れたあとの送信");
  await editor.context().clearCookies({ name: "__Host-session" });
  await editor.getByRole("button", { name: "保存して変更を確かめる" }).click();
  await expect(editor).toHaveURL(/\/staff\/login\?next=/);
  await editor.getByLabel("メールアドレス").fill("one@city.example.jp");
  await editor.getByLabel("パスワード").fill(PASSWORD);
  await editor.getByRole("main").getByRole("button", { name: "ログイン" }).click();
  await expect(editor.getByRole("status").first()).toContainText("入力した内容は残っています");
  await expect(editor.getByLabel("処理期間")).toHaveValue("窓口でその場");
  await expect(editor.getByLabel("変更の理由")).toHaveValue("期限が切れたあとの送信");
  await expectAccessible(editor);
  await expectNoSidewaysScrolling(editor);
  await keep(editor);
  await editor.getByRole("button", { name: "取り下げる" }).click();
  await editor.context().close();
});
