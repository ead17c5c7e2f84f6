/** Quick audits of a ledger on files: what they draw, what they find of it, and what they leave alone. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameOf } from "../../../../api/audit/finding.ts";
import type { AuditOptions } from "../../../../api/audit/options.ts";
import { runQuickAudit } from "../../../../api/audit/quick/audit.ts";
import { drawSamples } from "../../../../api/audit/quick/draw.ts";
import { USUAL_SAMPLE } from "../../../../api/audit/quick/missed.ts";
import { isNoSample } from "../../../../api/audit/quick/pick-anchor.ts";
import type { AuditReport } from "../../../../api/audit/report.ts";
import type { AuditedFile, RawRow, RawValue } from "../../../../api/store/audit-store.ts";
import { type ChainData, chainOf } from "../../../helpers/audit/chain.ts";
import { fillMany } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import {
  columnsOf,
  described,
  keyOf,
  lengthOf,
  namesOf,
  openTamper,
  type Tamper,
  withByte,
} from "../../../helpers/audit/tamper.ts";
import { seededRandom } from "../../../helpers/ledger.ts";

const ASKED = 24;

let sound: string;
let directory: string;
let tampers: Readonly<Record<AuditedFile, Tamper>>;
beforeAll(async () => {
  const installation = await newInstallation("quick");
  await fillMany(installation, 400);
  await installation.close();
  sound = installation.directory;
  directory = copyOf(sound);
  const { files } = auditOptions(directory);
  tampers = {
    ledger: openTamper("ledger", files.ledger),
    map: openTamper("map", files.map),
    keys: openTamper("keys", files.keys),
  };
}, 180_000);
afterAll(() => {
  for (const tamper of Object.values(tampers)) tamper.close();
  for (const one of [sound, directory]) remove(one);
});

async function quick(asked = ASKED, change: Partial<AuditOptions> = {}, machine = "nonce") {
  const random = seededRandom(machine);
  const report = await runQuickAudit(auditOptions(directory, change), asked, random);
  if (isNoSample(report)) throw new Error(report.why);
  return report;
}

function sampleOf({ mode }: AuditReport) {
  if (mode.kind !== "quick") throw new Error(mode.kind);
  return mode.sample;
}

/** Drawn again from what the report says. */
const samplesOf = (report: AuditReport) => {
  const { count, anchor, block, nonce } = sampleOf(report);
  const { ledger } = report;
  return drawSamples({ ledger, size: anchor.size, count, blockHash: block.hash, nonce });
};
const drawnBy = (report: AuditReport) => samplesOf(report).checked;

const chainData = (): ChainData =>
  JSON.parse(readFileSync(join(sound, "chain.json"), "utf8")) as ChainData;
const chained = (change: Partial<ChainData>): Partial<AuditOptions> => ({
  openChain: () => chainOf({ ...chainData(), ...change }),
});

describe("a quick audit", () => {
  it("finds nothing in a sound ledger, whether it draws some or all", async () => {
    const all = await quick(USUAL_SAMPLE);
    expect(all.findings).toEqual([]);
    const { count, checked, anchor, missed, choosable, block } = sampleOf(all);
    expect({ count, checked, missed }).toEqual({
      count: anchor.size,
      checked: anchor.size,
      missed: 0,
    });
    // It is no embedded one; but whoever runs a chain of this id can rewrite it.
    expect({ choosable, ...all.chain }).toEqual({
      choosable: true,
      state: "asked",
      embedded: true,
    });
    expect(block.number).toBe(anchor.block + 32);
    const behind = all.snapshot.size - anchor.size;
    expect(behind).toBeGreaterThan(0);
    expect(all.notes).toContainEqual({ code: "sample_beyond", details: { count: behind } });
    const counted = new Map(all.counts.map(({ what, checked }) => [what, checked]));
    expect(counted.get("entries")).toBe(anchor.size);
    expect(counted.get("records")).toBe(counted.get("record_entries"));
    const made = new Map(
      tampers.ledger.rows("records").map(([index, id, version]) => [`${id} ${version}`, index]),
    );
    const marks = tampers.ledger
      .rows("idempotency")
      .filter((row) => Number(made.get(`${row[3]} ${row[4]}`)) < anchor.size);
    expect(marks.length).toBeGreaterThan(40);
    expect(counted.get("idempotency")).toBe(marks.length);
    const some = await quick();
    expect(some.findings).toEqual([]);
    expect(sampleOf(some).missed).toBeCloseTo(1 - ASKED / anchor.size, 12);
    expect(some.notProven).toContain("not_drawn");
    expect(all.counts.some(({ what }) => what === "map.pages")).toBe(false);
  });

  it("draws the same again, and something else from another block, anchor or number", async () => {
    const first = await quick();
    expect(await quick()).toEqual(first);
    expect(sampleOf(first).checked).toBe(drawnBy(first).length);
    const again = await quick(ASKED, {}, "another machine");
    expect(samplesOf(again).byBlock).toEqual(samplesOf(first).byBlock);
    expect(samplesOf(again).byNonce).not.toEqual(samplesOf(first).byNonce);
    expect(sampleOf(again).nonce).not.toBe(sampleOf(first).nonce);
    const others = [
      await quick(ASKED + 1),
      await quick(ASKED, { embedded: true }),
      await quick(ASKED, chained({ behind: 33 })),
    ];
    for (const other of others) expect(drawnBy(other)).not.toEqual(drawnBy(first));
  });

  it("says of the embedded chain that its operator could have chosen, and draws from the anchor's block", async () => {
    const report = await quick(ASKED, { embedded: true, ...chained({ behind: 2 }) });
    const { block, anchor, choosable } = sampleOf(report);
    expect({ choosable, number: block.number }).toEqual({ choosable: true, number: anchor.block });
    expect(report.notProven).toContain("embedded_chain");
    expect(report.findings).toEqual([]);
  });

  it("takes an older anchor as long as the newest one's block is not final, and says so", async () => {
    const { anchors } = chainData();
    const [last, before] = [anchors.at(-1)?.size, anchors.at(-2)?.size];
    expect(sampleOf(await quick(ASKED, chained({ behind: 34 }))).anchor.size).toBe(last);
    const older = await quick(ASKED, chained({ behind: 33 }));
    expect(sampleOf(older).anchor.size).toBe(before);
    const block = 100 + anchors.length - 1 + 32;
    const details = { size: last, block, drawn: before };
    expect(older.notes).toContainEqual({ code: "sample_older", details });
    expect(older.snapshot.anchor?.size).toBe(last);
    expect(older.findings).toEqual([]);
  });

  it("draws nothing without a final block, or without a chain, and says why", async () => {
    const why = async (change: Partial<AuditOptions>) =>
      runQuickAudit(auditOptions(sound, change), 5, seededRandom("why"));
    const other = (change: object): Partial<AuditOptions> => ({
      openChain: () => ({ ...chainOf(chainData()), ...change }),
    });
    expect(await why(chained({ behind: 10 }))).toEqual({
      ...{ why: "not_final", awaited: 132 },
      final: 100 + chainData().anchors.length - 1 + 8,
    });
    expect(await why(chained({ anchors: [] }))).toEqual({ why: "no_anchor" });
    expect(await why({ openChain: null })).toMatchObject({ why: "left_out" });
    expect(await why(other({ anchored: async () => null }))).toMatchObject({ why: "not_listed" });
    expect(await why(other({ ledger: async () => null }))).toMatchObject({ why: "no_anchor" });
    expect(await why(other({ finalized: async () => null }))).toMatchObject({ why: "no_anchor" });
    expect(await why(other({ block: async () => null }))).toMatchObject({ why: "unreachable" });
  });

  it("names a chain that has another root, or more than the database", async () => {
    const { anchors } = chainData();
    const [last] = anchors.slice(-1);
    if (last === undefined) throw new Error("no anchor");
    const root = `0x${"ab".repeat(32)}`;
    const changed = await quick(
      ASKED,
      chained({ anchors: [...anchors.slice(0, -1), { ...last, root }] }),
    );
    const names = changed.findings.map((finding) => `${nameOf(finding)} ${finding.cause}`);
    expect(names).toEqual([`chain size=${last.size} anchor_root`]);
    const more = { ...last, size: 5_000 };
    const ahead = await quick(ASKED, chained({ anchors: [...anchors, more] }));
    expect(sampleOf(ahead).anchor.size).toBe(last.size);
    expect(ahead.findings.map(({ cause }) => cause)).toContain("chain_head_ahead");
  });
});

/** Rows that belong to the record entry of an index, each by its file and table. */
function belonging(index: number, size: number): [AuditedFile, string, RawRow][] {
  const { ledger, keys } = tampers;
  const find = (tamper: Tamper, table: string, columns: Readonly<Record<string, RawValue>>) => {
    const names = columnsOf(tamper.file, table);
    const row = tamper.rows(table).find((one) =>
      Object.entries(columns).every(([name, value]) => {
        const own = one[names.indexOf(name)];
        return value instanceof Uint8Array
          ? own instanceof Uint8Array && Buffer.compare(own, value) === 0
          : own === value;
      }),
    );
    return row === undefined ? [] : [[tamper.file, table, row] as [AuditedFile, string, RawRow]];
  };
  const [, , entry] = find(ledger, "entries", { idx: index })[0] ?? [];
  const [, , record] = find(ledger, "records", { idx: index })[0] ?? [];
  if (entry === undefined || record === undefined) throw new Error(`no record at ${index}`);
  const [, id, version, , subject, retention_class, expiry] = record;
  return [
    ...find(ledger, "entries", { idx: index }),
    ...find(ledger, "records", { idx: index }),
    ...find(ledger, "streams", { key: (entry[1] as Buffer).subarray(33, 65) }),
    ...find(ledger, "identities", { id: id ?? null }),
    ...find(ledger, "idempotency", { id: id ?? null, version: version ?? null, outcome: "stored" }),
    ...find(ledger, "subjects", { subject: subject ?? null }),
    ...find(ledger, "tiles", { level: 0, n: index >> 8 }),
    ...find(ledger, "checkpoints", { size }),
    ...find(ledger, "anchors", { size }),
    ...find(keys, "stream_secrets", { subject: subject ?? null }),
    ...find(keys, "sealing_keys", {
      subject: subject ?? null,
      retention_class: retention_class ?? null,
      expiry: expiry ?? null,
    }),
  ];
}

type Belonging = readonly [AuditedFile, string, RawRow];
type Look = (what: string, report: AuditReport, names: readonly string[]) => void;

/** Every column but the key's with one byte changed, one after the other. */
async function eachByte(rows: readonly Belonging[], look: Look): Promise<void> {
  for (const [file, table, row] of rows) {
    const key = keyOf(file, table, row);
    for (const [at, column] of columnsOf(file, table).entries()) {
      const value = row[at] ?? null;
      if (described(file, table).key.includes(column) || lengthOf(value) === 0) continue;
      // Of a number so much that no other row has it.
      const changed = withByte(value, lengthOf(value) - 1, typeof value === "number" ? 0x80 : 1);
      expect(tampers[file].set(table, key, column, changed), column).toBe(true);
      look(`${table}.${column}`, await quick(), namesOf(file, table, row));
      tampers[file].set(table, key, column, value);
    }
  }
}

/** Every row deleted, one after the other. */
async function eachRow(rows: readonly Belonging[], look: Look): Promise<void> {
  for (const [file, table, row] of rows) {
    tampers[file].remove(table, keyOf(file, table, row));
    look(table, await quick(), namesOf(file, table, row));
    tampers[file].insert(table, row);
  }
}

describe("damage", () => {
  it("to all that belongs to a drawn entry is named, byte by byte and row by row", async () => {
    const report = await quick();
    const drawn = drawnBy(report);
    const { size } = sampleOf(report).anchor;
    // One with a number of its source, and one with a key of its request.
    const named = drawn
      .filter((index) => hasRow("records", index))
      .map((index) => belonging(index, size));
    const tables = (rows: [AuditedFile, string, RawRow][]) =>
      new Set(rows.map(([, table]) => table));
    const rows = named.find((own) => tables(own).has("identities")) ?? [];
    const marked = named
      .flatMap((own) => own.filter(([, table]) => table === "idempotency"))
      .slice(0, 1);
    const all = [...rows.filter(([, table]) => table !== "idempotency"), ...marked];
    expect(tables(all).size).toBe(11);
    const missed: string[] = [];
    const look: Look = (what, { findings }, names) => {
      if (!findings.some((finding) => names.includes(nameOf(finding)))) missed.push(what);
    };
    await eachByte(all, look);
    await eachRow(all, look);
    expect(missed).toEqual([]);
    expect((await quick()).findings).toEqual([]);
  }, 180_000);

  it("to what was not drawn is not: the rest is a full audit's", async () => {
    const report = await quick();
    const drawn = drawnBy(report);
    const { size } = sampleOf(report).anchor;
    const subjects = new Set(
      tampers.ledger
        .rows("records")
        .flatMap((row) => (drawn.includes(Number(row[0])) ? [row[4]] : [])),
    );
    const far = (index: number): boolean => drawn.every((one) => Math.abs(one - index) > 7);
    const other = tampers.ledger
      .rows("records")
      .find((row) => far(Number(row[0])) && Number(row[0]) < size && !subjects.has(row[4]));
    const rows = belonging(Number(other?.[0]), size).filter(
      ([, table]) => !["tiles", "checkpoints", "anchors"].includes(table),
    );
    expect(rows.length).toBeGreaterThanOrEqual(6);
    await eachRow(rows, (what, { findings }) => expect(findings.map(nameOf), what).toEqual([]));
  }, 180_000);

  it("that spares what the block draws is found by what the nonce draws", async () => {
    const before = await quick();
    const { byBlock } = samplesOf(before);
    const { size } = sampleOf(before).anchor;
    const others = tampers.ledger
      .rows("entries")
      .filter(([index]) => Number(index) < size && !byBlock.includes(Number(index)));
    const at = columnsOf("ledger", "entries").indexOf("recorded_at");
    const change = (by: number): void => {
      for (const row of others) {
        const time = Number(row[at]) + by;
        tampers.ledger.set("entries", [row[0] ?? null], "recorded_at", time);
      }
    };
    change(1);
    const { findings, ...after } = await quick(ASKED, {}, "a nonce of later");
    change(0);
    const named = new Set(
      findings.flatMap(({ key }) => (key.index === undefined ? [] : [key.index])),
    );
    const second = samplesOf({ findings, ...after }).byNonce;
    const damaged = second.filter((index) => !byBlock.includes(index));
    expect(damaged.length).toBeGreaterThan(0);
    expect(damaged.filter((index) => !named.has(index))).toEqual([]);
  });

  it("to void and state entries, and to records where there should be none, is named", async () => {
    const all = await quick(USUAL_SAMPLE);
    const { size } = sampleOf(all).anchor;
    const entries = tampers.ledger.rows("entries").filter((row) => Number(row[0]) < size);
    const record = tampers.ledger.rows("records").at(-1) as RawRow;
    for (const length of [1, 49]) {
      const row = entries.find(([, entry]) => (entry as Buffer).length === length) as RawRow;
      const key = [row[0] ?? null];
      tampers.ledger.set("entries", key, "entry", withByte(row[1] ?? null, length - 1, 1));
      const { findings } = await quick(USUAL_SAMPLE);
      expect(findings.map(nameOf)).toEqual([`entries index=${row[0]}`]);
      tampers.ledger.set("entries", key, "entry", row[1] ?? null);
      tampers.ledger.insert("records", [row[0] ?? null, "another", ...record.slice(2)]);
      const { findings: inserted } = await quick(USUAL_SAMPLE);
      expect(inserted.map(nameOf)).toEqual([`records index=${row[0]}`]);
      tampers.ledger.remove("records", key);
    }
  }, 180_000);

  it("to the second copy of a drawn entry is named", async () => {
    const [index] = drawnBy(await quick());
    const bundle = join(directory, "copy", "tile", "entries", "000");
    const bytes = readFileSync(bundle);
    let at = 0;
    for (let i = 0; i < (index ?? 0); i++) at += 2 + bytes.readUInt16BE(at);
    const changed = Buffer.from(bytes);
    changed[at + 2] = (changed[at + 2] as number) ^ 0x40;
    writeFileSync(bundle, changed);
    expect((await quick()).findings.map(nameOf)).toEqual([`copy.entries index=${index}`]);
    writeFileSync(bundle, bytes);
  });

  it("to a table as a whole is named, and all others are still looked at", async () => {
    tampers.ledger.exec("identities", "ALTER TABLE identities RENAME TO gone");
    const found = (await quick()).findings;
    const causes = found.map(({ place, cause }) => `${place} ${cause}`);
    expect(causes).toContain("schema object_missing");
    expect(causes).toContain("identities table_unreadable");
    expect(causes).not.toContain("subjects table_unreadable");
  });
});

const hasRow = (table: string, index: number): boolean =>
  tampers.ledger.rows(table).some(([own]) => own === index);
