import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectAccessible, expectNoSidewaysScrolling, type Page } from "../fixtures";
import { logIn, origin, test, windowOf } from "../office";

/** The path of LibreOffice, if it is installed. */
function libreOffice(): string | null {
  for (const name of ["soffice", "libreoffice"]) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // Try the next name.
    }
  }
  return null;
}

/** Comma, quotation mark, UTF-8, from the first line; every column as text, unchanged. */
const AS_TEXT = `44,34,76,1,${Array.from({ length: 80 }, (_, column) => `${column + 1}/2`).join("/")}`;

/** Opens a workbook with LibreOffice, replaces a text in its first sheet, and saves it as a workbook again. */
async function changed(program: string, workbook: string, folder: string, from: string, to: string): Promise<string> {
  const convert = (into: string, file: string, ...before: string[]) =>
    execFileSync(
      program,
      [`-env:UserInstallation=file://${join(folder, "profile")}`, "--headless", "--norestore", ...before, "--convert-to", into, "--outdir", folder, file],
      { stdio: "ignore", timeout: 120_000 },
    );
  convert("csv:Text - txt - csv (StarCalc):44,34,76,1", workbook);
  const exported = workbook.replace(/xlsx$/, "csv");
  const text = await readFile(exported, "utf8");
  expect(text.split(from).length, `"${from}" stands once in what was taken away`).toBe(2);
  const edited = join(folder, "edited.csv");
  await writeFile(edited, text.replace(from, to));
  convert("xlsx:Calc MS Excel 2007 XML", edited, `--infilter=CSV:${AS_TEXT}`);
  return edited.replace(/csv$/, "xlsx");
}

/** The page of a proposal once its file has been read. */
async function read(page: Page): Promise<void> {
  await expect(async () => {
    if (await page.locator("progress").count()) await page.reload();
    await expect(page.locator("progress")).toHaveCount(0);
  }).toPass({ timeout: 60_000 });
}

test("a selection edited in Excel comes back as the one changed cell", async ({ page }, info) => {
  test.slow();
  const program = libreOffice();
  if (!program) console.warn("SKIPPED: neither soffice nor libreoffice is on the path; the round trip was not made");
  test.skip(!program, "neither soffice nor libreoffice is on the path");
  const folder = await mkdtemp(join(tmpdir(), "tetsuzuki-upload-"));
  await logIn(page, "one");
  await page.goto(`${origin}/staff/procedures?q=納税証明`);
  const waits = page.waitForEvent("download");
  await page.getByRole("link", { name: "表示中の手続をExcelでダウンロードする" }).click();
  const taken = join(folder, "taken.xlsx");
  await (await waits).saveAs(taken);

  const entry = await (await page.request.get(`${origin}/api/v1/procedures/tax-payment-certificate`)).json();
  const renamed = `納税証明書の交付 ${info.project.name} ${info.retry}`;
  const edited = await changed(program!, taken, folder, entry.name, renamed);
  await page.getByRole("link", { name: "ファイルで更新する" }).first().click();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByLabel("データの種類").selectOption("procedures");
  await page.getByLabel("ファイル", { exact: true }).setInputFiles(edited);
  await page.getByLabel("変更の理由").fill("名称の見直し");
  await page.getByRole("button", { name: "送って変更を確かめる" }).click();
  await expect(page.getByRole("status").first()).toContainText("まだ公開されていません");
  await read(page);
  const cells = page.locator(".turns tbody tr");
  await expect(cells).toHaveCount(1);
  await expect(cells.locator("del")).toHaveText(entry.name);
  await expect(cells.locator("ins")).toHaveText(renamed);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  const proposal = page.url().split("?")[0] ?? "";
  const report = await page.request.get(`${proposal}/report.csv`);
  expect(await report.text()).toContain(renamed);
  await page.getByRole("button", { name: "承認を依頼する" }).click();
  await expect(page.getByRole("status").first()).toContainText("承認を依頼しました");

  const checker = await windowOf(page, "checker");
  await checker.goto(proposal);
  await read(checker);
  await expect(checker.locator(".turns ins")).toHaveText(renamed);
  await checker.getByRole("button", { name: "承認して公開する" }).click();
  await expect(checker.getByRole("status").first()).toContainText("公開しました");
  await page.goto(`${origin}/procedures/tax-payment-certificate`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(renamed);
  await checker.context().close();
  await rm(folder, { recursive: true, force: true });
});

test("errors in a file are listed by row and column, and other departments' procedures are refused", async ({ page }) => {
  await logIn(page, "one");
  const send = async (text: string) => {
    await page.goto(`${origin}/staff/import`);
    await page.getByLabel("データの種類").selectOption("procedures");
    const file = { name: "edited.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
    await page.getByLabel("ファイル", { exact: true }).setInputFiles(file);
    await page.getByLabel("変更の理由").fill("見直し");
    await page.getByRole("button", { name: "送って変更を確かめる" }).click();
    await read(page);
  };
  await send("手続ID,手続名,申請\ntax-payment-certificate,納税証明書,たぶん\n");
  await expect(page.getByRole("alert")).toContainText("誤りがあるため、公開できません");
  await expect(page.locator(".turns tbody tr").first()).toContainText("たぶん");
  await expect(page.getByRole("button", { name: "承認を依頼する" })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await send("手続ID,手続名,所管課\nmoving-out,別の名前,市民課\n");
  await expect(page.locator(".turns tbody tr").first()).toContainText("moving-out");
  await expect(page.getByRole("button", { name: "承認を依頼する" })).toHaveCount(0);
  await page.getByRole("button", { name: "取り下げる" }).click();
  await expect(page.getByRole("status").first()).toContainText("取り下げ");
});

test("a month of card counts is entered, reviewed and published", async ({ page }, info) => {
  await logIn(page, "first");
  await page.goto(`${origin}/staff/departments`);
  await page.getByRole("link", { name: "税務課が担当する表" }).click();
  await page.getByLabel(/^カード枚数/).check();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole("button", { name: "設定を保存する" }).click();
  await expect(page.getByRole("status")).toContainText("設定を保存しました");

  const editor = await windowOf(page, "one");
  await editor.goto(`${origin}/staff/cards`);
  await expectAccessible(editor);
  await expectNoSidewaysScrolling(editor);
  // Dates of its own: tests of other projects may run against the same city.
  const day = ["desktop", "phone", "without-script"].indexOf(info.project.name) + 1 + 3 * info.retry;
  await editor.getByLabel("基準日", { exact: true }).fill(`2026-06-0${day}`);
  await editor.getByLabel("堺区の枚数").fill("１，１００");
  await editor.getByLabel("変更の理由").fill("月次の更新");
  await editor.getByRole("button", { name: "送って変更を確かめる" }).click();
  const unusual = editor.getByLabel("いつもと違う数値を確かめました");
  if (await unusual.count()) {
    await expect(editor.getByRole("alert")).toContainText("1割を超えて");
    await expectAccessible(editor);
    await expectNoSidewaysScrolling(editor);
    await unusual.check();
    await editor.getByRole("button", { name: "送って変更を確かめる" }).click();
  }
  await read(editor);
  await expect(editor.locator(".turns tbody tr")).toHaveCount(1);
  await expect(editor.locator(".turns tbody tr")).toContainText("堺区");
  await expectAccessible(editor);
  await editor.getByRole("button", { name: "承認を依頼する" }).click();
  const checker = await windowOf(page, "checker");
  await checker.goto(editor.url().split("?")[0] ?? "");
  await read(checker);
  await checker.getByRole("button", { name: "承認して公開する" }).click();
  await expect(checker.getByRole("status").first()).toContainText("公開しました");
  const counts = await (await page.request.get(`${origin}/api/v1/cards?area=271411&per_page=200`)).text();
  expect(counts).toContain(`2026-06-0${day}`);
  for (const opened of [editor, checker]) await opened.context().close();
});

test("what is approved together has been opened, and a table's history leads back", async ({ page }, info) => {
  const editor = await windowOf(page, "one");
  const mark = `${info.project.name} ${info.retry}`;
  await editor.goto(`${origin}/staff/procedures/tax-payment-certificate/edit`);
  await editor.getByLabel("処理期間").fill(`三日 ${mark}`);
  await editor.getByLabel("変更の理由").fill(`まとめて ${mark}`);
  await editor.getByRole("button", { name: "保存して変更を確かめる" }).click();
  await editor.getByRole("button", { name: "承認を依頼する" }).click();
  const checker = await windowOf(page, "checker");
  await checker.goto(`${origin}/staff/proposals`);
  const row = checker.locator("tr", { hasText: `まとめて ${mark}` });
  await expect(row).toContainText("まだ開いていない");
  await expect(row.getByRole("checkbox")).toHaveCount(0);
  await expectAccessible(checker);
  await expectNoSidewaysScrolling(checker);
  await checker.goto(editor.url().split("?")[0] ?? "");
  await checker.goto(`${origin}/staff/proposals`);
  await row.getByRole("checkbox").check();
  await expectAccessible(checker);
  await checker.getByRole("button", { name: "選んだ変更を承認して公開する" }).click();
  await expect(checker.getByRole("status")).toContainText("1件の変更を承認し、公開しました");
  for (const opened of [editor, checker]) await opened.context().close();

  await logIn(page, "first");
  await page.goto(`${origin}/staff/tables/sets/row`);
  await page.getByLabel(/^区分コード/).fill(`set-${info.project.name}-${info.retry}`);
  await page.getByLabel("区分（必須）", { exact: true }).fill(`試しの区分 ${mark}`);
  await page.getByLabel(/^出典/).selectOption({ index: 1 });
  await page.getByLabel("変更の理由").fill("試し");
  await page.getByRole("button", { name: "変更を確かめる" }).click();
  await read(page);
  await page.getByRole("button", { name: "公開する", exact: true }).click();
  await page.goto(`${origin}/staff/tables/sets/history`);
  await expect(page.getByText("この変更をまとめて元に戻す").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: new RegExp(`試しの区分 ${mark}`) }).first().click();
  await expect(page.getByText("この行を削除する").first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
});

test("a file that is sent without a reason need not be chosen again", async ({ page }) => {
  const editor = await windowOf(page, "one");
  await editor.goto(`${origin}/staff/import`);
  await editor.getByLabel("データの種類").selectOption("procedures");
  const buffer = Buffer.from("手続ID,手続名,所管課\nno-such-procedure,新しい手続,税務課\n");
  await editor.getByLabel("ファイル", { exact: true }).setInputFiles({ name: "手続.csv", mimeType: "text/csv", buffer });
  await editor.getByRole("button", { name: "送って変更を確かめる" }).click();
  await expect(editor.getByRole("alert")).toContainText("変更の理由");
  await expect(editor.getByRole("main")).toContainText("手続.csv を預かっています");
  await expectAccessible(editor);
  await editor.getByLabel("変更の理由").fill("追加");
  await editor.getByRole("button", { name: "送って変更を確かめる" }).click();
  await read(editor);
  await expect(editor.locator(".turns tbody tr").first()).toContainText("新しい手続");
  await editor.getByRole("button", { name: "取り下げる" }).click();
  await editor.context().close();
});
