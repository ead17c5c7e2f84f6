/** That nothing in an export can be changed, left out or put in without being told, and by the file. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  formatManifest,
  type Manifest,
  parseManifest,
} from "../../../../../api/rights/export/bundle/manifest.ts";
import {
  checkFiles,
  type Exported,
  exportedPerson,
  exportOf,
  filesOf,
} from "../../../../helpers/exported.ts";
import {
  newSubject,
  orderOf,
  seededRandom,
  stored,
  type TestLedger,
  testLedger,
} from "../../../../helpers/ledger.ts";

let ledger: TestLedger;
let person: Exported;
let whole: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  ledger = await testLedger();
  person = await exportedPerson(ledger);
  await ledger.anchor();
  await ledger.cosign();
  whole = filesOf((await exportOf(ledger, person.subject)).zip);
});
afterAll(() => ledger.close());

type Files = Map<string, Buffer>;

/** What is found, by file and code. */
async function faultsOf(change: (files: Files) => void): Promise<readonly string[]> {
  const files: Files = new Map(whole);
  change(files);
  const { word, faults } = await checkFiles(ledger, files);
  expect(word).toBe(faults.length === 0 ? "VERIFIED" : "INVALID");
  return faults.map(({ file, code, name }) => [file, code, ...(name ? [name] : [])].join(" "));
}

/** A forger who keeps the manifest true to the files. */
function forged(files: Files, change: (manifest: Manifest, files: Files) => Manifest): void {
  const changed = change(parseManifest(files.get("manifest.json")!), files);
  const listed = [...files]
    .filter(([path]) => path !== "manifest.json")
    .map(([path, content]) => ({
      ...{ path, bytes: content.length },
      sha256: createHash("sha256").update(content).digest("hex"),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  files.set("manifest.json", Buffer.from(formatManifest({ ...changed, files: listed })));
}

const pathOf = (name: string, claim: string, of = 1): string =>
  `evidence/${of}/${name}.${claim}.json`;

describe("an export", () => {
  it("is refused for any byte that is changed, naming the file", async () => {
    const random = seededRandom("export/bytes");
    for (const [path, content] of whole) {
      const at = new DataView(random.bytes(4).buffer).getUint32(0) % content.length;
      const changed = Buffer.from(content);
      changed[at] = (changed[at] as number) ^ 1;
      const found = await faultsOf((files) => files.set(path, changed));
      expect([path, found.length]).not.toEqual([path, 0]);
      if (path === "manifest.json") continue;
      expect(found).toEqual([`${path} hash_differs`]);
    }
  });

  it("is refused for any file that is missing or came in, naming it", async () => {
    for (const path of whole.keys())
      expect(await faultsOf((files) => files.delete(path))).toEqual([`${path} file_missing`]);
    expect(await faultsOf((files) => files.set("more.txt", Buffer.from("x")))).toEqual([
      "more.txt file_surplus",
    ]);
  });

  it.each(["order", "access", "payment", "consent/newsletter"])(
    "is refused without the stream %s, also where the manifest says nothing of it",
    async (name) => {
      const found = await faultsOf((files) =>
        forged(files, (manifest) => {
          for (const one of manifest.streams)
            if (one.name === name) {
              files.delete(one.file);
              files.delete(`csv/${name}.csv`);
            }
          return { ...manifest, streams: manifest.streams.filter((one) => one.name !== name) };
        }),
      );
      expect(found).toContain(`manifest.json stream_missing ${name}`);
    },
  );

  it("is refused without the later versions of a record", async () => {
    const { streams } = parseManifest(whole.get("manifest.json")!);
    const later = streams.filter(({ name }) => name.startsWith("order/"));
    expect(later).toHaveLength(2);
    for (const { name, file } of later) {
      const found = await faultsOf((files) =>
        forged(files, (manifest) => {
          files.delete(file);
          return { ...manifest, streams: manifest.streams.filter((one) => one.name !== name) };
        }),
      );
      expect(found).toEqual([`manifest.json stream_missing ${name}`]);
    }
  });

  it("is refused without an identifier that is joined", async () => {
    const found = await faultsOf((files) =>
      forged(files, (manifest) => {
        const streams = manifest.streams.filter(({ subject }) => subject === person.subject);
        for (const { file } of manifest.streams)
          if (file.startsWith("evidence/2/")) files.delete(file);
        return { ...manifest, identifiers: [person.subject], streams };
      }),
    );
    expect(found).toContain("manifest.json identifiers_differ");
  });

  it("is refused where data or a table says something else than the proofs", async () => {
    const forge = (path: string, before: string, after: string) =>
      faultsOf((files) => {
        const text = files.get(path)!.toString("utf8");
        expect(text).toContain(before);
        files.set(path, Buffer.from(text.replace(before, after), "utf8"));
        forged(files, (manifest) => manifest);
      });
    expect(await forge("data.json", "Ana Export", "Ana Expert")).toEqual([
      "data.json content_differs",
    ]);
    expect(await forge("csv/customer.csv", "Ana Export", "Ana Expert")).toEqual([
      "csv/customer.csv content_differs",
    ]);
    expect(await forge("data.json", '"people":[', '"people": [')).toEqual([
      "data.json content_differs",
    ]);
  });

  it("is refused where a proof is another stream's, or stands for two", async () => {
    const swap = (a: string, b: string) =>
      faultsOf((files) => {
        files.set(a, files.get(b)!);
        forged(files, (manifest) => manifest);
      });
    const order = pathOf("order", "history");
    expect(await swap(order, pathOf("order", "history", 2))).toContain(`${order} evidence_other`);
    const hold = pathOf("hold", "absent");
    expect(await swap(hold, pathOf("restriction", "absent"))).toContain(`${hold} evidence_other`);
    const found = await faultsOf((files) =>
      forged(files, (manifest) => ({
        ...manifest,
        streams: [...manifest.streams, manifest.streams[0]!],
      })),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it("is refused where an older history stands in for the newest", async () => {
    const old = filesOf((await exportOf(ledger, person.subject)).zip);
    await stored(ledger, orderOf(person.subject, { externalNumber: "X-9" }));
    await ledger.anchor();
    await ledger.cosign();
    const files = filesOf((await exportOf(ledger, person.subject)).zip);
    const order = pathOf("order", "history");
    files.set(order, old.get(order)!);
    forged(files, (manifest) => manifest);
    const { faults } = await checkFiles(ledger, files);
    expect(faults).toMatchObject([{ file: order, code: "evidence_other" }]);
  });

  it("is refused as of another ledger", async () => {
    const other = await testLedger({ seed: "another" });
    try {
      const subject = await newSubject(other);
      await stored(other, orderOf(subject, { externalNumber: "Y" }));
      await other.anchor();
      const { zip } = await exportOf(other, subject);
      const { word, faults } = await checkFiles(ledger, filesOf(zip));
      expect(word).toBe("INVALID");
      expect(faults[0]).toMatchObject({ code: "evidence_fails" });
    } finally {
      await other.close();
    }
  });

  it("says what is missing where nobody answers or nothing is pinned", async () => {
    const files = new Map(whole);
    const offline = await checkFiles(
      {
        ...ledger,
        policy: ledger.policy,
        clock: ledger.clock,
        ask: () => Promise.reject(new Error("down")),
      },
      files,
    );
    expect([offline.word, offline.faults]).toEqual(["CANNOT_TELL", []]);
    const unpinned = await checkFiles(
      { policy: null as never, clock: ledger.clock, ask: ledger.ask },
      files,
    );
    expect([unpinned.word, unpinned.faults]).toEqual(["UNPINNED", []]);
  });
});
