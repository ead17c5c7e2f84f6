/** What must stand in no log line, problem, metric, or address: values that fixtures have everywhere, and what all of their kind look like. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { AUDITOR_TOKEN, METRICS_TOKEN, TOKEN } from "../test-tokens.ts";

/** In the records of test/helpers/ledger-records.ts. */
export const PLANTED_NAME = "王小明 Wang Xiaoming";
export const PLANTED_CLERK = "Planted Lin Jia 林佳";

export const PLANTED_TOKENS: readonly string[] = [TOKEN, AUDITOR_TOKEN, METRICS_TOKEN];

const customers = new URL("../../../demo/northwind/customers.csv", import.meta.url);

/** Whoever is in the demonstration: people, firms, streets, telephones. */
function demonstration(): string[] {
  const rows = parse(readFileSync(fileURLToPath(customers)), { columns: true }) as Record<
    string,
    string
  >[];
  return rows.flatMap((row) =>
    ["company_name", "contact_name", "address", "phone"].map((column) => row[column] ?? ""),
  );
}

const TEXTS: readonly string[] = [
  ...["王小明", "Wang Xiaoming", "Planted Lin Jia", "林佳", "13800138000"],
  ...PLANTED_TOKENS,
  ...demonstration().filter((text) => text.length > 5),
];

/** Each with what stands in all of its sort: where that is not, the rest need not be looked for. */
const SORTS: readonly (readonly [sort: string, mark: string, pattern: RegExp])[] = [
  ["an e-mail address", "@example.", /[\w.+-]+@example\.(?:com|org|net)/],
  ["a key of a machine", "counterfoil_", /counterfoil_[\w-]{43}/],
  ["a private key", "PRIVATE+KEY+", /PRIVATE\+KEY\+/],
];

/** By their first two characters: everything that the suite tells is searched, a hundred times faster than by one pattern of them all. */
const TEXTS_BY_START = Map.groupBy(TEXTS, (text) => startAt(text, 0));

/** Two characters as one number. */
function startAt(text: string, at: number): number {
  return text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1);
}

function textsIn(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at + 1 < text.length; at++) {
    const starting = TEXTS_BY_START.get(startAt(text, at));
    if (starting !== undefined) found.push(...starting.filter((one) => text.startsWith(one, at)));
  }
  return found;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

/** What of it must not be there, each once, however it is escaped. */
export function plantedIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const form of new Set([text, unescaped(text)])) {
    for (const planted of textsIn(form)) found.add(planted);
    for (const [sort, mark, pattern] of SORTS)
      if (form.includes(mark) && pattern.test(form)) found.add(sort);
  }
  return [...found];
}
