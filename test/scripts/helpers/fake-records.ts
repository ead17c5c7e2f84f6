import { kindsByName } from "../../../api/ledger/kinds/registry.ts";

export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly key: string;
  readonly subject: string;
  readonly content: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** The ledger's rules for what a line becomes, over arrays. */
export class FakeRecords {
  /** In the order of arrival, each version once. */
  readonly stored: StoredRecord[] = [];
  readonly subjects = new Map<string, string>();
  readonly #versions = new Map<string, StoredRecord[]>();

  subject(line: string): object {
    const { source, externalNumber, ...rest } = JSON.parse(line);
    if (typeof source !== "string" || typeof externalNumber !== "string" || rest.length > 0) {
      return refused([{ field: "externalNumber", code: "missing", message: "is required" }]);
    }
    if (externalNumber.length > 128) {
      return refused([{ field: "externalNumber", code: "too_long", message: "is too long" }]);
    }
    const key = `${source} ${externalNumber}`;
    const known = this.subjects.get(key);
    const subject = known ?? `S${String(this.subjects.size).padStart(42, "0")}`;
    this.subjects.set(key, subject);
    return { subject, created: known === undefined };
  }

  store(line: string): object {
    const record = JSON.parse(line) as Record<string, unknown>;
    const { "@kind": kind, "@subject": subject, "@occurredAt": at, "@source": source } = record;
    const body = Object.fromEntries(Object.entries(record).filter(([name]) => name[0] !== "@"));
    const parsed = kindsByName.get(String(kind))?.parseBody(body);
    if (!parsed?.ok) {
      const problems = parsed?.problems ?? [{ field: "@kind", code: "not_in_list" }];
      return refused(problems.map((each) => ({ ...each, message: `wrong: ${each.code}` })));
    }
    if (![...this.subjects.values()].includes(String(subject)) && this.subjects.size < 5_000) {
      return refused([{ field: "@subject", code: "bad_format", message: "unknown" }]);
    }
    const natural = kind === "customer" ? subject : `${source} ${body.externalNumber}`;
    const key = `${kind} ${natural}`;
    const versions = this.#versions.get(key) ?? [];
    const content = JSON.stringify([source, parsed.body]);
    const newest = versions.at(-1);
    if (newest?.content === content) return { outcome: "unchanged", ...place(newest) };
    const earlier = versions.find((one) => one.content === content);
    if (earlier !== undefined) return { outcome: "equals_earlier", ...place(earlier) };
    if (newest !== undefined && String(at) < String(newest.record["@occurredAt"])) {
      return { outcome: "older", ...place(newest) };
    }
    const version = versions.length + 1;
    const id = newest?.id ?? `id-${this.stored.length}`;
    const made = { id, version, key, subject: String(subject), content, record };
    this.#versions.set(key, [...versions, made]);
    this.stored.push(made);
    return { outcome: "stored", ...place(made), index: this.stored.length };
  }
}

const place = ({ id, version }: StoredRecord) => ({ id, version });

const refused = (errors: readonly object[]) => ({
  problem: { code: "invalid_record", title: "Invalid", detail: "See errors.", errors },
});
