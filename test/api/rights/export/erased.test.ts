/** Exports of people of whom something was erased: what is kept is told, and what is gone is not claimed. */
import { afterEach, describe, expect, it } from "vitest";
import { parseManifest } from "../../../../api/rights/export/bundle/manifest.ts";
import { secretHashOf } from "../../../../api/vault/secrets.ts";
import { RETENTION_CLASSES, type RetentionClass } from "../../../../portal/verify/subject.ts";
import { checkFiles, exportOf, filesOf } from "../../../helpers/exported.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

let ledger: TestLedger;
afterEach(() => ledger.close());

const ID = "0197a5c0-0000-4000-8000-000000000001";

/** As far as rows and keys go. */
async function erase(subject: string, classes: readonly RetentionClass[]): Promise<void> {
  const { store, keyStore, vault, clock } = ledger;
  const rows = await store.timeline({ subject, kinds: null, below: 1e9, limit: 1_000 });
  const keys = (await keyStore.sealingKeysOf([subject]))
    .filter(({ retentionClass }) => classes.includes(retentionClass))
    .map(({ retentionClass, expiry }) => ({ retentionClass, expiry }));
  const secrets = await vault.streamSecrets(subject);
  const remains = classes.map((retentionClass) => ({
    ...{ subject, retentionClass },
    hash: new Uint8Array(secretHashOf(secrets, retentionClass)),
  }));
  await keyStore.beginErasure({
    ...{ id: ID, cause: "request", scopes: [{ subject, keys, secrets: classes }], kept: [] },
    ...{ begunAt: clock.now(), list: null, certificate: null },
  });
  await keyStore.moveErasure(ID, "begun", "declared", clock.now());
  const gone = rows.filter(({ retentionClass }) => classes.includes(retentionClass));
  const indexes = gone.map(({ index }) => index);
  await store.erase([{ subject, keys, closes: classes }], indexes);
  await keyStore.moveErasure(ID, "declared", "rows-gone", clock.now());
  await keyStore.destroyKeys(ID, { sealedList: null, remains, endCertificate: false });
  await ledger.restart();
}

async function person(): Promise<string> {
  ledger = await testLedger();
  const subject = await newSubject(ledger);
  await stored(ledger, customerOf(subject, { name: "Ana Gone" }));
  await stored(ledger, orderOf(subject, { externalNumber: "X-1", note: "kept by law" }));
  await ledger.anchor();
  await ledger.cosign();
  return subject;
}

describe("an export", () => {
  it("of whom the law keeps something tells that, and claims nothing of the rest", async () => {
    const subject = await person();
    await erase(subject, ["personal", "consent"]);
    const { response, zip } = await exportOf(ledger, subject);
    expect(response.status).toBe(200);
    const files = filesOf(zip);
    const { word, faults, kinds } = await checkFiles(ledger, files);
    expect([word, faults]).toEqual(["CANNOT_TELL", []]);
    expect(kinds).toEqual([{ kind: "order", events: 1 }]);
    const { unproven, identifiers } = parseManifest(files.get("manifest.json")!);
    expect(identifiers).toEqual([subject]);
    for (const name of ["customer", "merge", "hold", "restriction"])
      expect(unproven).toContainEqual({ name, subject, why: "subject_erased" });
    expect(files.get("data.json")!.includes("kept by law")).toBe(true);
    expect(files.get("index.html")!.toString()).toContain(
      "whether there was anything cannot be told",
    );
    for (const content of files.values()) expect(content.includes("Ana Gone")).toBe(false);
  });

  it("of whom nothing is left is refused", async () => {
    const subject = await person();
    await erase(subject, RETENTION_CLASSES);
    const { response } = await exportOf(ledger, subject);
    expect(response.status).toBe(410);
  });
});
