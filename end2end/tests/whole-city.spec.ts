/**
 * A real city from an empty database to a whole site, in the browser only: 豊中市 has no wards, 浜松市 has three since
 * 2024 and had seven before. The rows are in end2end/cities.
 */
import { readFileSync } from "node:fs";
import { collectComplaints, expect, expectAccessible, expectNoSidewaysScrolling, type Page } from "../fixtures";
import { installation, type LogIn } from "../installation";
import { LANGUAGES } from "../routes";

type City = {
  name: string;
  english: string;
  search: string;
  link: string;
  code: string;
  folder: string;
  project: string;
  /** What the page of the cards has to show. */
  cards: RegExp[];
};

const CITIES: City[] = [
  {
    name: "豊中市",
    english: "Toyonaka City",
    search: "とよなか",
    link: "大阪府豊中市",
    code: "272035",
    folder: "toyonaka",
    project: "desktop",
    cards: [/豊中市には区がない/, /316,900/],
  },
  {
    name: "浜松市",
    english: "Hamamatsu City",
    search: "浜松",
    link: "静岡県浜松市",
    code: "221309",
    folder: "hamamatsu",
    project: "without-script",
    cards: [/中央区/, /浜名区/, /天竜区/],
  },
];

/** The tables of the whole city that are sent as files, in the order in which one needs the other. */
const CITY_TABLES = ["departments"];
const FIGURES = ["cards", "cards-by-age", "population"];
const OF_PROCEDURES = ["procedures", "usage"];
const HISTORIES = ["step-events", "channels", "exclusion-events"];
const REST = [
  "guide-entries",
  "offices",
  "office-hours",
  "indicator-values",
  "funding",
  "cost-items",
  "assessments",
  "obligations",
  "schedule",
  "initiatives",
  "milestones",
  "effects",
  "courses",
  "roles",
  "training",
  "training-progress",
];

const PAGES = ["/", "/procedures", "/procedures/moving-out", "/cards", "/targets", "/targets/online_rate", "/targets/card_holding_rate", "/targets/online_rate/route", "/sdg", "/budget", "/changes", "/data", "/guides", "/guides/moving", "/offices", "/offices/city-hall"];

/** What a page says where something is missing. */
const NOTHING = /登録されていません|とうろくされていません|記録がありません|not recorded|Nothing is recorded|堺|Sakai/;

const test = installation("office@city.example.jp");

/** Where a file of a table is sent, as the list of the first day links it. */
function addressFor(table: string): string {
  const uploaded: Record<string, string> = {
    procedures: "procedures",
    usage: "usage",
    cards: "cards",
    "cards-by-age": "cards",
    population: "population",
    "indicator-values": "indicators",
  };
  return uploaded[table] ? `/staff/import?kind=${uploaded[table]}` : `/staff/tables/${table}/import`;
}

async function untilRead(page: Page): Promise<void> {
  await expect(async () => {
    if (await page.locator("progress").count()) await page.reload();
    await expect(page.locator("progress")).toHaveCount(0);
  }).toPass({ timeout: 60_000 });
}

/** Publishes what a page shows; with an approver, whose page opens it. */
async function publish(page: Page, approver?: Page): Promise<void> {
  await untilRead(page);
  if (approver) {
    await page.getByRole("button", { name: "承認を依頼する" }).click();
    await approver.goto(page.url().split("?")[0] ?? "");
    await untilRead(approver);
    await approver.getByRole("button", { name: "承認して公開する" }).click();
  } else {
    await page.getByRole("button", { name: "公開する", exact: true }).click();
  }
  await expect((approver ?? page).getByRole("status").first()).toContainText("公開しました");
}

/** Sends a file of end2end/cities and publishes it. */
async function send(page: Page, city: City, table: string, approver?: Page): Promise<void> {
  await test.step(`the file of ${table}`, async () => {
    await page.goto(addressFor(table));
    const folder = ["cards", "cards-by-age", "population"].includes(table) ? city.folder : "common";
    const file = new URL(`../cities/${folder}/${table}.csv`, import.meta.url);
    await page.getByLabel("ファイル", { exact: true }).setInputFiles({
      name: `${table}.csv`,
      mimeType: "text/csv",
      buffer: readFileSync(file),
    });
    await page.getByLabel("変更の理由").fill("はじめの登録");
    await page.getByRole("button", { name: "送って変更を確かめる" }).click();
    await publish(page, approver);
  });
}

/** Types a row of a table and publishes it. */
async function type(page: Page, table: string, fields: Record<string, string>, sample = true): Promise<void> {
  await test.step(`a row of ${table}`, async () => {
    await page.goto(`/staff/tables/${table}/row`);
    for (const [label, value] of Object.entries(fields)) {
      const field = page.getByLabel(label, { exact: true });
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ label: value });
      else await field.fill(value);
    }
    if (sample) await page.getByRole("checkbox", { name: "サンプル" }).check();
    await expectAccessible(page);
    await page.getByLabel("変更の理由").fill("はじめの登録");
    await page.getByRole("button", { name: "変更を確かめる" }).click();
    await publish(page);
  });
}

/** Adds an account for all departments and returns its desk, with a password that only it knows. */
async function addAccount(page: Page, account: string, isApprover: boolean, logIn: LogIn): Promise<Page> {
  await page.goto("/staff/people");
  await page.getByLabel("メールアドレス").fill(account);
  await page.getByLabel("氏名").fill(isApprover ? "承認 四郎" : "編集 次郎");
  for (const box of await page.locator("input[name=department]").all()) await box.check();
  if (isApprover) await page.locator("input[name=approver]").check();
  await page.getByRole("button", { name: "作成する" }).click();
  const password = (await page.locator(".one-time").innerText()).trim();
  const context = await page.context().browser()!.newContext(test.info().project.use);
  const desk = await context.newPage();
  await logIn(desk, account, password);
  const own = `harbour ${account} in the morning`;
  await desk.getByLabel("現在のパスワード").fill(password);
  await desk.getByLabel("新しいパスワード", { exact: true }).fill(own);
  await desk.getByLabel("新しいパスワード（確認のためもう一度）").fill(own);
  await desk.getByRole("button", { name: "パスワードを変更する" }).click();
  await expect(desk.getByRole("status").first()).toContainText("変更");
  return desk;
}

for (const city of CITIES) {
  test(`${city.name} becomes a whole site`, async ({ page, logIn, shot }, info) => {
    test.skip(info.project.name !== city.project, `${city.name} is filled in the project ${city.project}`);
    test.setTimeout(600_000);
    const complaints = collectComplaints(page);
    await logIn(page);
    await page.getByRole("link", { name: "はじめの準備をする" }).click();
    await page.getByLabel("市区町村の名前").fill(city.search);
    await page.getByRole("main").getByRole("button", { name: "探す" }).click();
    await page.getByRole("link", { name: city.link }).click();
    await shot(page, "city");
    await page.getByRole("button", { name: `${city.name}にする` }).click();
    await expect(page.getByRole("status")).toContainText(`${city.name}にしました`);
    await shot(page, "list-at-first");

    await type(page, "sources", { "出典ID（必須）": "survey", "表題（必須）": "庁内の調べ（例）", "表題（英語）": "Survey in the city hall (example)", 作成者: city.name });
    for (const table of CITY_TABLES) await send(page, city, table);
    await type(page, "departments", { "所管課コード（必須）": "environment", "所管課（必須）": "環境政策課", 窓口: "市役所 環境政策課" });

    // Procedures belong to departments, whose approvers decide.
    const editor = await addAccount(page, "editor@city.example.jp", false, logIn);
    const approver = await addAccount(page, "approver@city.example.jp", true, logIn);
    for (const table of OF_PROCEDURES) await send(editor, city, table, approver);
    await shot(editor, "procedures-of-an-editor");
    for (const desk of [editor, approver]) await desk.context().close();

    for (const table of [...HISTORIES, ...FIGURES]) await send(page, city, table);
    await type(
      page,
      "programmes",
      { "事務事業ID（必須）": "dx", "事務事業名（必須）": "デジタル化推進事業", "年度（必須）": "2026", "出典（必須）": "庁内の調べ（例） (survey)" },
      false,
    );
    for (const table of REST) await send(page, city, table);
    await type(
      page,
      "sdg-actions",
      { "ターゲット（必須）": "16.9", "ゴール（必須）": "16", "取組（必須）": "マイナンバーカードの普及促進", "出典（必須）": "庁内の調べ（例） (survey)" },
      false,
    );
    await page.goto("/staff/first-day");
    await shot(page, "list-at-last");

    for (const { prefix } of LANGUAGES) {
      for (const path of PAGES) {
        await test.step(`${prefix}${path}`, async () => {
          const response = await page.goto(`${prefix}${path}`.replace(/(?<=.)\/$/, "") || "/");
          expect(response?.status()).toBe(200);
          await expectNoSidewaysScrolling(page);
          const text = await page.locator("main").innerText();
          expect.soft(text.split("\n").filter((line) => NOTHING.test(line)), `${prefix}${path}`).toEqual([]);
          await shot(page, `${prefix.slice(1)}${path.replaceAll("/", "-")}`);
        });
      }
    }
    await page.goto("/cards");
    for (const words of city.cards) await expect(page.getByRole("main")).toContainText(words);
    expect(complaints, "complaints of the browser").toEqual([]);
  });
}
