/** Records as partners get them, against the vectors of docs/FORMAT.md §18.1, and what the chain says of their evidence. */
import { assert, describe, it } from "vitest";
import { FORMAT_ERROR_CODES } from "../../../portal/verify/errors.ts";
import {
  checkSharedRecord,
  FormatError,
  parsePolicy,
  parseTime,
  verifySharedRecord,
} from "../../../portal/verify/index.ts";
import type {
  SharedRecord,
  SharedRecordOptions,
} from "../../../portal/verify/verify-shared-record.ts";
import { allSharedRecordVectors } from "../../../scripts/vectors/shared-records/all.ts";
import { auditor, auditorKey } from "../../../scripts/vectors/streams/auditor.ts";
import { readVectors } from "../../helpers/vectors.ts";

interface Vector {
  readonly description: string;
  readonly credential: string;
  readonly evidence: string;
  readonly consent: readonly string[];
  readonly policy: { readonly keys: readonly object[] };
  readonly terms: string;
  readonly now: string;
  /** Code that it is refused with; `null`: it holds. */
  readonly expect: string | null;
}

const vectors = readVectors<Vector>("shared-records");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const recordOf = ({ credential, evidence, consent }: Vector): SharedRecord => ({
  ...{ credential, evidence: bytes(evidence), consent: consent.map(bytes) },
});
const optionsOf = ({ policy, terms, now }: Vector): SharedRecordOptions => ({
  ...{ policy: parsePolicy(JSON.stringify(policy)), terms: bytes(terms), now: parseTime(now) },
});
const check = (vector: Vector) => checkSharedRecord(recordOf(vector), optionsOf(vector));

function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

const [, whole] = vectors.find(([name]) => name === "holds") as [string, Vector];

describe("a shared record", () => {
  it.each(vectors)("%s", (_, vector) => {
    assert.equal(
      codeOf(() => check(vector)),
      vector.expect,
    );
  });

  it("is refused for every reason that there is", () => {
    const reached = new Set(vectors.map(([, { expect }]) => expect));
    const own = FORMAT_ERROR_CODES.filter((code) => /^consent_|^shared_/.test(code));
    for (const code of own) assert.isTrue(reached.has(code), code);
  });

  it("has the vectors that the generator makes", () => {
    const made = allSharedRecordVectors();
    assert.sameMembers(
      [...made.keys()],
      vectors.map(([name]) => `${name}.json`),
    );
    for (const [name, vector] of vectors)
      assert.deepEqual(JSON.parse(made.get(`${name}.json`) as string), vector);
  });

  it("tells which consents it rests on, and as of when", () => {
    const { credential, subject, consents } = check(whole);
    assert.equal(credential.terms.purpose, "partner-offers");
    assert.deepEqual(
      consents.map(({ purposeId, claim, occurredAt }) => [purposeId, claim, occurredAt]),
      [
        // The third of three events: given again.
        ["newsletter", "history", "2026-12-04T08:00:00.000Z"],
        ["partner-offers", "current", "2026-12-05T08:00:00.000Z"],
      ],
    );
    for (const one of consents)
      assert.deepInclude(one, {
        ...{ purposeVersion: 2, event: "given", validUntil: null },
        asOf: "2026-12-24T09:30:00.000Z",
      });
    assert.equal(subject, credential.disclosed.find(({ name }) => name === "@subject")?.value);
  });

  it("says which consent is at fault", () => {
    const [, late] = vectors.find(([name]) => name === "another-person") as [string, Vector];
    try {
      check(late);
      assert.fail();
    } catch (error) {
      assert.deepInclude((error as FormatError).details, { where: "consent", position: 2 });
    }
  });

  it("holds by the consents of the same terms, record and ledger alone", () => {
    const holding = vectors.filter(([, { expect }]) => expect === null);
    for (const [name, { consent }] of holding) {
      const mixed = { ...whole, consent: [whole.consent[0] as string, consent[1] as string] };
      // Every vector's ledger has the same keys: a consent out of another history of the same person holds, and is as of its own checkpoint.
      assert.isNull(
        codeOf(() => check(mixed)),
        name,
      );
    }
    const keys = whole.policy.keys.map((key) => ({ ...key, fromSize: 99 }));
    const unsigned = { ...whole, policy: { ...whole.policy, keys } };
    assert.equal(
      codeOf(() => check(unsigned)),
      "credential_evidence",
    );
  });

  it("is not saved by any one byte of a consent that is another", () => {
    const [file] = whole.consent as [string];
    for (let i = 0; i < file.length; i += 31) {
      const other = file[i] === "A" ? "B" : "A";
      const changed = `${file.slice(0, i)}${other}${file.slice(i + 1)}`;
      const code = codeOf(() =>
        check({ ...whole, consent: [changed, whole.consent[1] as string] }),
      );
      // Another anchor may be named: what it says is the chain's to tell. Lines of unknown keys are ignored.
      if (code !== null) assert.match(code, /^consent_/, String(i));
    }
  });
});

const root = (file: string): { readonly size: number; readonly root: string } => {
  const [, size, hash] = JSON.parse(file).checkpoint.split("\n");
  return { size: Number(size), root: `0x${Buffer.from(hash, "base64").toString("hex")}` };
};

/** A chain that has anchored this. */
const chainOf = ({ evidence }: Vector, final = true) => {
  const { size, root: hash } = root(evidence);
  return async (): Promise<never> =>
    ({
      ...{ chainId: 11_155_111, registered: true, latest: { number: 7_300_100 } },
      ...{ finalized: { number: final ? 7_300_050 : 7_299_000 }, rootAtLatest: hash },
      rootAtFinalized: final ? hash : null,
      event: {
        ...{ blockNumber: 7_300_000, blockHash: `0x${"b1".repeat(32)}`, size, root: hash },
        ...{ blockTime: 1_798_108_500, transaction: `0x${"7a".repeat(32)}`, previousSize: 0 },
      },
    }) as never;
};

const judge = (vector: Vector, final = true, record = recordOf(vector)) =>
  verifySharedRecord(record, { ...optionsOf(vector), ask: chainOf(vector, final) });

describe("the verdict on a shared record", () => {
  it("is that nobody replayed what its consents rest on, if no auditor is pinned", async () => {
    const verdict = await judge(whole);
    assert.deepInclude(verdict, { word: "NOT_REPLAYED", exitCode: 12, error: null });
    assert.equal(verdict.evidence?.word, "VERIFIED");
    assert.deepEqual(
      verdict.consents.map(({ word }) => word),
      ["NOT_REPLAYED", "NOT_REPLAYED"],
    );
  });

  it("is VERIFIED with a cosignature of a pinned auditor", async () => {
    const keys = [...whole.policy.keys, auditorKey(auditor)];
    const verdict = await judge({ ...whole, policy: { ...whole.policy, keys } });
    assert.deepInclude(verdict, { word: "VERIFIED", exitCode: 0 });
    assert.lengthOf(verdict.record?.consents ?? [], 2);
  });

  it("is that of the file that is worst", async () => {
    assert.equal((await judge(whole, false)).word, "NOT_FINAL");
    const offline = await verifySharedRecord(recordOf(whole), { ...optionsOf(whole), ask: null });
    assert.equal(offline.word, "CANNOT_TELL");
  });

  it("is INVALID with the reason, and tells nothing else, where a step does not hold", async () => {
    const [, withdrawn] = vectors.find(([name]) => name === "withdrawn") as [string, Vector];
    const verdict = await judge(withdrawn);
    assert.deepInclude(verdict, { word: "INVALID", exitCode: 40, record: null, evidence: null });
    assert.equal(verdict.error?.code, "consent_not_given");
  });

  it("is given of whatever comes", async () => {
    for (const credential of ["", "~", "\ud800", "a.b.c~"]) {
      const verdict = await judge(whole, true, { ...recordOf(whole), credential });
      assert.equal(verdict.word, "INVALID", credential);
    }
    const none = bytes("{}");
    const record = { ...recordOf(whole), evidence: none, consent: [none, none] };
    assert.equal((await judge(whole, true, record)).error?.code, "credential_evidence");
  });
});
