/** Entries, subjects, checkpoints, receipts. */
import { createHmac, hash } from "node:crypto";
import fc from "fast-check";
import { assert, describe, it } from "vitest";
import {
  asLeafHash,
  asLeafIndex,
  asRecordRoot,
  asRootHash,
  asSecretHash,
  asStreamKey,
  asStreamSecret,
  asStreamSeq,
  asTreeSize,
} from "../../../portal/verify/brands.ts";
import { base64UrlEncode, hexEncode } from "../../../portal/verify/bytes.ts";
import {
  formatCheckpointText,
  parseCheckpoint,
  parseDecimal,
} from "../../../portal/verify/checkpoint.ts";
import {
  decodeEntry,
  encodeRecordEntry,
  NO_PREV,
  viewEntry,
} from "../../../portal/verify/entry.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import {
  formatReceiptText,
  parseReceipt,
  type Receipt,
  receiptStatus,
  verifyReceipt,
} from "../../../portal/verify/receipt.ts";
import { secretHash, streamKey, subjectId } from "../../../portal/verify/subject.ts";
import { policy, policyKey } from "../../../scripts/vectors/build.ts";
import {
  forgerKey,
  logKey,
  ORIGIN,
  receiptKey,
  seed,
  signedNote,
  signingKey,
} from "../../../scripts/vectors/world.ts";
import { codeOf } from "./code-of.ts";

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("entries", () => {
  it("are 105 bytes, laid out as the format says", () => {
    const entry = encodeRecordEntry({
      recordRoot: asRecordRoot(new Uint8Array(32).fill(0xaa)),
      streamKey: asStreamKey(new Uint8Array(32).fill(0xbb)),
      seq: asStreamSeq(258),
      prev: asLeafHash(new Uint8Array(32).fill(0xcc)),
    });
    const expected = `01${"aa".repeat(32)}${"bb".repeat(32)}0000000000000102${"cc".repeat(32)}`;
    assert.equal(hexEncode(entry), expected);
    assert.lengthOf(entry, 105);
  });

  it("give back what was written, and nothing else is an entry", () => {
    fc.assert(
      fc.property(bytes32, bytes32, fc.integer({ min: 2 }), bytes32, (root, key, seq, prev) => {
        fc.pre(prev.some((byte) => byte !== 0));
        const entry = encodeRecordEntry({
          recordRoot: asRecordRoot(root),
          streamKey: asStreamKey(key),
          seq: asStreamSeq(seq),
          prev: asLeafHash(prev),
        });
        const decoded = decodeEntry(entry);
        assert.deepEqual([...encodeRecordEntry(decoded)], [...entry]);
        assert.equal(decoded.seq, seq);
        assert.equal(codeOf(() => decodeEntry(entry.slice(1))) === null, false);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 110 }), (bytes) => {
        bytes[0] = 1;
        const code = codeOf(() => decodeEntry(bytes));
        if (code === null) assert.deepEqual([...encodeRecordEntry(decodeEntry(bytes))], [...bytes]);
        else assert.include(["entry_length", "entry_seq", "entry_prev"], code);
      }),
    );
  });

  it("are taken apart in copies, or in views", () => {
    const [recordRoot, streamKey] = [asRecordRoot(seed("r")), asStreamKey(seed("k"))];
    const entry = encodeRecordEntry({ recordRoot, streamKey, seq: asStreamSeq(1), prev: NO_PREV });
    const [copied, viewed] = [decodeEntry(entry), viewEntry(entry)];
    assert.deepEqual(viewed, copied);
    entry.fill(7, 33, 65);
    assert.deepEqual([...copied.streamKey], [...streamKey]);
    assert.deepEqual([...viewed.streamKey], [...new Uint8Array(32).fill(7)]);
  });

  it("have a predecessor from number 2 on, and only then", () => {
    const parts = { recordRoot: asRecordRoot(seed("r")), streamKey: asStreamKey(seed("k")) };
    const prev = asLeafHash(seed("p"));
    const first = encodeRecordEntry({ ...parts, seq: asStreamSeq(1), prev: NO_PREV });
    assert.equal(decodeEntry(first).seq, 1);
    for (const wrong of [
      { seq: 1, prev },
      { seq: 2, prev: NO_PREV },
    ]) {
      const run = () => encodeRecordEntry({ ...parts, ...wrong, seq: asStreamSeq(wrong.seq) });
      assert.equal(codeOf(run), "entry_prev");
    }
    assert.equal(
      codeOf(() => asStreamSeq(0)),
      "bad_number",
    );
  });
});

describe("subjects", () => {
  const [personal, consent, statutory, access] = ["p", "c", "s", "a"].map((name) =>
    asStreamSecret(seed(name)),
  ) as [never, never, never, never];

  it("commit to the four secrets in their order", () => {
    const hashes = [personal, consent, statutory, access].map((secret) =>
      hash("sha256", secret, "buffer"),
    );
    const text = Buffer.concat([Buffer.from("counterfoil/subject/v1\0"), ...hashes]);
    const expected = hash("sha256", text, "buffer").toString("base64url");
    const committed = {
      access: secretHash(access),
      consent: secretHash(consent),
      personal: secretHash(personal),
      statutory: secretHash(statutory),
    };
    assert.equal(subjectId(committed), expected);
    const swapped = { ...committed, personal: committed.consent, consent: committed.personal };
    assert.notEqual(subjectId(swapped), expected);
  });

  it("have one stream of a name", () => {
    const expected = createHmac("sha256", personal).update("order/账本".slice(0, 5)).digest("hex");
    assert.equal(hexEncode(streamKey(personal, "order")), expected);
    assert.notEqual(hexEncode(streamKey(consent, "order")), expected);
    assert.equal(
      codeOf(() => streamKey(personal, "Order")),
      "envelope_form",
    );
    assert.equal(
      codeOf(() => asSecretHash(new Uint8Array(31))),
      "bad_length",
    );
  });
});

describe("checkpoints", () => {
  const root = asRootHash(seed("root"));

  it("give back what was written", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), bytes32, (size, hashed) => {
        const checkpoint = { origin: ORIGIN, size: asTreeSize(size), root: asRootHash(hashed) };
        const text = formatCheckpointText(checkpoint);
        const parsed = parseCheckpoint(text);
        assert.equal(formatCheckpointText(parsed), text);
        assert.equal(parsed.size, size);
      }),
    );
  });

  it("are exactly three lines in one spelling", () => {
    const text = formatCheckpointText({ origin: ORIGIN, size: asTreeSize(7), root });
    const [origin, size, hashed] = text.split("\n") as [string, string, string];
    for (const [wrong, code] of [
      ["", "checkpoint_form"],
      [text.slice(0, -1), "checkpoint_form"],
      [`${text}extension\n`, "checkpoint_form"],
      [`${text}\n`, "checkpoint_form"],
      [`\n${size}\n${hashed}\n`, "checkpoint_form"],
      [`a b\n${size}\n${hashed}\n`, "checkpoint_form"],
      [`a+b\n${size}\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n07\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n-7\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n+7\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n7.0\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n9007199254740992\n${hashed}\n`, "checkpoint_form"],
      [`${origin}\n7\n${hashed.slice(0, -4)}\n`, "checkpoint_form"],
      [`${origin}\n7\n${hashed.replace("=", "")}\n`, "bad_base64"],
    ] as const) {
      assert.equal(
        codeOf(() => parseCheckpoint(wrong)),
        code,
        JSON.stringify(wrong),
      );
    }
    assert.equal(
      codeOf(() => formatCheckpointText({ origin: "a b", size: asTreeSize(7), root })),
      "checkpoint_form",
    );
  });

  it("have decimal sizes", () => {
    assert.equal(parseDecimal("0"), 0);
    assert.equal(parseDecimal("9007199254740991"), Number.MAX_SAFE_INTEGER);
    for (const text of [
      "",
      "00",
      "01",
      "1e3",
      "0x1",
      " 1",
      "1 ",
      "9007199254740992",
      "1\n",
      "１",
    ]) {
      assert.isNull(parseDecimal(text), text);
    }
  });
});

describe("receipts", () => {
  const receipt: Receipt = {
    origin: ORIGIN,
    index: asLeafIndex(5),
    leafHash: asLeafHash(seed("leaf")),
    time: Date.parse("2026-11-22T09:30:00.000Z"),
    deadline: Date.parse("2026-11-22T10:00:00.000Z"),
  };
  const text = formatReceiptText(receipt);
  const keys = [policyKey("log", logKey), policyKey("receipt", receiptKey)];
  const trusted = (changes = {}) => parsePolicy(JSON.stringify(policy({ keys, ...changes })));

  it("give back what was written", () => {
    assert.deepEqual(parseReceipt(text), receipt);
    assert.equal(text.split("\n").length, 7);
    assert.deepEqual(verifyReceipt(signedNote(text, receiptKey), trusted()), receipt);
  });

  it("are exactly six lines in one spelling", () => {
    const lines = text.split("\n");
    for (let i = 0; i < lines.length; i++) {
      const without = lines.toSpliced(i, 1).join("\n");
      assert.isNotNull(
        codeOf(() => parseReceipt(without)),
        `line ${i} missing`,
      );
      if (i === lines.length - 1) continue;
      assert.isNotNull(codeOf(() => parseReceipt(lines.with(i, `${lines[i]} `).join("\n"))));
      assert.isNotNull(codeOf(() => parseReceipt(lines.with(i, "").join("\n"))));
    }
    assert.equal(
      codeOf(() => parseReceipt(`${text}more\n`)),
      "receipt_form",
    );
    assert.equal(
      codeOf(() => parseReceipt(text.replace("/v1", "/v2"))),
      "receipt_form",
    );
    assert.equal(
      codeOf(() => parseReceipt(text.replace("\n5\n", "\n05\n"))),
      "receipt_form",
    );
    const early = { ...receipt, deadline: receipt.time - 1 };
    assert.equal(
      codeOf(() => formatReceiptText(early)),
      "receipt_form",
    );
  });

  it("are believed under the receipt key of the pinned ledger only", () => {
    const note = signedNote(text, receiptKey);
    const codes = [
      [note, trusted({ keys: [policyKey("log", logKey)] }), "no_key_for_size"],
      [
        note,
        trusted({ keys: [policyKey("log", logKey), policyKey("receipt", receiptKey, 6)] }),
        "no_key_for_size",
      ],
      [signedNote(text, logKey), trusted(), "not_signed"],
      [signedNote(text, forgerKey), trusted(), "not_signed"],
      [note.replace("\n5\n", "\n4\n"), trusted(), "signature_fails"],
      [text, trusted(), "note_form"],
      [signedNote("x\n", receiptKey), trusted(), "receipt_form"],
    ] as const;
    for (const [signed, policyGiven, code] of codes) {
      assert.equal(
        codeOf(() => verifyReceipt(signed, policyGiven)),
        code,
      );
    }
    const elsewhere = signingKey("other.example/ledger/receipt", "elsewhere");
    const foreign = formatReceiptText({ ...receipt, origin: "other.example/ledger" });
    const mixed = trusted({ keys: [policyKey("log", logKey), policyKey("receipt", elsewhere)] });
    assert.equal(
      codeOf(() => verifyReceipt(signedNote(foreign, elsewhere), mixed)),
      "origin_mismatch",
    );
    assert.equal(
      codeOf(() => verifyReceipt(signedNote(text, elsewhere), mixed)),
      "origin_mismatch",
    );
  });

  it("are kept, broken or not yet due", () => {
    const due = receipt.deadline / 1000;
    const { leafHash } = receipt;
    const anchor = { size: 6, blockTime: due, leafHash };
    const status = (
      anchors: (typeof anchor | { size: number; blockTime: number; leafHash: null })[],
      finalTime: number | null,
    ) => receiptStatus(receipt, { anchors, finalTime });
    assert.equal(status([anchor], null), "kept");
    assert.equal(status([anchor], due + 100), "kept");
    assert.equal(status([], null), "not_yet_due");
    assert.equal(status([], due), "not_yet_due", "the deadline itself is not over");
    assert.equal(status([], due + 1), "broken");
    assert.equal(status([{ ...anchor, blockTime: due + 1 }], due + 1), "broken", "too late");
    assert.equal(status([{ ...anchor, size: 5 }], due + 1), "broken", "does not cover it");
    assert.equal(status([{ ...anchor, leafHash: asLeafHash(seed("x")) }], due + 1), "broken");
    const dark = { ...anchor, leafHash: null };
    assert.equal(status([dark], due), "cannot_tell", "it may be kept");
    assert.equal(status([dark], due + 1), "cannot_tell", "nothing unseen is called broken");
    assert.equal(status([dark, { ...anchor, size: 7 }], due + 1), "kept");
    const other = { ...anchor, leafHash: asLeafHash(seed("x")) };
    assert.equal(status([dark, other], due + 1), "broken", "trees of one ledger extend each other");
    assert.equal(status([{ ...dark, blockTime: due + 1 }], due + 1), "broken", "late in any case");
    assert.equal(status([{ ...dark, size: 5 }], due), "not_yet_due");
    assert.equal(status([{ ...anchor, size: 5 }, anchor], due + 1), "kept");
  });
});

describe("identifiers", () => {
  it("of a subject are 32 bytes in one spelling", () => {
    fc.assert(
      fc.property(bytes32, (bytes) => {
        const id = subjectId({
          personal: asSecretHash(bytes),
          consent: asSecretHash(bytes),
          statutory: asSecretHash(bytes),
          access: asSecretHash(bytes),
        });
        assert.match(id, /^[A-Za-z0-9_-]{43}$/);
        assert.equal(base64UrlEncode(Buffer.from(id, "base64url")), id);
      }),
    );
  });
});
