/** Acknowledgements against the vectors of docs/FORMAT.md §19, and with every character changed. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { assert, describe, it } from "vitest";
import {
  ACKNOWLEDGED,
  type Acknowledgement,
  formatAcknowledgement,
  formatAcknowledgementText,
  MAX_ACKNOWLEDGEMENT_BYTES,
  messageBodyHash,
  parseAcknowledgement,
  verifyAcknowledgement,
} from "../../../portal/verify/acknowledgement.ts";
import {
  equalBytes,
  FormatError,
  keyId,
  parseNote,
  parseVkey,
  utf8Encode,
} from "../../../portal/verify/index.ts";
import { allAcknowledgementVectors } from "../../../scripts/vectors/acknowledgements/all.ts";
import { signingKey } from "../../../scripts/vectors/world.ts";
import { readVectors } from "../../helpers/vectors.ts";

interface Vector {
  readonly description: string;
  readonly acknowledgement: string;
  readonly vkey: string;
  readonly body: string;
  /** Code that it is refused with; `null`: it holds. */
  readonly expect: string | null;
}

const vectors = readVectors<Vector>("acknowledgements");
const [, whole] = vectors.find(([name]) => name === "received") as [string, Vector];
const key = parseVkey(whole.vkey);

function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

const SAID: Acknowledgement = {
  agreement: "a1".repeat(20),
  message: `msg_${"0f".repeat(16)}`,
  bodyHash: messageBodyHash("{}"),
  what: "done",
  time: 1_798_106_400_000,
};

describe("acknowledgements", () => {
  it.each(vectors)("%s", (_, { acknowledgement, vkey, expect }) => {
    assert.equal(
      codeOf(() => verifyAcknowledgement(acknowledgement, parseVkey(vkey))),
      expect,
    );
  });

  it("have the vectors that the generator makes", () => {
    const made = allAcknowledgementVectors();
    assert.sameMembers(
      [...made.keys()],
      vectors.map(([name]) => `${name}.json`),
    );
    for (const [name, vector] of vectors)
      assert.deepEqual(JSON.parse(made.get(`${name}.json`) as string), vector);
  });

  it("tell what was acknowledged, by the hash of the exact body", () => {
    const found = verifyAcknowledgement(whole.acknowledgement, key);
    assert.isTrue(equalBytes(found.bodyHash, messageBodyHash(whole.body)));
    assert.isTrue(equalBytes(found.bodyHash, messageBodyHash(utf8Encode(whole.body))));
    assert.isFalse(equalBytes(found.bodyHash, messageBodyHash(`${whole.body} `)));
    assert.deepInclude(found, { what: "received", agreement: "a1".repeat(20) });
    assert.equal(found.time, Date.parse("2026-12-24T10:00:03.250Z"));
  });

  it("are read again as they were written", () => {
    const { name, secret, publicKey } = signingKey("partner.example/acknowledgement", "own");
    const signature = ed25519.sign(utf8Encode(formatAcknowledgementText(SAID)), secret);
    const own = { name, keyId: keyId(name, publicKey) };
    const note = formatAcknowledgement(SAID, own, signature);
    const read = verifyAcknowledgement(note, { ...own, type: 1, publicKey });
    assert.deepEqual(read, SAID);
    assert.equal(formatAcknowledgementText(read), parseNote(note).text);
  });

  it("hold with no character changed, wherever it is", () => {
    const { acknowledgement } = whole;
    for (let i = 0; i < acknowledgement.length; i++) {
      const other = acknowledgement[i] === "1" ? "2" : "1";
      const changed = `${acknowledgement.slice(0, i)}${other}${acknowledgement.slice(i + 1)}`;
      assert.isNotNull(
        codeOf(() => verifyAcknowledgement(changed, key)),
        String(i),
      );
    }
  });

  it.each<[string, Partial<Acknowledgement>]>([
    ["another form of agreement", { agreement: "-a" }],
    ["a line break in one", { agreement: "a\nb" }],
    ["another form of message", { message: "msg_1" }],
    ["a hash of another length", { bodyHash: new Uint8Array(31) }],
    ["a time that is none", { time: Number.NaN }],
    ["a word that is not said", { what: "deleted" as "done" }],
  ])("are not written of %s", (_, change) => {
    assert.isNotNull(codeOf(() => formatAcknowledgementText({ ...SAID, ...change })));
  });

  it.each(ACKNOWLEDGED)("say %s, within their bound whatever the name of the key is", (what) => {
    const name = "k".repeat(255);
    const said = { ...SAID, agreement: "a".repeat(64), what };
    const own = signingKey(name, "own");
    const signature = ed25519.sign(utf8Encode(formatAcknowledgementText(said)), own.secret);
    const note = formatAcknowledgement(
      said,
      { name, keyId: keyId(name, own.publicKey) },
      signature,
    );
    assert.isAtMost(utf8Encode(note).length, MAX_ACKNOWLEDGEMENT_BYTES);
  });

  it("are read of whole lines alone", () => {
    const text = formatAcknowledgementText(SAID);
    for (const cut of [text.slice(0, -1), `${text}\n`, text.split("\n").slice(1).join("\n"), ""])
      assert.equal(
        codeOf(() => parseAcknowledgement(cut)),
        "acknowledgement_form",
      );
  });
});
