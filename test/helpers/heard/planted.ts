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

const SORTS: Readonly<Record<string, RegExp>> = {
  "an e-mail address": /[\w.+-]+@example\.(?:com|org|net)/g,
  "a key of a machine": /counterfoil_[\w-]{43}/g,
  "a private key": /PRIVATE\+KEY\+\S*/g,
};

/** Escaped, so that no text is taken for a pattern. */
const TEXT = new RegExp(
  TEXTS.map((text) => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, "\\$&")).join("|"),
  "gu",
);

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
  for (const form of [text, unescaped(text)]) {
    for (const [planted] of form.matchAll(TEXT)) found.add(planted);
    for (const [sort, pattern] of Object.entries(SORTS))
      for (const _ of form.matchAll(pattern)) found.add(sort);
  }
  return [...found];
}
