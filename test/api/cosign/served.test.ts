/** What an auditor may serve: lines, nonsense, and proofs that somebody signs a second history. */
import { beforeAll, describe, expect, it } from "vitest";
import { Misbehaviour } from "../../../api/core/errors.ts";
import { readServed } from "../../../api/cosign/served.ts";
import {
  asContractAddress,
  asLedgerId,
  asRootHash,
  asTreeSize,
} from "../../../portal/verify/brands.ts";
import { formatCheckpointText } from "../../../portal/verify/checkpoint.ts";
import type { Policy } from "../../../portal/verify/policy.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import { newSigner, ORIGIN, rejection } from "../log/fixtures.ts";
import { logOf, NOW, SECONDS, type SealedLog, testCosigner } from "./fixtures.ts";

const auditor = testCosigner();
let log: SealedLog;
beforeAll(async () => {
  log = await logOf([3, 7, 12]);
});

const at = (size: number) => log.checkpoints.find((one) => one.size === size)!;
const read = (note: string | Uint8Array, wanted: number | null = null) =>
  readServed({ ...log, ownKey: log.signer }, auditor, Buffer.from(note), wanted, NOW);
const trouble = async (note: string | Uint8Array, wanted: number | null = null) =>
  (await rejection(read(note, wanted))) as Error & { code: string };

const textOf = (size: number, root: Uint8Array, origin = ORIGIN): string =>
  formatCheckpointText({ origin, size: asTreeSize(size), root: asRootHash(root) });

describe("a checkpoint that an auditor serves", () => {
  it("gives its line for our own checkpoint, the newest or that of a size", async () => {
    for (const size of [3, 7, 12]) {
      const cosigned = auditor.cosign(at(size).note, SECONDS);
      const kept = { size, vkey: auditor.vkey, line: auditor.line(at(size).note) };
      expect(await read(cosigned)).toEqual(kept);
      expect(await read(cosigned, size)).toEqual(kept);
    }
  });

  it.each([
    ["no note", "hello"],
    ["no UTF-8", Uint8Array.of(0xff, 0x0a)],
    ["no checkpoint", "hello\n\n— a AAAAAAAA\n"],
    ["more lines of text", "a\n1\nAAAA\nmore\n\n— a AAAAAAAA\n"],
  ])("is refused where it is %s", async (_, body) => {
    expect((await trouble(body)).code).toBe("bad_answer");
  });

  it("is refused where it is another log's, of another size, or without a line that holds", async () => {
    const cosigned = auditor.cosign(at(7).note, SECONDS);
    const others = newSigner("ledger.example/other").sign(
      textOf(7, at(7).root, "ledger.example/other"),
    );
    expect((await trouble(auditor.cosign(others, SECONDS))).code).toBe("other_log");
    expect((await trouble(cosigned, 3)).code).toBe("other_size");
    expect((await trouble(at(7).note, 7)).code).toBe("no_line");
    expect((await trouble(auditor.cosign(at(7).note, SECONDS + 1_000))).code).toBe("future_time");
    // The line of one checkpoint under the text of another.
    const [text] = at(12).note.split("\n\n");
    expect((await trouble(`${text}\n\n${auditor.line(at(7).note)}`)).code).toBe("bad_line");
  });

  it("proves nothing against us unless our log key has signed it", async () => {
    const forged = textOf(7, new Uint8Array(32).fill(9));
    for (const note of [
      `${forged}\n${auditor.line(at(7).note)}`,
      newSigner(ORIGIN).sign(forged),
      auditor.cosign(newSigner(ORIGIN).sign(forged), SECONDS),
      auditor.cosign(newSigner(ORIGIN).sign(textOf(99, at(7).root)), SECONDS),
    ])
      expect((await trouble(note)).code).toBe("other_text");
  });

  it("is a second history where our log key has signed another root of a size", async () => {
    const root = new Uint8Array(32).fill(9);
    const policy: Policy = {
      chainId: 31337,
      contract: asContractAddress(`0x${"c0".repeat(20)}`),
      ledgerId: asLedgerId(`0x${"1d".repeat(32)}`),
      keys: [{ role: "log", vkey: log.signer.vkey, fromSize: asTreeSize(0) }],
      maxAgeSeconds: null,
    };
    for (const [size, beside, kind] of [
      [7, 7, "two_roots"],
      [5, 12, "prefix"],
      [1, 12, "prefix"],
      [0, 12, "empty_root"],
    ] as const) {
      const shown = auditor.cosign(log.signer.sign(textOf(size, root)), SECONDS);
      const found = await trouble(shown, size);
      expect(found).toBeInstanceOf(Misbehaviour);
      expect(found).toMatchObject({
        code: "second_history",
        evidence: {
          ...{ shownBy: "auditor.example/a1", size, root: Buffer.from(root).toString("base64") },
          ...{ shown, note: at(beside).note },
        },
      });
      const { evidence, proof } = found as unknown as Misbehaviour;
      expect(evidence.ownRoot).not.toBe(evidence.root);
      // Everybody who pins our log key can check it, without us.
      const verdict = await verifyMisbehaviour(proof!, { policy, ask: null });
      expect([verdict.word, verdict.kind]).toEqual(["DIVERGED", kind]);
      const other = { ...policy, keys: [{ ...policy.keys[0]!, vkey: newSigner(ORIGIN).vkey }] };
      expect((await verifyMisbehaviour(proof!, { policy: other, ask: null })).word).toBe("INVALID");
    }
  });

  it("is a second history where our log key has signed more than there is", async () => {
    const shown = log.signer.sign(textOf(13, at(12).root));
    expect(await trouble(shown)).toMatchObject({
      code: "second_history",
      evidence: { size: 13, shown, note: at(12).note },
      proof: null,
    });
  });

  it("is none where it agrees with our tree, though we sealed no such checkpoint", async () => {
    const { referenceRoot } = await import("../log/reference-tree.ts");
    const root = referenceRoot(log.store.rows.slice(0, 5).map(({ leafHash }) => leafHash));
    const shown = auditor.cosign(log.signer.sign(textOf(5, root)), SECONDS);
    expect((await trouble(shown)).code).toBe("unknown_checkpoint");
  });
});
