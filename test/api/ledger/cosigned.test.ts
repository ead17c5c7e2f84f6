/** Lines of auditors and witnesses, where they belong and where they do not. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asTreeSize } from "../../../portal/verify/brands.ts";
import { parseEvidence } from "../../../portal/verify/evidence.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { testAuditor } from "../../helpers/auditor.ts";
import {
  customerOf,
  newSubject,
  rejection,
  START,
  stored,
  type TestLedger,
  testLedger,
} from "../../helpers/ledger.ts";
import { absent, current, history, told } from "./evidence/fixtures.ts";

const seed = (n: number) => new Uint8Array(32).fill(n);
const witness = testAuditor("witness.example/w", seed(1));
const stranger = testAuditor("stranger.example", seed(2));

let ledger: TestLedger;
let subject: string;
let id: string;
beforeEach(async () => {
  ledger = await testLedger({
    witnesses: [{ vkey: witness.vkey, url: "https://witness.example" }],
  });
  subject = await newSubject(ledger);
  ({ id } = await stored(ledger, customerOf(subject, { name: "one" })));
});
afterEach(() => ledger.close());

/** Someone's line of the newest checkpoint is kept. */
async function keep(who: ReturnType<typeof testAuditor>, change = (line: string) => line) {
  const { size, note } = (await ledger.store.newestCheckpoint())!;
  const line = change(who.line(note, START / 1000));
  await ledger.store.putCosignatures([{ size: asTreeSize(size), vkey: who.vkey, line }]);
}

async function everybody(): Promise<void> {
  await keep(stranger);
  await keep(witness);
  await ledger.cosign();
}

const names = (note: string): string[] => parseNote(note).signatures.map(({ name }) => name);
const inFile = (file: Uint8Array): string[] => names(parseEvidence(file).checkpoint);
const record = () =>
  ledger.ledger.evidence({ id, version: null, fields: null, checkpoint: "final" });

const LOG = "ledger.example/test";
const AUDITOR = "auditor.example";

describe("cosignatures", () => {
  it("of auditors are in evidence of streams, and of nobody else", async () => {
    await ledger.anchor();
    await everybody();
    const files = [
      await current(ledger, id),
      await history(ledger, subject, "customer"),
      await absent(ledger, subject, "order"),
    ];
    for (const file of files) {
      expect(inFile(file)).toEqual([LOG, AUDITOR]);
      const verdict = await ledger.verify(file);
      expect(told(verdict)).toBe("VERIFIED");
      expect(verdict.ignored).toEqual([]);
    }
  });

  it("are in no evidence of a record: there they would be named as ignored", async () => {
    await ledger.anchor();
    await everybody();
    expect(inFile(await record())).toEqual([LOG]);
    expect((await ledger.verify(await record())).ignored).toEqual([]);
  });

  it("of all that are asked are under the newest checkpoint and in tlog-proofs", async () => {
    await ledger.anchor();
    await everybody();
    expect(names((await ledger.ledger.checkpoint())!)).toEqual([LOG, AUDITOR, "witness.example/w"]);
    const proof = await ledger.ledger.tlogProof({ id, version: null, checkpoint: "final" });
    const note = proof.slice(proof.indexOf("\n\n") + 2);
    expect(names(note)).toEqual([LOG, AUDITOR, "witness.example/w"]);
    // That of one size stays as it was signed: it may be kept for ever.
    const { size } = (await ledger.store.newestCheckpoint())!;
    expect(names((await ledger.ledger.checkpointOf(size))!)).toEqual([LOG]);
  });

  it("are those of just this checkpoint", async () => {
    await ledger.anchor();
    await everybody();
    await stored(ledger, customerOf(subject, { name: "two" }));
    await ledger.seal();
    expect(names((await ledger.ledger.checkpoint())!)).toEqual([LOG]);
    await keep(witness);
    expect(names((await ledger.ledger.checkpoint())!)).toEqual([LOG, "witness.example/w"]);
  });

  it("are in a file about the newest, too, where it has them", async () => {
    await ledger.anchor();
    await stored(ledger, customerOf(subject, { name: "two" }));
    await ledger.seal();
    await everybody();
    const newest = await history(ledger, subject, "customer", { checkpoint: "newest" });
    expect(inFile(newest)).toEqual([LOG, AUDITOR]);
  });

  it("that do not hold are named, and nothing is handed out that rests on them", async () => {
    await ledger.anchor();
    const damaged = {
      ...{ code: "damaged", details: { what: "cosignature", index: 3 } },
    };
    await ledger.cosign();
    const { note } = (await ledger.store.newestCheckpoint())!;
    const other = testAuditor(AUDITOR, seed(9)).line(note, START / 1000);
    ledger.forge((db) => db.prepare("UPDATE cosignatures SET line = ?").run(other));
    const files = () => [current(ledger, id), history(ledger, subject, "customer")];
    for (const file of [...files(), ledger.ledger.checkpoint()])
      expect(await rejection(file)).toMatchObject(damaged);
    // A record needs none.
    expect(told(await ledger.verify(await record()))).toBe("VERIFIED");
    // By somebody who has not the key of the rows it is found before.
    ledger.tamper((db) => db.exec("UPDATE cosignatures SET line = 'x'"));
    for (const file of files()) expect(await rejection(file)).toMatchObject(damaged);
  });
});
