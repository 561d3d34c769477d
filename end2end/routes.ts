/** One address of each kind of public page; tests/browser_checks.rs compares them with the routes. */
export const PAGES = [
  "/",
  "/procedures",
  "/procedures/child-allowance-claim",
  "/procedures/child-allowance-claim/reports",
  "/procedures/child-allowance-claim/history",
  "/procedures?as_of=2024-04-01",
  "/procedures/child-allowance-claim?as_of=2024-04-01",
  "/guides",
  "/guides/moving?q.from=here&q.to=here&q.with.child=yes&q.own.dog=yes&q.own.car=yes&day=2026-12-25",
  "/offices",
  "/offices/sakai-ward",
  "/cards",
  "/cards/271411",
  "/targets",
  "/targets/online_rate",
  "/targets/card_holding_rate",
  "/targets/online_rate/route",
  "/sdg",
  "/budget",
  "/changes",
  "/figures/card-rate?area=271403&measure=issued&as_of=2022-12-31",
  "/data",
  "/definitions",
  "/accessibility",
];

/** States of public pages that differ from how they look at first: the address, and the status of the answer. */
export const STATES: [string, number][] = [
  ["/procedures?q=転出", 200],
  ["/procedures?q=qqzzqqzz", 200],
  ["/procedures?event=moving", 200],
  ["/procedures?availability=complete&sort=name", 200],
  ["/procedures?page=abc", 400],
  ["/procedures?as_of=2999-01-01", 400],
  ["/procedures/independence-medical", 200],
  ["/procedures/independence-medical/history", 200],
  ["/guides/moving", 200],
  ["/offices?postcode=590", 400],
  ["/cards?measure=held", 200],
  ["/cards?list=municipalities", 200],
  ["/cards?list=designated-cities", 200],
  ["/targets/online_rate/route?first=2", 200],
  ["/changes?event=moving", 200],
  ["/embed/cards/drawings/ward-map", 200],
  ["/no-such-page", 404],
];

/**
 * One address of each kind of staff page; `/staff/people/:id` stands for an account, `/staff/proposals/:id` for an
 * open change and `/staff/reports/:id` for a report of residents, which the tests look up. The first needs no login.
 */
export const STAFF_PAGES = [
  "/staff/login",
  "/staff",
  "/staff/account",
  "/staff/people",
  "/staff/people/:id",
  "/staff/help",
  "/staff/audit",
  "/staff/audit/1",
  "/staff/departments",
  "/staff/departments/taxation",
  "/staff/reorganise",
  "/staff/first-day",
  "/staff/procedures",
  "/staff/procedures/new",
  "/staff/procedures/family-register-certificate/edit",
  "/staff/procedures/family-register-certificate/history",
  "/staff/bulk",
  "/staff/reports",
  "/staff/reports/:id",
  "/staff/import",
  "/staff/cards",
  "/staff/tables",
  "/staff/tables/cards",
  "/staff/tables/departments/row",
  "/staff/guides/moving",
  "/staff/tables/departments/history",
  "/staff/proposals",
  "/staff/proposals/:id",
];

export const LANGUAGES = [
  { prefix: "", lang: "ja", name: "Japanese", sample: "サンプル" },
  { prefix: "/easy", lang: "ja", name: "easy Japanese", sample: "サンプル" },
  { prefix: "/en", lang: "en", name: "English", sample: "sample" },
];

/** A language that is known by its texts only, and some pages that are opened in it. Its texts are as long as any. */
export const FURTHER_LANGUAGE = { prefix: "/vi", lang: "vi", name: "Vietnamese", sample: "mẫu" };

export const FURTHER_PAGES = [
  "/",
  "/procedures/child-allowance-claim",
  "/guides/moving?q.from=here&q.to=here&q.with.child=yes",
  "/cards",
  "/budget",
];

/** The address of a page in a language. */
export function addressIn(prefix: string, page: string): string {
  return page === "/" ? prefix || "/" : prefix + page;
}
