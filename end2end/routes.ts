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

/**
 * One address of each kind of staff page; `/staff/people/:id` stands for an account and `/staff/proposals/:id` for an
 * open change, which the tests look up. The first needs no login.
 */
export const STAFF_PAGES = [
  "/staff/login",
  "/staff",
  "/staff/account",
  "/staff/people",
  "/staff/people/:id",
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

/** The address of a page in a language. */
export function addressIn(prefix: string, page: string): string {
  return page === "/" ? prefix || "/" : prefix + page;
}
