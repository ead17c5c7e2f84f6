/**
 * Random ledgers of random people, and certificates that tell of them whatever a writer likes: what the kernel and a second verifier make of each is held
 * against what is simply so in that world, which knows neither hashes nor proofs.
 */
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import { base64Encode } from "../../../portal/verify/bytes.ts";
import { checkCertificate } from "../../../portal/verify/check-erasure.ts";
import { canonicalBytes, type JsonValue } from "../../../portal/verify/jcs.ts";
import { listOf, rootOfList } from "../../../scripts/vectors/erasure/list.ts";
import { ERASURE_ID, erased, kept } from "../../../scripts/vectors/erasure/story.ts";
import { Ledger, type State, type Written } from "../../../scripts/vectors/streams/ledger.ts";
import { mapProof } from "../../../scripts/vectors/streams/map.ts";
import { keyOf, type Person, person } from "../../../scripts/vectors/streams/people.ts";
import { opening, theFirm } from "../../../scripts/vectors/streams/story.ts";
import {
  checkpointText,
  inclusionPath,
  logKey,
  signedNote,
} from "../../../scripts/vectors/world.ts";
import { referenceExtents } from "./erasure-reference.ts";

const PEOPLE = [person("one identifier"), person("another identifier")] as const;
const STREAMS = ["access", "consent/a", "consent/b", "customer", "payment"] as const;

/** One step of a world's past: who, in which stream. */
const step = fc.record({ who: fc.nat(1), stream: fc.constantFrom(...STREAMS) });
const told = fc.constantFrom("erased", "kept", "left out");
const shown = fc.constantFrom("map", "next", "nothing");
const world = fc.record({
  before: fc.array(fc.record({ step, told }), { minLength: 1, maxLength: 14 }),
  after: fc.array(step, { maxLength: 4 }),
  /** Of each stream of each person: by what it is shown that nothing is left out. */
  shown: fc.array(shown, { minLength: 10, maxLength: 10 }),
  /** Names streams of which the list has nothing. */
  absences: fc.boolean(),
});

const write = (ledger: Ledger, { who, stream }: { who: number; stream: string }, label: string) =>
  ledger.write(PEOPLE[who] as Person, stream, { label });

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

interface Entry {
  readonly written: Written;
  readonly told: "erased" | "kept" | "left out";
}

/** The file that a writer makes of it, and what is so: the extents, or null where it claims what is not so. */
function tell({ before, after, shown: by, absences }: World) {
  const ledger = new Ledger();
  opening(ledger);
  const past: Entry[] = before.map((one, i) => ({
    written: write(ledger, one.step, `past ${i}`),
    told: one.told,
  }));
  const treeSize = ledger.size;
  const listed = past.filter((one) => one.told !== "left out");
  if (listed.length === 0) return null;
  const entries = listed.map(({ written, told: fate }) =>
    fate === "kept" ? kept(written) : erased(written),
  );
  const list = listOf(ERASURE_ID, treeSize, PEOPLE, entries);
  const { count, kept: stay, root } = rootOfList(list, ledger.entries);
  const body = { cause: "request", count, erasureId: ERASURE_ID, kept: stay, root, treeSize };
  const declaration = ledger.write(theFirm, "erasure", { label: "declaration", body });
  const later = after.map((one, i) => write(ledger, one, `later ${i}`));
  const state: State = ledger.state("2026-11-22T08:00:00.000Z");
  const { size } = ledger;
  const { leaves } = ledger.log();
  const place = ({ entry, index }: Written) => ({
    ...{
      entry: base64Encode(entry),
      inclusion: inclusionPath(index, leaves).map(base64Encode),
      index,
    },
  });
  const proof = (who: Person, stream: string) => {
    const { siblings, terminal } = mapProof(state.map, keyOf(who, stream));
    const ends = terminal && {
      key: base64Encode(terminal.key),
      value: base64Encode(terminal.value),
    };
    return { siblings: siblings.map(base64Encode), terminal: ends };
  };

  const all = [...past.map(({ written }) => written), ...later];
  const streams = PEOPLE.flatMap((who, w) =>
    STREAMS.flatMap((name, s) => {
      const isHere = (one: Written) => one.who === who && one.stream === name;
      const here = all.filter(isHere);
      const mine = listed.map(({ written }) => written).filter(isHere);
      const last = mine.at(-1);
      if (last === undefined) {
        if (!absences) return [];
        const extent = here.length === 0 ? "none" : null;
        return [
          { extent, json: { map: proof(who, name), name, next: null, subject: who.subject } },
        ];
      }
      const behind = here.find(({ seq }) => seq === last.seq + 1);
      const how =
        by[w * STREAMS.length + s] === "next" && !behind ? "map" : by[w * STREAMS.length + s];
      const map = how === "map" ? proof(who, name) : null;
      const next = how === "next" && behind ? place(behind) : null;
      // What is so, by numbers alone.
      const isLast = here.at(-1) === last;
      const lies = (how === "map" && !isLast) || (next !== null && next.index < treeSize);
      const whole = mine.length === last.seq;
      const extent = lies ? null : whole ? (how === "nothing" ? "to_here" : "all") : "some";
      return [{ extent, json: { map, name, next, subject: who.subject } }];
    }),
  );
  const order = ({ json }: (typeof streams)[number]) => `${json.subject} ${json.name}`;
  streams.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const { disclosures, names } = declaration;
  const fields = disclosures.map((disclosure) => ({ disclosure }));
  const file = {
    anchor: null,
    checkpoint: signedNote(checkpointText(ledger.log()), logKey),
    declaration: { ...place(declaration), fields, names },
    entries: listed.map(({ written }) => {
      const { entry, inclusion } = place(written);
      return { entry, inclusion };
    }),
    format: "counterfoil/erasure-certificate/v1",
    list,
    map: proof(theFirm, `erasure-outcome/${ERASURE_ID}`),
    outcomes: [],
    since: null,
    state: {
      entry: base64Encode(state.entry),
      inclusion: inclusionPath(size - 1, leaves).map(base64Encode),
    },
    streams: streams.map(({ json }) => json),
  };
  const extents = streams.map(({ extent }) => extent);
  return {
    source: canonicalBytes(file as unknown as JsonValue),
    extents: extents.includes(null) ? null : extents.map(String),
    counts: { count, kept: stay },
  };
}

describe("certificates of random worlds", () => {
  it("hold exactly if what they tell is so, and tell what is so", { timeout: 120_000 }, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(world, (one) => {
        const made = tell(one);
        fc.pre(made !== null);
        const { checked, layers } = checkCertificate(made.source, null);
        const reference = ((): readonly string[] | null => {
          try {
            return referenceExtents(Buffer.from(made.source));
          } catch {
            return null;
          }
        })();
        const extents = checked?.streams.map(({ extent }) => extent) ?? null;
        for (const extent of made.extents ?? ["refused"])
          seen.set(String(extent), (seen.get(String(extent)) ?? 0) + 1);
        assert.deepEqual(extents, made.extents, layers.at(-1)?.code);
        assert.deepEqual(reference, made.extents);
        if (checked === null) return;
        const { certificate } = checked;
        assert.lengthOf(certificate.entries, made.counts.count + made.counts.kept);
      }),
      { numRuns: 400 },
    );
    // Every answer came up.
    assert.sameMembers([...seen.keys()], ["all", "to_here", "some", "none", "refused"]);
  });
});
