/** A ledger that lies, in each way that we can think of: what it hands out holds the proof, and one of the right kind. */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { equalBytes } from "../../../portal/verify/bytes.ts";
import { compared } from "../../../portal/verify/compared.ts";
import { contradiction } from "../../../portal/verify/contradiction.ts";
import { encodeMisbehaviour, type Misbehaviour } from "../../../portal/verify/misbehaviour.ts";
import type { MisbehaviourKind } from "../../../portal/verify/misbehaviour-kinds.ts";
import { verifyMisbehaviour } from "../../../portal/verify/verify-misbehaviour.ts";
import type { ReferenceLeaf } from "../../helpers/reference-map.ts";
import {
  checkpointFile,
  type HandedOut,
  known,
  policy,
  receiptFile,
  recordFile,
  tlogProofFile,
} from "./handed-out.ts";
import { filesOf, Life, live, step } from "./ledger-life.ts";
import { keyOf, mei } from "./stream-world.ts";

/** `RUNS=100` looks longer. */
const RUNS = Number(process.env.RUNS ?? 5);
/** Where every file of a whole life is read. */
const LONG_RUNS = Math.ceil(RUNS / 5);
const found = (...files: readonly HandedOut[]): Misbehaviour | null =>
  contradiction(...files.map(known));

async function assertFound(kinds: readonly MisbehaviourKind[], ...files: readonly HandedOut[]) {
  const proof = found(...files);
  assert(proof !== null, `nothing found in ${files.map(({ name }) => name)}`);
  assert.include(kinds, proof.kind);
  const verdict = await verifyMisbehaviour(encodeMisbehaviour(proof), { policy, ask: null });
  assert.equal(verdict.word, "DIVERGED");
}

const steps = fc.array(step, { minLength: 3, maxLength: 8 });
const CONSENT = "consent/newsletter";

/** A life with a consent of Mei's in it that has been sealed, and where to go on. */
const lives = steps.map((before) => {
  const life = new Life();
  life.write(mei, CONSENT);
  return live(before, life);
});

describe("a forked ledger", { timeout: 600_000 }, () => {
  const forks = fc.tuple(lives, steps, steps).map(([life, one, other]) => {
    const left = life.fork();
    // Both go on with a record of their own, so no later root is the same.
    for (const side of [life, left]) side.write(mei, CONSENT);
    return {
      from: left.world.entries.length - 1,
      sides: [live(one, life), live(other, left)],
    } as const;
  });

  it("is found in all that both sides hand out", async () => {
    await fc.assert(
      fc.asyncProperty(forks, async ({ sides: [one, other] }) => {
        const all = [...filesOf(one), ...filesOf(other)];
        await assertFound(["two_roots", "prefix", "two_nodes", "two_receipts"], ...all);
      }),
      { numRuns: LONG_RUNS },
    );
  });

  it("is found in a checkpoint of one side and any path of the other that shows how its tree begins", async () => {
    await fc.assert(
      fc.asyncProperty(forks, async ({ sides: [one, other] }) => {
        const [small, large] = [one.world.entries.length, other.world.entries.length];
        const [smaller, larger] = small <= large ? [one, other] : [other, one];
        const [size, size2] = [Math.min(small, large), Math.max(small, large)];
        const file = checkpointFile(smaller.world, size);
        if (size === size2) {
          await assertFound(["two_roots"], file, checkpointFile(larger.world, size2));
          return;
        }
        for (const index of [size - 1, size]) {
          const path = tlogProofFile(larger.world, index, size2);
          await assertFound(["prefix"], file, path);
          await assertFound(["prefix"], path, file);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("is found in two paths of one index behind the fork, and in no two before it that have nothing of it in common", async () => {
    await fc.assert(
      fc.asyncProperty(forks, async ({ from, sides: [one, other] }) => {
        const [size, size2] = [one.sizes.at(-1) as number, other.sizes.at(-1) as number];
        const at = tlogProofFile(one.world, from, size);
        await assertFound(
          ["two_roots", "prefix", "two_nodes"],
          at,
          tlogProofFile(other.world, from, size2),
        );
        // Where nothing that both have was seen, nothing may be said.
        const [a, b] = [checkpointFile(one.world, size), checkpointFile(other.world, size2)];
        const { trees } = compared(known(a), known(b));
        if (trees.every(({ relation }) => relation === "nothing")) assert.isNull(found(a, b));
      }),
      { numRuns: RUNS },
    );
  });

  it("gives a receipt the lie", async () => {
    await fc.assert(
      fc.asyncProperty(forks, async ({ from, sides: [one, other] }) => {
        const promised = one.kept.find(({ index }) => index === from);
        assert(promised !== undefined);
        const size = other.sizes.at(-1) as number;
        await assertFound(
          ["receipt_leaf"],
          receiptFile(promised),
          tlogProofFile(other.world, from, size, false),
          tlogProofFile(other.world, from, size),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

interface Lie {
  readonly name: string;
  readonly kinds: readonly MisbehaviourKind[];
  readonly tell: (life: Life) => void;
}

const ofConsent = ({ key }: ReferenceLeaf): boolean => equalBytes(key, keyOf(mei, CONSENT));

const LIES: readonly Lie[] = [
  {
    name: "a stream that begins again",
    kinds: ["two_seq"],
    tell: (life) => {
      life.world.heads.clear();
      life.write(mei, CONSENT);
      life.seal();
    },
  },
  {
    name: "a stream that is set back by one",
    kinds: ["two_seq"],
    tell: (life) => {
      const heads = [...life.world.heads];
      life.write(mei, CONSENT);
      life.world.heads.clear();
      for (const [key, head] of heads) life.world.heads.set(key, head);
      life.write(mei, CONSENT);
      life.seal();
    },
  },
  {
    name: "a map without the stream",
    kinds: ["map_absent"],
    tell: (life) => life.seal(0, (truth) => truth.filter((leaf) => !ofConsent(leaf))),
  },
  {
    name: "a map that names an older event",
    kinds: ["map_stale"],
    tell: (life) => {
      const older = life.kept.findLast(({ stream, who }) => stream === CONSENT && who === mei);
      life.write(mei, CONSENT);
      life.seal(0, (truth) =>
        truth.map((leaf) => (ofConsent(leaf) && older ? { ...leaf, value: older.leaf } : leaf)),
      );
    },
  },
  {
    name: "a map that stays what it was",
    kinds: ["map_behind", "two_maps"],
    tell: (life) => {
      const [index, map] = [...life.world.maps].at(-1) as [number, readonly ReferenceLeaf[]];
      life.write(mei, CONSENT);
      life.sizes.push(life.world.seal(life.world.mapSizes.get(index), map));
    },
  },
  {
    name: "a map of entries to come",
    kinds: ["map_beyond"],
    tell: (life) => life.sizes.push(life.world.seal(life.world.entries.length + 1)),
  },
  {
    name: "a checkpoint that ends with a record",
    kinds: ["no_state_end"],
    tell: (life) => {
      const { index } = life.write(mei, CONSENT);
      life.sizes.push(index + 1);
      life.seal();
    },
  },
  {
    name: "an entry of no form",
    kinds: ["entry_form"],
    tell: (life) => {
      life.world.append(Uint8Array.of(9));
      life.sizes.push(life.world.entries.length);
      life.seal();
    },
  },
];

describe("a lying ledger", { timeout: 600_000 }, () => {
  it.each(LIES)("$name", async ({ kinds, tell }) => {
    await fc.assert(
      fc.asyncProperty(lives, steps, async (life, more) => {
        tell(life);
        // Of each size also the last entry, whatever it is.
        const ends = life.sizes.map((size) => tlogProofFile(life.world, size - 1, size));
        await assertFound(kinds, ...filesOf(life, true), ...ends);
        // And it stays found, whatever comes behind.
        const later = live(more, life);
        await assertFound(kinds, ...filesOf(later, true), ...ends);
      }),
      { numRuns: LONG_RUNS },
    );
  });

  it("that files a record out of sight is found out by the record and the stream", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const hidden = life.world.write(mei, CONSENT, {}, mei.secrets.access);
        life.seal();
        const size = life.sizes.at(-1) as number;
        const record = recordFile(life.world, hidden, size);
        const streams = [...filesOf(life)].filter(({ name }) => name.startsWith("history"));
        await assertFound(["wrong_stream"], record, ...streams);
      }),
      { numRuns: RUNS },
    );
  });
});
