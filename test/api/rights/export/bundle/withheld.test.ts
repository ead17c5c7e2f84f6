/** What of a record an export may keep from the person, that the check tells it, and that nothing else is kept. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kindsByName } from "../../../../../api/ledger/kinds/registry.ts";
import { dataJson } from "../../../../../api/rights/export/bundle/data.ts";
import { formatManifest, parseManifest } from "../../../../../api/rights/export/bundle/manifest.ts";
import { kindsOf, tableOf, tablePath } from "../../../../../api/rights/export/bundle/tables.ts";
import { domainKindsByName } from "../../../../../api/rights/kinds/registry.ts";
import { canonicalJson, type JsonValue } from "../../../../../portal/verify/jcs.ts";
import { checkFiles, exportedPerson, exportOf, filesOf } from "../../../../helpers/exported.ts";
import { stored, type TestLedger, testLedger } from "../../../../helpers/ledger.ts";

const REQUEST = "5b0f6d7e-2f4a-4c1e-8a36-1f6d3c8e2b57";

let ledger: TestLedger;
let whole: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  const written = ["hold", "request"].map((name) => [name, domainKindsByName.get(name)!] as const);
  ledger = await testLedger({ kinds: new Map([...kindsByName, ...written]) });
  const { subject } = await exportedPerson(ledger);
  const told = {
    "@subject": subject,
    "@occurredAt": "2026-11-20T08:00:00.000Z",
    "@source": "desk",
  };
  await stored(ledger, {
    ...{ ...told, "@kind": "hold", actor: { id: "o-1", role: "officer" }, classes: ["personal"] },
    ...{ event: "placed", holdId: REQUEST, reason: "a claim", reference: "7/26" },
  });
  for (const role of ["staff", "customer"])
    await stored(ledger, {
      ...{ ...told, "@kind": "request", actor: { id: `${role}-1`, role }, event: "noted" },
      ...{ note: `words of ${role}`, requestId: REQUEST, requestType: "access" },
    });
  await ledger.anchor();
  await ledger.cosign();
  whole = filesOf((await exportOf(ledger, subject)).zip);
});
afterAll(() => ledger.close());

interface Event {
  record: { fields: ({ disclosure: string } | { digest: string })[]; names: string[] } | null;
}

/** The same export, in which the firm keeps fields of an event back; everything else is made anew, and true to it. */
async function withheld(stream: string, at: number, names: readonly string[] | "all") {
  const files = new Map(whole);
  const manifest = parseManifest(files.get("manifest.json")!);
  const { file } = manifest.streams.find(({ name }) => name === stream)!;
  const evidence = JSON.parse(files.get(file)!.toString("utf8")) as { events: Event[] };
  const event = evidence.events[at]!;
  if (names === "all") event.record = null;
  else
    event.record!.fields = event.record!.fields.map((field, i) =>
      "disclosure" in field && names.includes(event.record!.names[i]!)
        ? { digest: createHash("sha256").update(field.disclosure).digest("base64") }
        : field,
    );
  files.set(file, Buffer.from(canonicalJson(evidence as unknown as JsonValue), "utf8"));
  const read = async (path: string) => files.get(path)!;
  const text = async (pieces: AsyncIterable<string>) => {
    const all: string[] = [];
    for await (const piece of pieces) all.push(piece);
    return Buffer.from(all.join(""), "utf8");
  };
  const { about } = JSON.parse(files.get("data.json")!.toString("utf8"));
  files.set("data.json", await text(dataJson(about, manifest, read)));
  for (const kind of kindsOf(manifest.streams))
    files.set(tablePath(kind), await text(tableOf(kind, manifest.streams, read)));
  const listed = manifest.files.map(({ path }) => {
    const content = files.get(path)!;
    const sha256 = createHash("sha256").update(content).digest("hex");
    return { path, bytes: content.length, sha256 };
  });
  files.set("manifest.json", Buffer.from(formatManifest({ ...manifest, files: listed })));
  const verdict = await checkFiles(ledger, files);
  return { ...verdict, data: files.get("data.json")!.toString("utf8") };
}

const STEPS = `request/${REQUEST}`;

describe("an export that does not show all fields", () => {
  it("holds without the reasons of a hold, and the check tells so", async () => {
    const {
      word,
      faults,
      withheld: told,
      data,
    } = await withheld("hold", 0, ["reason", "reference"]);
    expect({ word, faults }).toEqual({ word: "VERIFIED", faults: [] });
    expect(told).toEqual([
      { kind: "hold", field: "reason", events: 1 },
      { kind: "hold", field: "reference", events: 1 },
    ]);
    expect(data).not.toContain("a claim");
  });

  it("holds without a note of the firm's on a request, not without one of the person's", async () => {
    const staff = await withheld(STEPS, 0, ["note"]);
    expect(staff).toMatchObject({
      word: "VERIFIED",
      withheld: [{ kind: "request", field: "note", events: 1 }],
    });
    const own = await withheld(STEPS, 1, ["note"]);
    expect(own).toMatchObject({
      word: "INVALID",
      faults: [{ code: "field_withheld", name: "note" }],
    });
  });

  it.each([
    ["hold", ["classes"], ["classes"]],
    ["hold", ["@source", "reason"], ["@source"]],
    // Who wrote it decides: then nobody can tell.
    [STEPS, ["actor", "note"], ["actor", "note"]],
    ["merge", ["other"], ["other"]],
    ["order", ["externalNumber"], ["externalNumber"]],
    ["consent/newsletter", ["event"], ["event"]],
  ])("is refused of %s without %j", async (stream, names, surplus) => {
    const { word, faults } = await withheld(stream, 0, names);
    expect(word).toBe("INVALID");
    expect(faults.map(({ code, name }) => [code, name])).toEqual(
      surplus.map((name) => ["field_withheld", name]),
    );
  });

  it("tells nothing for certain where a record is not shown at all", async () => {
    for (const stream of ["hold", "customer"]) {
      const { word, gone } = await withheld(stream, 0, "all");
      expect([stream, word, gone]).toEqual([stream, "CANNOT_TELL", 1]);
    }
  });

  it("tells of none where all are shown", async () => {
    const { word, withheld: told } = await checkFiles(ledger, whole);
    expect({ word, told }).toEqual({ word: "VERIFIED", told: [] });
  });
});
