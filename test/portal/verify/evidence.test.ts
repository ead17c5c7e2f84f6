/** The closed schema of the stream claims: what the file may hold, and the reasons for turning it away. */
import { assert, describe, it } from "vitest";
import { utf8Decode } from "../../../portal/verify/bytes.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import {
  encodeEvidence,
  MAX_EVIDENCE_BYTES,
  parseEvidence,
} from "../../../portal/verify/evidence.ts";
import { canonicalBytes, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import { type About, absent, current, history, mei, World, type Written } from "./stream-world.ts";

const world = new World();
const written: Written[] = [world.write(mei, "customer")];
world.strangers(2);
written.push(world.write(mei, "customer", { "@version": 2 }));
const about: About = { world, who: mei, stream: "customer", size: world.seal() };
const jsonOf = (file: Parameters<typeof encodeEvidence>[0]) =>
  JSON.parse(utf8Decode(encodeEvidence(file))) as JsonObject;
const files = {
  history: jsonOf(history(about, written)),
  current: jsonOf(current(about, written[1] as Written)),
  absent: jsonOf(absent({ ...about, stream: "payment" })),
};

/** `code where#position` of what a file is refused for. */
function refused(file: JsonObject): string | null {
  try {
    parseEvidence(canonicalBytes(file));
    return null;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { where = "", position } = error.details;
    return `${error.code} ${where}${position === undefined ? "" : `#${position}`}`.trim();
  }
}

const hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const short = "AAAA";
const time = "2026-11-22T09:30:00.000Z";
const object = (value: JsonValue | undefined): JsonObject => value as JsonObject;
const [first] = object(files.history).events as unknown as readonly JsonObject[];
const stream = object(files.absent.stream);
const map = object(files.absent.map);

describe("the members of a stream claim", () => {
  it("are exactly those of its claim", () => {
    for (const [claim, file] of Object.entries(files)) {
      assert.isNull(refused(file), claim);
      for (const name of Object.keys(file)) {
        const { [name]: _, ...rest } = file;
        const code = { format: "unknown_format", claim: "unknown_claim" }[name];
        assert.equal(refused(rest), code ?? "wrong_shape file", `${claim} without ${name}`);
      }
      assert.equal(refused({ ...file, more: 1 }), "wrong_shape file");
    }
    assert.equal(refused({ ...files.absent, claim: "current" }), "wrong_shape file");
    assert.equal(refused({ ...files.absent, claim: "constructor" }), "unknown_claim");
  });

  it.each<[string, JsonValue, string]>([
    ["class", "private", "wrong_shape stream.class"],
    ["class", null, "wrong_shape stream.class"],
    ["hashes", [hash, hash], "wrong_shape stream.hashes"],
    ["hashes", [hash, hash, hash, hash], "too_large stream.hashes"],
    ["hashes", [hash, hash, short], "wrong_shape stream.hashes"],
    ["name", "Customer", "bad_identifier stream.name"],
    ["name", "customer/", "bad_identifier stream.name"],
    ["name", 1, "wrong_shape stream.name"],
    ["secret", short, "wrong_shape stream.secret"],
    ["subject", "me", "bad_identifier stream.subject"],
    ["more", 1, "wrong_shape stream"],
  ])("stream.%s as %j", (name, value, reason) => {
    assert.equal(refused({ ...files.absent, stream: { ...stream, [name]: value } }), reason);
  });

  it.each<[string, JsonValue, string]>([
    ["siblings", Array(257).fill(hash), "too_large map.siblings"],
    ["siblings", [short], "wrong_shape map.siblings"],
    ["siblings", null, "wrong_shape map.siblings"],
    ["terminal", { key: hash }, "wrong_shape map.terminal"],
    ["terminal", { key: hash, value: short }, "wrong_shape map.terminal"],
    ["terminal", [], "wrong_shape map.terminal"],
  ])("map.%s as it must not be", (name, value, reason) => {
    assert.equal(refused({ ...files.absent, map: { ...map, [name]: value } }), reason);
  });

  it("the state entry", () => {
    const state = (value: JsonValue) => refused({ ...files.absent, state: value });
    assert.equal(state(null), "wrong_shape state");
    assert.equal(state({ entry: "A", inclusion: [] }), "bad_base64 state.entry");
    assert.equal(
      state({ entry: "", inclusion: Array(65).fill(hash) }),
      "too_large state.inclusion",
    );
  });

  it.each<[string, JsonValue, string]>([
    ["index", -1, "wrong_shape events.index#2"],
    ["index", "1", "wrong_shape events.index#2"],
    ["entry", null, "wrong_shape events.entry#2"],
    ["inclusion", Array(65).fill(hash), "too_large events.inclusion#2"],
    ["record", [], "wrong_shape events.record#2"],
    ["record", { fields: [], names: [] }, "name_count events.record.names#2"],
    ["record", { fields: [], names: ["@id", "@id"] }, "name_order events.record.names#2"],
    ["more", 1, "wrong_shape events#2"],
  ])("events, with %s as it must not be", (name, value, reason) => {
    const events = [first ?? null, { ...object(first), [name]: value }];
    assert.equal(refused({ ...files.history, events }), reason);
  });

  it("not more events than are allowed, nor none", () => {
    const small = { entry: "", inclusion: [], index: 0, record: null };
    const many = (count: number) => ({ ...files.history, events: Array(count).fill(small) });
    assert.isNull(refused(many(10_000)));
    assert.equal(refused(many(10_001)), "too_large events");
    assert.equal(refused(many(0)), "no_events");
    assert.isNull(refused({ ...many(0), from: { leafHash: hash, seq: 1 } }));
    assert.isAbove(MAX_EVIDENCE_BYTES, canonicalBytes(many(10_000)).length);
  });

  it("a known event", () => {
    const from = (value: JsonValue) => refused({ ...files.history, from: value });
    assert.isNull(from({ leafHash: hash, seq: 1 }));
    assert.equal(from({ leafHash: hash, seq: 0 }), "wrong_shape from.seq");
    assert.equal(from({ leafHash: short, seq: 1 }), "wrong_shape from.leafHash");
    assert.equal(from({ leafHash: hash }), "wrong_shape from");
    assert.equal(from(undefined as never), "bad_value");
  });

  it("a time, and the anchors beside it", () => {
    const at = (value: JsonValue) => refused({ ...files.history, at: value });
    const bound = { block: 0, size: 1 };
    assert.isNull(at({ after: bound, before: null, time }));
    assert.equal(at({ after: null, before: bound, time }), "wrong_shape at.after");
    assert.isNull(at({ after: bound, before: bound, time }));
    assert.equal(at({ after: bound, before: null, time: "2026-11-22" }), "bad_time at.time");
    assert.equal(at({ after: bound, before: null }), "wrong_shape at");
    assert.equal(
      at({ after: { ...bound, size: 0 }, before: null, time }),
      "wrong_shape at.after.size",
    );
    assert.equal(
      at({ after: bound, before: { ...bound, block: -1 }, time }),
      "wrong_shape at.before.block",
    );
    assert.equal(at({ after: bound, before: [], time }), "wrong_shape at.before");
    const partial = { ...files.history, from: { leafHash: hash, seq: 1 } };
    assert.equal(refused({ ...partial, at: { after: bound, before: null, time } }), "at_with_from");
  });
});
