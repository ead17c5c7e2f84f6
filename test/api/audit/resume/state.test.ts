import { describe, expect, it } from "vitest";
import {
  type AuditState,
  parseState,
  STATE_FORMAT,
  stateText,
} from "../../../../api/audit/resume/state.ts";
import { sha256 } from "../../../../api/core/hash.ts";
import { encodeRow, type RowMac } from "../../../../api/store/row-mac.ts";

const keyed =
  (key: string): RowMac =>
  (table, columns) =>
    sha256(Buffer.concat([Buffer.from(key), encodeRow(table, columns)])).subarray(0, 16);
const rowMac = keyed("a");

const digest = (of: number): string => sha256(String(of)).toString("hex");
const state: AuditState = {
  binding: digest(0),
  piece: 4_096,
  parts: [
    {
      readAt: "2026-11-26T21:00:00.000Z",
      size: 20_000,
      pieces: [
        { from: 0, records: 4_090, digest: digest(1) },
        { from: 8_192, records: 0, digest: digest(2) },
      ],
      runs: 1,
    },
    { readAt: "2026-11-26T22:00:00.000Z", size: 30_000, pieces: [], runs: 0 },
  ],
  runs: [{ records: 3_000, digest: digest(3) }],
};

describe("the state of an interrupted audit", () => {
  it("is read as it was written", () => {
    const text = stateText(state, rowMac);
    expect(text).toContain(STATE_FORMAT);
    expect(parseState(text, rowMac)).toEqual(state);
    const none: AuditState = { ...state, parts: [], runs: [] };
    expect(parseState(stateText(none, rowMac), rowMac)).toEqual(none);
  });

  it("is none with any byte changed, left out or put in", () => {
    const bytes = Buffer.from(stateText(state, rowMac));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      const out = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      const more = Buffer.concat([bytes.subarray(0, at), Buffer.from("0"), bytes.subarray(at)]);
      for (const one of [changed, out, more]) {
        expect(parseState(one.toString("latin1"), rowMac), `${at}`).toBeNull();
      }
    }
    expect(parseState("", rowMac)).toBeNull();
  });

  it("is none with another key, so that nobody can write one who has not the ledger's keys", () => {
    expect(parseState(stateText(state, keyed("b")), rowMac)).toBeNull();
  });

  it("is none of another form, though it is authentic", () => {
    const json = (value: object): string => {
      const text = JSON.stringify(value);
      return `${Buffer.from(rowMac("audit-state", [text])).toString("hex")}\n${text}\n`;
    };
    const own = { binding: digest(0), format: STATE_FORMAT, parts: [], piece: 1, runs: [] };
    expect(parseState(json(own), rowMac)).not.toBeNull();
    for (const change of [
      { format: "counterfoil/audit-state/v2" },
      { binding: "x" },
      { piece: 0 },
      { parts: [{ readAt: "now", size: -1, pieces: [], runs: 0 }] },
      { parts: [{ readAt: "now", size: 1, pieces: [[0, 1]], runs: 0 }] },
      { parts: [{ readAt: "now", size: 1, pieces: [], runs: 1 }] },
      { runs: [[1, digest(1)]] },
      { runs: [[1, digest(1), 2]] },
      { runs: {} },
      { z: 1 },
    ]) {
      expect(parseState(json({ ...own, ...change }), rowMac), JSON.stringify(change)).toBeNull();
    }
  });
});
