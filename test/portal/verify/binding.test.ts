/** Whose stream it is: identifier, class, name and key; the claims *current* and *absent*, and older versions shown as current. */
import { assert, describe, it } from "vitest";
import {
  asSecretHash,
  asStreamSecret,
  asSubjectId,
  type RecordId,
} from "../../../portal/verify/brands.ts";
import { checkEvidence } from "../../../portal/verify/check.ts";
import {
  type Evidence,
  type EvidenceStream,
  encodeEvidence,
  type StreamEvidence,
} from "../../../portal/verify/evidence.ts";
import { renderVerdict } from "../../../portal/verify/render.ts";
import { type RetentionClass, secretHash } from "../../../portal/verify/subject.ts";
import { decidingLayer } from "../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import { seed } from "../../../scripts/vectors/world.ts";
import {
  type About,
  absent,
  chainOf,
  current,
  type Fields,
  history,
  mei,
  NOW,
  otto,
  person,
  recordId,
  trusted,
  World,
  type Written,
} from "./stream-world.ts";

const world = new World();
world.strangers(2);
const customer1 = world.write(mei, "customer");
const customer2 = world.write(mei, "customer", { "@version": 2 });
const orderA1 = world.write(mei, "order", { "@id": recordId(1) });
const orderB1 = world.write(mei, "order", { "@id": recordId(2) });
const orderA2 = world.write(mei, `order/${recordId(1)}`, { "@id": recordId(1), "@version": 2 });
const orderA3 = world.write(mei, `order/${recordId(1)}`, { "@id": recordId(1), "@version": 3 });
const access1 = world.write(mei, "access/staff");
world.write(otto, "payment");
world.strangers(5);
const older = world.seal();
const customer3 = world.write(mei, "customer", { "@version": 3 });
const size = world.seal();
world.strangers(2);

const about = (stream: string, changes: Partial<About> = {}): About => ({
  world,
  who: mei,
  stream,
  size,
  ...changes,
});
const own = (id: RecordId) => `order/${id}`;
const reason = (evidence: Evidence) => {
  const decided = decidingLayer(checkEvidence(encodeEvidence(evidence), null).layers);
  return decided === null ? null : `${decided.layer}/${decided.code}`;
};
const verify = (evidence: Evidence) =>
  verifyEvidence(encodeEvidence(evidence), {
    policy: trusted(),
    ask: chainOf(world, [older, size]),
    now: NOW,
  });

describe("current", () => {
  it("holds for the newest version, of every layout", async () => {
    for (const [stream, written] of [
      ["customer", customer3],
      [own(recordId(1)), orderA3],
      [own(recordId(2)), orderB1],
      ["access/staff", access1],
    ] as const) {
      const verdict = await verify(current(about(stream), written, ["@recordedAt"]));
      assert.equal(verdict.word, "VERIFIED", stream);
      assert.equal(verdict.claim, "current");
      assert.equal(verdict.index, written.index);
      assert.equal(verdict.stream?.name, stream);
      assert.deepEqual(verdict.withheld, ["@recordedAt"]);
      assert.isNull(verdict.events);
      assert.deepEqual(
        verdict.layers.map(({ layer }) => layer),
        [
          "content",
          "binding",
          "inclusion",
          "completeness",
          "checkpoint",
          "anchor",
          "finality",
          "replay",
        ],
      );
      assert.deepEqual(verdict.caveats, [
        "truth_not_proven",
        "others_may_exist",
        "other_identifiers",
        ...(/^(access|consent)/.test(stream) ? (["other_streams"] as const) : []),
        "later_entries",
        ...(stream.startsWith("access") ? (["reads_behind"] as const) : []),
      ]);
      assert.match(renderVerdict(verdict, "en").sentence, /newest of its stream/);
    }
  });

  it("holds under an older checkpoint for what was the newest then", () => {
    assert.isNull(reason(current(about("customer", { size: older }), customer2)));
  });

  it.each<[string, string, Written]>([
    ["version 1 of three, single", "customer", customer1],
    ["version 2 of three, single", "customer", customer2],
    ["version 1 of three, many, by the stream of its later versions", own(recordId(1)), orderA1],
    ["version 2 of three, many", own(recordId(1)), orderA2],
  ])("refuses %s", (_name, stream, written) => {
    assert.equal(reason(current(about(stream), written)), "completeness/newer_exists");
  });

  it("refuses version 1 by the stream of all first versions, the newest of it or not", () => {
    for (const written of [orderA1, orderB1]) {
      assert.equal(reason(current(about("order"), written)), "binding/own_stream_not_named");
    }
  });

  it("refuses version 1 by the stream of another record's versions", () => {
    assert.equal(reason(current(about(own(recordId(9))), orderA1)), "binding/id_not_of_layout");
  });

  it("lets no record of layout single or events through the exception", () => {
    const streams = [`customer/${recordId(1)}`, `access/${recordId(1)}`];
    const of = ([stream, written]: readonly [string, Written]) =>
      reason(current(about(stream), written));
    assert.equal(of([streams[0] as string, customer1]), "binding/stream_not_of_layout");
    assert.equal(of([streams[1] as string, access1]), "binding/entry_of_other_stream");
  });

  it("refuses a version that is newer than the map", () => {
    const late = world.write(mei, "access/staff");
    const after = world.seal();
    const file = current(about("access/staff", { size: after }), late);
    assert.isNull(reason(file));
    // The map over what was there before the event, under a checkpoint that has the event.
    const stale = new World();
    stale.write(mei, "access/staff");
    const map = stale.map();
    const second = stale.write(mei, "access/staff");
    const short = { ...about("access/staff"), world: stale, size: stale.seal(1, map) };
    assert.equal(reason(current(short, second)), "inclusion/beyond_map");
    assert.equal(
      reason(current({ ...short, stream: "access" }, second)),
      "binding/entry_of_other_stream",
    );
  });

  it.each([
    ["@id", "id_withheld"],
    ["@version", "version_withheld"],
    ["@stream", "stream_withheld"],
    ["@subject", "subject_withheld"],
    ["@kind", "kind_withheld"],
    ["@schema", "schema_withheld"],
  ])("needs %s", (name, code) => {
    assert.equal(reason(current(about("customer"), customer3, [name])), `content/${code}`);
  });
});

describe("absent", () => {
  it("holds where there is nothing", async () => {
    for (const stream of ["payment", own(recordId(2)), "consent/newsletter", "access/others"]) {
      const verdict = await verify(absent(about(stream)));
      assert.equal(verdict.word, "VERIFIED", stream);
      assert.equal(verdict.claim, "absent");
      assert.deepEqual(verdict.disclosed, []);
      assert.isNull(verdict.index);
      assert.match(renderVerdict(verdict, "zh").sentence, /没有/);
    }
  });

  it("refuses what is there", () => {
    for (const stream of ["customer", "order", own(recordId(1)), "access/staff"]) {
      assert.equal(reason(absent(about(stream))), "completeness/stream_exists", stream);
    }
  });

  it("of a history is told as well", () => {
    const none = history(about("payment"), []);
    const from = { seq: 1 as never, leafHash: customer1.leaf };
    assert.equal(reason({ ...none, from }), "completeness/stream_absent");
  });
});

/** The stream `customer` is there; each of these would make it seem absent. */
describe("a stream looked for in the wrong place", () => {
  const file = absent(about("customer"));
  /** With the proof that the map truly gives for the key that the changed file leads to. */
  function changed(stream: Partial<EvidenceStream>, who = mei): StreamEvidence {
    const honest = absent(about(stream.name ?? "customer", { who }));
    return { ...file, map: honest.map, stream: { ...file.stream, ...stream } };
  }
  const hashOf = (secret: Uint8Array) => asSecretHash(secretHash(asStreamSecret(secret)));

  it("under another class, with its secret", () => {
    for (const wrong of ["consent", "statutory", "access"] as const) {
      const others = (["personal", "consent", "statutory", "access"] as const).filter(
        (name) => name !== wrong,
      );
      const stream = {
        class: wrong as RetentionClass,
        secret: asStreamSecret(mei.secrets[wrong]),
        hashes: others.map((name) => hashOf(mei.secrets[name])),
      };
      assert.equal(reason(changed(stream)), "binding/class_not_of_kind", wrong);
    }
  });

  it("with another class's secret under the right class", () => {
    const stream = { secret: asStreamSecret(mei.secrets.consent) };
    assert.equal(reason(changed(stream)), "binding/subject_mismatch");
  });

  it("with somebody else's secret, or all of theirs", () => {
    const stolen = { secret: asStreamSecret(otto.secrets.personal) };
    assert.equal(reason(changed(stolen, otto)), "binding/subject_mismatch");
    const all = {
      ...absent(about("customer", { who: otto })).stream,
      subject: file.stream.subject,
    };
    assert.equal(reason(changed(all, otto)), "binding/subject_mismatch");
  });

  it("with an invented secret, or an invented person's", () => {
    const invented = { secret: asStreamSecret(seed("invented")) };
    assert.equal(reason(changed(invented)), "binding/subject_mismatch");
    const nobody = person("nobody");
    const theirs = absent(about("customer", { who: nobody })).stream;
    const said = { ...theirs, subject: asSubjectId(mei.subject) };
    assert.equal(reason(changed(said, nobody)), "binding/subject_mismatch");
  });

  it("with hashes in another order, or one of another", () => {
    const { hashes } = file.stream;
    assert.equal(reason(changed({ hashes: hashes.toReversed() })), "binding/subject_mismatch");
    const other = hashes.with(1, hashOf(otto.secrets.statutory));
    assert.equal(reason(changed({ hashes: other })), "binding/subject_mismatch");
  });

  it("under a name that its layout does not have, or a kind that nobody knows", () => {
    for (const [name, code] of [
      ["customer/main", "stream_not_of_layout"],
      [`customer/${recordId(1)}`, "stream_not_of_layout"],
      ["ledgers", "kind_unknown"],
      ["constructor", "kind_unknown"],
      ["toString/x", "kind_unknown"],
    ] as const) {
      const bad = { ...file, stream: { ...file.stream, name } };
      if (name.startsWith("toString")) assert.throws(() => encodeEvidence(bad), "bad_identifier");
      else assert.equal(reason(bad), `binding/${code}`, name);
    }
    const orders = absent(about("payment"));
    const stream = { ...orders.stream, name: "payment/2026" };
    assert.equal(reason({ ...orders, stream }), "binding/stream_not_of_layout");
  });
});

describe("a record that says other things than its place", () => {
  /** An event that a forger who runs the ledger put under a stream's key. */
  function misplaced(stream: string, fields: Fields, withhold: readonly string[] = []) {
    const forged = new World();
    const kind = stream.split("/")[0] as string;
    const written = forged.write(mei, stream, { "@kind": kind, ...fields });
    const of = { world: forged, who: mei, stream, size: forged.seal() };
    return {
      history: reason(history(of, [written], () => withhold)),
      current: withhold.length > 0 ? null : reason(current(of, written)),
    };
  }
  const both = (code: string | null) => ({ history: code, current: code });

  it("another subject", () => {
    const said = misplaced("customer", { "@subject": otto.subject });
    assert.deepEqual(said, both("binding/record_of_other_subject"));
  });

  it("another stream, or another kind", () => {
    const stream = misplaced("access/staff", { "@stream": "access/others" });
    assert.deepEqual(stream, both("binding/record_of_other_stream"));
    const kind = misplaced("customer", { "@kind": "consent", "@stream": "consent" });
    assert.deepEqual(kind, both("binding/record_of_other_stream"));
  });

  it("another version than its layout demands", () => {
    const code = "binding/version_not_of_layout";
    assert.deepEqual(misplaced("customer", { "@version": 2 }), both(code));
    assert.deepEqual(misplaced("access", { "@version": 2 }), both(code));
    const order = misplaced(own(recordId(1)), { "@id": recordId(1), "@version": 3 });
    assert.deepEqual(order, both(code));
    assert.deepEqual(misplaced("customer", { "@version": 2 }, ["@version"]), both(null));
    assert.equal(misplaced("order", { "@version": 2 }).history, code);
    assert.equal(misplaced(own(recordId(1)), { "@id": recordId(1), "@version": 1 }).history, code);
  });

  it("another identifier than its stream is for", () => {
    const fields = { "@id": recordId(2), "@version": 2 };
    assert.deepEqual(misplaced(own(recordId(1)), fields), both("binding/id_not_of_layout"));
    assert.deepEqual(misplaced(own(recordId(1)), fields, ["@id"]), both(null));
  });

  it("a first version that lies where the later ones belong", () => {
    const said = misplaced(own(recordId(1)), { "@id": recordId(1), "@version": 1 });
    assert.equal(said.current, "binding/entry_of_other_stream");
  });
});

describe("the state entry", () => {
  const file = absent(about("payment"));

  it("of an older checkpoint does not stand under a newer one", () => {
    const old = absent(about("payment", { size: older }));
    const mixed = { ...file, map: old.map, state: old.state };
    assert.equal(reason(mixed), "inclusion/state_not_last");
    const place = { entry: old.state.entry, inclusion: world.path(older - 1, size) };
    assert.equal(reason({ ...file, map: old.map, state: place }), "inclusion/state_not_last");
    assert.equal(
      reason({ ...file, state: { ...file.state, inclusion: [] } }),
      "inclusion/state_not_last",
    );
  });

  it("that is a record entry is none", () => {
    const record = { ...file, state: { ...file.state, entry: customer1.entry } };
    assert.equal(reason(record), "content/state_type");
  });

  it("of a map over more entries than there are is refused", () => {
    const bad = new World();
    bad.strangers(3);
    const after = bad.seal(4, bad.map());
    const of = { ...about("payment"), world: bad, size: after };
    assert.equal(reason(absent(of)), "inclusion/state_map_size");
  });

  it("of size 0 does not exist", () => {
    const empty = file.checkpoint.replace(/\n\d+\n/, "\n0\n");
    assert.equal(reason({ ...file, checkpoint: empty }), "inclusion/state_not_last");
  });

  it("with another map's proof shows nothing", () => {
    const old = absent(about("customer", { size: older }));
    const mixed = { ...absent(about("customer")), map: old.map };
    assert.equal(reason(mixed), "completeness/map_mismatch");
  });
});
