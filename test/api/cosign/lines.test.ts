import { describe, expect, it } from "vitest";
import { heldLine, readNote } from "../../../api/cosign/lines.ts";
import { parseNote } from "../../../portal/verify/note.ts";
import { flipped } from "../../helpers/ledger.ts";
import { newSigner } from "../log/fixtures.ts";
import { NOW, SECONDS, testCosigner } from "./fixtures.ts";

const text = `ledger.example/log\n5\n${Buffer.alloc(32, 1).toString("base64")}\n`;
const ours = newSigner("ledger.example/log").sign(text);
const auditor = testCosigner();
const other = testCosigner("auditor.example/b2", 8);

const held = (note: string) => heldLine(parseNote(note), auditor.key, NOW);

describe("a cosigner's line", () => {
  it("is taken as it stands in the note, whoever else has signed", () => {
    const cosigned = auditor.cosign(other.cosign(ours, SECONDS), SECONDS);
    expect(held(cosigned)).toBe(auditor.line(ours));
    expect(cosigned.endsWith(held(cosigned))).toBe(true);
    expect(held(other.cosign(auditor.cosign(ours, SECONDS), SECONDS))).toBe(auditor.line(ours));
    // Without the log's own line, too: the text is what is compared.
    expect(held(`${text}\n${auditor.line(ours)}`)).toBe(auditor.line(ours));
  });

  it.each([
    ["nobody but the log has signed", () => ours, "no_line"],
    ["another has", () => other.cosign(ours, SECONDS), "no_line"],
    [
      "another of the same name has",
      () => testCosigner(undefined, 9).cosign(ours, SECONDS),
      "no_line",
    ],
    ["it was signed for another text", () => `${text}\n${auditor.line(`a${ours}`)}`, "bad_line"],
    [
      "it stands there twice",
      () => auditor.cosign(auditor.cosign(ours, SECONDS), SECONDS),
      "bad_line",
    ],
    [
      "two stand there",
      () => auditor.cosign(auditor.cosign(ours, SECONDS), SECONDS - 1),
      "bad_line",
    ],
    ["its time is far ahead", () => auditor.cosign(ours, SECONDS + 301), "future_time"],
  ])("is not taken where %s", (_, note, code) => {
    expect(() => held(note())).toThrow(code);
  });

  it("is not taken with any bit turned", () => {
    const [, name, encoded] = auditor.line(ours).trimEnd().split(" ");
    const bytes = Buffer.from(encoded as string, "base64");
    for (let bit = 0; bit < bytes.length; bit++) {
      const line = `— ${name} ${flipped(bytes, bit).toString("base64")}\n`;
      expect(() => held(`${text}\n${line}`)).toThrow(bit < 4 ? "no_line" : "bad_line");
    }
  });

  it("may be of any time that has come, or that a clock is wrong by", () => {
    for (const seconds of [1, SECONDS - 86_400, SECONDS, SECONDS + 300])
      expect(held(auditor.cosign(ours, seconds))).toBe(auditor.line(ours, seconds));
  });

  it("stands in a note, in UTF-8", () => {
    expect(readNote(Buffer.from(ours)).text).toBe(text);
    for (const wrong of ["", "\n", text, `${text}\n`, `${ours}x`, ours.slice(0, -1)])
      expect(() => readNote(Buffer.from(wrong))).toThrow("bad_answer");
    expect(() => readNote(Buffer.from([0xff]))).toThrow("bad_answer");
  });
});
