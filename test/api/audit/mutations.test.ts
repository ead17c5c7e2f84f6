/** Twenty random changes in each of fifty ledgers of five hundred records: edits, deletions, swaps and insertions, in every table. All are named. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { nameOf } from "../../../api/audit/finding.ts";
import { fillMany } from "../../helpers/audit/fill.ts";
import { auditOptions, copyOf, newInstallation, remove } from "../../helpers/audit/installation.ts";
import { drawing, type Mutation, mutate } from "../../helpers/audit/mutate.ts";
import { openTamper } from "../../helpers/audit/tamper.ts";

const LEDGERS = 50;
const CHANGES = 20;

let base: string;

beforeAll(async () => {
  const installation = await newInstallation("mutations");
  await fillMany(installation, 500);
  await installation.close();
  base = installation.directory;
});
afterAll(() => remove(base));

function change(directory: string, seed: number): Mutation[] {
  const { files } = auditOptions(directory);
  const tampers = {
    ledger: openTamper("ledger", files.ledger),
    map: openTamper("map", files.map),
    keys: openTamper("keys", files.keys),
  };
  const draw = drawing(`ledger ${seed}`);
  const taken = new Set<string>();
  const done: Mutation[] = [];
  while (done.length < CHANGES) {
    const mutation = mutate({ draw, tampers, taken });
    if (mutation !== null) done.push(mutation);
  }
  for (const tamper of Object.values(tampers)) tamper.close();
  return done;
}

const describeOne = ({ what, file, table, column }: Mutation): string =>
  `${what} ${file}.${table}${column === null ? "" : `.${column}`}`;

describe("random changes", () => {
  it("find an untouched ledger clean", async () => {
    expect((await runAudit(auditOptions(base))).findings).toEqual([]);
  });

  it.each(Array.from({ length: LEDGERS }, (_, seed) => seed))(
    "are all named, seed %i",
    async (seed) => {
      const directory = copyOf(base);
      try {
        const done = change(directory, seed);
        const { findings } = await runAudit(auditOptions(directory));
        const named = new Set(findings.map(nameOf));
        const missed = done.flatMap((mutation) =>
          mutation.rows
            .filter((names) => !names.some((name) => named.has(name)))
            .map((names) => `${describeOne(mutation)}: ${names[0]}`),
        );
        expect(missed).toEqual([]);
        // And nobody else is accused but a few that one of these cannot be told from.
        const changed = new Set(done.flatMap(({ rows }) => rows.flat()));
        const others = findings.filter((finding) => !changed.has(nameOf(finding)));
        expect(others.length, others.map(nameOf).join(", ")).toBeLessThanOrEqual(CHANGES / 2);
      } finally {
        remove(directory);
      }
    },
  );
});
