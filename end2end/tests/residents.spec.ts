import { expect, expectAccessible, expectNoSidewaysScrolling, type Page, test } from "../fixtures";
import { addressIn, LANGUAGES } from "../routes";

// What residents came for, on the width of a phone, with script and without. The merged list of papers is compared with
// the papers of the entries themselves, as the interface has them.
test.use({ viewport: { width: 390, height: 844 } });

interface Paper {
  paper: string | null;
  name: string;
  name_easy: string | null;
  name_en: string | null;
}

interface MergedPaper {
  text: string;
  procedures: string[];
}

/** The answers of one resident, and what is expected of the list. */
interface Journey {
  who: string;
  prefix: string;
  guide: string;
  /** A radio button or a box for each. */
  answers: [name: string, value: string][];
  day?: string;
  /** Entries that have to be on the list, and some that must not be. */
  needed: string[];
  absent: string[];
}

const JOURNEYS: Journey[] = [
  {
    who: "a family moves from ward to ward with a dog, a car and a child",
    prefix: "",
    guide: "moving",
    answers: [
      ["q.from", "here"],
      ["q.to", "here"],
      ["q.with.child", "yes"],
      ["q.insurance", "nhi"],
      ["q.own.dog", "yes"],
      ["q.own.car", "yes"],
      ["q.nationality", "japanese"],
      ["q.card", "yes"],
    ],
    day: "2026-12-25",
    needed: ["moving-within", "dog"],
    absent: ["moving-in", "moving-out"],
  },
  {
    who: "somebody moves in from abroad, in English",
    prefix: "/en",
    guide: "moving",
    answers: [
      ["q.from", "abroad"],
      ["q.insurance", "nhi"],
      ["q.nationality", "foreign"],
      ["q.card", "no"],
    ],
    day: "2026-12-01",
    needed: ["moving-in"],
    absent: ["moving-within", "moving-out", "dog"],
  },
  {
    who: "a child is born, in easy Japanese",
    prefix: "/easy",
    guide: "birth",
    answers: [
      ["q.stage", "born"],
      ["q.first", "first"],
      ["q.insurance", "nhi"],
      ["q.nationality", "foreign"],
    ],
    day: "2026-11-10",
    needed: ["birth-registration", "child-allowance", "residence-status"],
    absent: ["child-allowance-more"],
  },
  {
    who: "a son after a death",
    prefix: "",
    guide: "death",
    answers: [
      ["q.pension", "yes"],
      ["q.insurance", "late"],
      ["q.head", "yes"],
      ["q.had.care", "yes"],
      ["q.had.land", "yes"],
    ],
    day: "2026-11-20",
    needed: ["death-registration", "late", "head", "care", "land", "pension"],
    absent: ["nhi", "car", "child-allowance"],
  },
];

/** Answers what is asked, and goes on as long as answers lead to further questions. */
async function answerAll(page: Page, journey: Journey): Promise<void> {
  const open = new Map(journey.answers.map(([name, value]) => [name, value]));
  while (open.size > 0) {
    const before = open.size;
    for (const [name, value] of [...open]) {
      const input = page.locator(`input[name="${name}"][value="${value}"]`);
      if ((await input.count()) > 0) {
        await input.check();
        open.delete(name);
      }
    }
    if (journey.day && (await page.locator("#guide-day").count()) > 0) await page.locator("#guide-day").fill(journey.day);
    await page.locator(".guide-form button").click();
    expect(open.size, `asked: ${[...open.keys()].join(", ")}`).toBeLessThan(before);
  }
}

/** The merged papers of the page, without readings of kanji: one list for counters, one for home. */
function mergedPapers(page: Page): Promise<MergedPaper[][]> {
  return page.locator(".guide-papers").evaluateAll((lists) =>
    lists.map((list) =>
      [...list.children].map((paper) => {
        const plain = paper.cloneNode(true) as Element;
        for (const reading of plain.querySelectorAll("rt, rp")) reading.remove();
        const links = [...plain.querySelectorAll(".guide-names a[href*='/procedures/']")];
        const ids = links.map((link) => new URL(link.getAttribute("href") ?? "", document.baseURI).pathname.split("/").pop());
        plain.querySelector(".guide-names")?.remove();
        return { text: (plain.textContent ?? "").replace(/\s+/g, " ").trim(), procedures: ids.map(String) };
      }),
    ),
  );
}

/** The procedures in a part of the list, each once. */
async function proceduresIn(page: Page, selector: string): Promise<string[]> {
  const found = await page
    .locator(`${selector} .guide-item[data-tick] .guide-name a[href*='/procedures/']`)
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.split("/").pop() ?? ""));
  return [...new Set(found)];
}

async function expectPapersOfEntries(page: Page, prefix: string): Promise<void> {
  const lists = await mergedPapers(page);
  const parts = [
    await proceduresIn(page, "section[aria-labelledby='guide-office']"),
    await proceduresIn(page, "section[aria-labelledby='guide-home']"),
  ];
  const expected: Map<string, { paper: Paper; procedures: string[] }>[] = [];
  for (const procedures of parts) {
    const papers = new Map<string, { paper: Paper; procedures: string[] }>();
    for (const id of procedures) {
      const response = await page.request.get(`/api/v1/procedures/${id}`);
      const own = ((await response.json()) as { needed_papers: Paper[] }).needed_papers;
      for (const paper of own) {
        const key = paper.paper ?? paper.name;
        const known = papers.get(key);
        if (known) known.procedures.push(id);
        else papers.set(key, { paper, procedures: [id] });
      }
    }
    if (papers.size > 0) expected.push(papers);
  }
  expect(lists.length, "lists of papers").toBe(expected.length);
  for (const [place, papers] of expected.entries()) {
    const shown = lists[place];
    expect(shown.length, "every paper once").toBe(papers.size);
    for (const { paper, procedures } of papers.values()) {
      const easy = paper.name_easy ?? paper.name;
      const name = prefix === "/en" ? (paper.name_en ?? paper.name) : prefix === "/easy" ? easy : paper.name;
      const plain = (text: string) => text.replace(/《[^》]*》|｜|\s/g, "");
      const found = shown.filter((one) => plain(one.text).includes(plain(name)));
      const of = found.map((one) => one.procedures.toSorted());
      expect(of, `${name} is needed for`).toContainEqual([...new Set(procedures)].toSorted());
    }
  }
}

for (const journey of JOURNEYS) {
  test(journey.who, async ({ page }) => {
    await page.goto(addressIn(journey.prefix, `/guides/${journey.guide}`));
    await answerAll(page, journey);
    await expect(page.locator("#summary")).toBeVisible();
    for (const id of journey.needed) await expect(page.locator(`[data-tick='${id}']`), id).toHaveCount(1);
    for (const id of journey.absent) await expect(page.locator(`[data-tick='${id}']`), id).toHaveCount(0);
    expect(await page.locator("[data-tick]").count()).toBeGreaterThan(2);
    await expectPapersOfEntries(page, journey.prefix);
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
    // The address alone says it all, to whomever it is sent, in every language.
    const [ids, query] = [await ticked(page), new URL(page.url()).search];
    for (const { prefix } of LANGUAGES) {
      await page.goto(addressIn(prefix, `/guides/${journey.guide}`) + query);
      expect(await ticked(page), prefix).toEqual(ids);
      await expectPapersOfEntries(page, prefix);
      await expectAccessible(page);
    }
  });
}

function ticked(page: Page): Promise<(string | null)[]> {
  return page.locator("[data-tick]").evaluateAll((items) => items.map((item) => item.getAttribute("data-tick")));
}

for (const { prefix, name } of LANGUAGES) {
  test(`is it open now? from the front page, in ${name}`, async ({ page }) => {
    await page.goto(addressIn(prefix, "/"));
    const offices = page.locator(".open-offices li");
    await expect(offices.first()).toBeVisible();
    const office = await offices.first().locator("a").first().textContent();
    await offices.first().locator("a").first().click();
    await expect(page.locator("h1")).toContainText(office ?? "");
    await expect(page.locator("header .opening")).toBeVisible();
    await expect(page.locator("#hours")).toBeVisible();
    await expect(page.locator("main a[href^='tel:']").first()).toBeVisible();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  });
}
