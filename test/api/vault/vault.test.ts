import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatTime } from "../../../api/core/clock.ts";
import type { KeyStore } from "../../../api/store/key-store.ts";
import type { RecordRow } from "../../../api/store/store.ts";
import { jcs } from "../../../api/vault/commitment.ts";
import { rootKeyProvider } from "../../../api/vault/key-provider.ts";
import { associatedData } from "../../../api/vault/sealed.ts";
import { secretOf } from "../../../api/vault/secrets.ts";
import { openVault, type PlainRecord, type Vault } from "../../../api/vault/vault.ts";
import { asLeafIndex } from "../../../portal/verify/brands.ts";
import { disclosureDigest } from "../../../portal/verify/disclosure.ts";
import type { JsonObject, JsonValue } from "../../../portal/verify/jcs.ts";
import {
  checkRecord,
  ENVELOPE_NAMES,
  recordRoot,
  schemaHash,
} from "../../../portal/verify/record.ts";
import { streamKey } from "../../../portal/verify/subject.ts";
import { flipped, ORIGIN, rejection, START, seededRandom } from "../../helpers/ledger.ts";
import { memoryKeyStore } from "../../helpers/store/memory-key-store.ts";
import { idOf } from "../../helpers/store/units.ts";

const random = seededRandom("vault");
const provider = rootKeyProvider(random.bytes(8), random.bytes(32), random);
let store: KeyStore;
let vault: Vault;
let subject: string;

const open = (origin = ORIGIN, keyStore = store): Promise<Vault> =>
  openVault({ store: keyStore, provider, random, origin });

beforeEach(async () => {
  store = memoryKeyStore();
  vault = await open();
  subject = (await vault.createSubjects(1))[0]!;
});
afterEach(() => store.close());

const NOTE = "备注：今晚八点";
const NAMES = [...ENVELOPE_NAMES, "name", "note"].sort();

function fieldsOf(change: Partial<PlainRecord>, note: string): JsonObject {
  return {
    "@id": change.id ?? idOf("a"),
    "@kind": "thing",
    "@occurredAt": formatTime(START),
    "@recordedAt": formatTime(START),
    "@schema": schemaHash(NAMES),
    "@source": "shop",
    "@stream": "thing",
    "@subject": change.subject ?? subject,
    "@version": change.version ?? 1,
    name: "王小明",
    note,
  };
}

function plain(change: Partial<PlainRecord> = {}, note = NOTE): PlainRecord {
  const record = fieldsOf(change, note);
  return {
    names: NAMES,
    values: NAMES.map((name) => jcs(record[name] as JsonValue)),
    kind: "thing",
    id: idOf("a"),
    version: 1,
    subject,
    stream: "thing",
    retentionClass: "personal",
    expiry: "open",
    contentMac: new Uint8Array(32).fill(1),
    ...change,
  };
}

async function sealed(record = plain(), by: Vault = vault): Promise<RecordRow> {
  const [made] = await by.seal([record]);
  if (made === undefined || made instanceof Error) throw made ?? new Error("nothing");
  return { ...made.sealed, index: asLeafIndex(7) };
}

describe("a sealed record", () => {
  it("opens to what was sealed, with the commitment it was sealed with", async () => {
    const record = plain();
    const [made] = await vault.seal([record]);
    if (made === undefined || made instanceof Error) throw made ?? new Error("nothing");
    const opened = await (await open()).open({ ...made.sealed, index: asLeafIndex(0) });
    expect(opened.record).toEqual(fieldsOf({}, NOTE));
    expect(opened.names).toEqual(NAMES);
    expect(opened.commitment.disclosures).toEqual(made.disclosures);
    const root = recordRoot(made.disclosures.map(disclosureDigest));
    expect(Uint8Array.from(opened.commitment.recordRoot)).toEqual(Uint8Array.from(root));
    expect(made.sealed.recordRoot).toEqual(opened.commitment.recordRoot);
    checkRecord(opened.names, opened.record);
  });

  it("goes into the stream that the kernel derives from the class's secret", async () => {
    const { subjectKeys } = await import("../../../api/vault/keys.ts");
    const keys = subjectKeys(store, provider, random);
    const [secrets] = await keys.secrets([subject]);
    for (const retentionClass of ["personal", "statutory"] as const) {
      for (const stream of ["thing", `thing/${idOf("a")}`]) {
        const row = await sealed(plain({ retentionClass, stream }));
        const expected = streamKey(secretOf(secrets!, retentionClass), stream);
        expect(Uint8Array.from(row.streamKey)).toEqual(Uint8Array.from(expected));
      }
    }
  });

  it("shows nothing of its content, and is another one each time", async () => {
    const [a, b] = [await sealed(), await sealed()];
    expect(a.sealed).not.toEqual(b.sealed);
    expect(a.recordRoot).not.toEqual(b.recordRoot);
    expect(Buffer.from(a.sealed).includes("王小明")).toBe(false);
  });

  it("is damaged by any bit of its box", async () => {
    const row = await sealed(plain({}, "short"));
    for (let at = 0; at < row.sealed.length; at++) {
      const error = await rejection(vault.open({ ...row, sealed: flipped(row.sealed, at) }));
      expect(error).toMatchObject({
        code: "damaged",
        details: { what: "record", index: 7, id: row.id },
      });
    }
    for (const length of [0, 1, 39, 40, row.sealed.length - 1]) {
      const cut = vault.open({ ...row, sealed: row.sealed.subarray(0, length) });
      await expect(cut).rejects.toMatchObject({ code: "damaged" });
    }
  });

  it("is damaged by any other row around it", async () => {
    const [other] = await vault.createSubjects(1);
    await sealed(plain({ subject: other! }));
    await sealed(plain({ retentionClass: "statutory" }));
    await sealed(plain({ expiry: "2036" }));
    const row = await sealed();
    const changes: Partial<RecordRow>[] = [
      { id: idOf("b") },
      { kind: "order" },
      { version: 2 },
      { subject: other! },
      { retentionClass: "statutory" },
      { expiry: "2036" },
      { contentMac: flipped(row.contentMac, 0) },
    ];
    for (const change of changes) {
      const error = await rejection(vault.open({ ...row, ...change }));
      expect(error).toMatchObject({ code: "damaged", details: { what: "record" } });
    }
  });

  it("names the key as damaged where there is none", async () => {
    const row = await sealed();
    const error = await rejection(vault.open({ ...row, expiry: "1999" }));
    expect(error).toMatchObject({ code: "damaged", details: { what: "key", index: 7 } });
  });

  it("does not open in another ledger, though the keys are the same", async () => {
    const other = await open("another.example/log");
    await expect(other.open(await sealed())).rejects.toMatchObject({ code: "damaged" });
  });

  it("tells every associated field from every other", () => {
    const row = plain();
    const texts = [
      associatedData("a", row),
      associatedData('a","b', row),
      associatedData("a", { ...row, id: `${row.id}"` }),
      associatedData("a", { ...row, kind: "b", expiry: row.kind }),
    ].map(String);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("a batch", () => {
  const big = (bytes: number): PlainRecord => plain({}, "x".repeat(bytes));

  it("refuses what is over 64 KiB and takes the others, in order", async () => {
    const results = await vault.seal([plain(), big(65_536), plain({ id: idOf("b") })]);
    expect(results[0]).toMatchObject({ sealed: { id: idOf("a") } });
    expect(results[1]).toMatchObject({
      code: "too_large",
      details: { what: "record", limit: 65_536 },
    });
    expect(results[2]).toMatchObject({ sealed: { id: idOf("b") } });
  });

  it("takes exactly 64 KiB of JCS, as the kernel does", async () => {
    const record = (bytes: number) => fieldsOf({}, "x".repeat(bytes));
    const overhead = Buffer.byteLength(JSON.stringify(record(0)));
    const [fits, over] = await vault.seal([big(65_536 - overhead), big(65_537 - overhead)]);
    expect(fits).toHaveProperty("sealed");
    expect(over).toMatchObject({ code: "too_large" });
    checkRecord(NAMES, record(65_536 - overhead));
    expect(() => checkRecord(NAMES, record(65_537 - overhead))).toThrow();
  });

  it("counts bytes, not characters", async () => {
    const [over] = await vault.seal([plain({}, "王".repeat(22_000))]);
    expect(over).toMatchObject({ code: "too_large" });
  });

  it("of nothing is nothing", async () => {
    expect(await vault.seal([])).toEqual([]);
    expect(await vault.createSubjects(0)).toEqual([]);
  });

  it("has its keys in the store before it is answered", async () => {
    const events: string[] = [];
    const watched: KeyStore = {
      ...store,
      addSealingKeys: async (rows) => {
        const held = await store.addSealingKeys(rows);
        await new Promise((resolve) => setTimeout(resolve, 20));
        events.push("durable");
        return held;
      },
    };
    const slow = await open(ORIGIN, watched);
    await slow.seal([plain()]);
    events.push("sealed");
    expect(events).toEqual(["durable", "sealed"]);
  });

  it("is not sealed under a key that could not be stored", async () => {
    const failing = await open(ORIGIN, {
      ...store,
      addSealingKeys: () => Promise.reject(new Error("disk full")),
    });
    await expect(failing.seal([plain()])).rejects.toThrow("disk full");
  });

  it("of a subject without secrets is refused", async () => {
    const [unknown, known] = await vault.seal([plain({ subject: "x".repeat(43) }), plain()]);
    expect(unknown).toMatchObject({ code: "unknown_subject" });
    // It costs nobody else their record.
    expect(known).toHaveProperty("sealed");
  });
});
