/** What the page says of a certificate of erasure is what the kernel says of it, in both languages. */
import { createElement } from "react";
import { assert, describe, expect, it } from "vitest";
import { kindOf } from "../../../../portal/src/verify/input/recognise.ts";
import type { Chain } from "../../../../portal/src/verify/judge/chain.ts";
import { judge } from "../../../../portal/src/verify/judge/judge.ts";
import type { JudgedCertificate } from "../../../../portal/src/verify/judge/judged.ts";
import { CertificateView } from "../../../../portal/src/verify/ui/CertificateView.tsx";
import { en } from "../../../../portal/src/words/en/index.ts";
import { zh } from "../../../../portal/src/words/zh/index.ts";
import { base64Decode } from "../../../../portal/verify/bytes.ts";
import { renderErasure } from "../../../../portal/verify/erasure.ts";
import { MAX_EVIDENCE_BYTES } from "../../../../portal/verify/evidence.ts";
import { parsePolicy } from "../../../../portal/verify/policy.ts";
import { parseTime } from "../../../../portal/verify/time.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import type { ErasureVector } from "../../verify/run-erasure.ts";
import { draw } from "../draw.ts";

const vectors = new Map(readVectors<ErasureVector>("erasure"));

/** The checkpoint is asked about first. */
function chainOf({ answer, since }: ErasureVector): Chain {
  let asked = 0;
  return {
    rpc: null,
    ask: async () => {
      asked += 1;
      const said = asked === 1 ? answer : (since ?? null);
      if (said === null) throw new Error("the chain is down");
      return said;
    },
  };
}

async function judged(name: string): Promise<JudgedCertificate> {
  const vector = vectors.get(name) as ErasureVector;
  const policy = vector.policy && parsePolicy(JSON.stringify(vector.policy));
  const reader = { policy, chain: chainOf(vector), now: parseTime(vector.now) };
  const found = await judge([{ name: "mine.json", bytes: base64Decode(vector.file) }], reader);
  assert(found.kind === "certificate", name);
  return found;
}

const inBoth = [
  ["en", en.verify],
  ["zh", zh.verify],
] as const;

describe("a certificate of erasure", () => {
  it("is known by what it says that it is, also where it is larger than evidence", () => {
    const { file } = vectors.get("holds") as ErasureVector;
    const bytes = base64Decode(file);
    expect(kindOf(bytes)).toBe("certificate");
    const padded = new Uint8Array(MAX_EVIDENCE_BYTES + 1).fill(0x20);
    expect(kindOf(padded)).toBe("too_large");
    padded.set(bytes);
    expect(kindOf(padded)).toBe("certificate");
  });

  it("leads to the kernel's verdict", async () => {
    for (const [name, { expect: expected, replay }] of vectors) {
      if (replay !== undefined || expected.code === "unknown_format") continue;
      if (expected.code === "bad_json") continue;
      const { verdict, cosigners } = await judged(name);
      expect([name, verdict.word]).toEqual([name, expected.word]);
      if (expected.word === "VERIFIED") expect(cosigners).toHaveLength(1);
    }
  });

  it.each(inBoth)("is told whole: %s", async (language, words) => {
    const found = await judged("holds");
    const { text, html } = draw(createElement(CertificateView, { judged: found }), { language });
    const told = renderErasure(found.verdict, language);
    const sentences = [told.sentence, ...told.kept, ...told.outcomes, ...told.caveats];
    for (const said of sentences) expect(text).toContain(said);
    for (const { sentence } of told.layers) expect(text).toContain(sentence);
    for (const said of [words.declaredTitle, words.extent_all, words.extent_none])
      expect(text).toContain(said);
    expect(html.match(/data-extent=/g)).toHaveLength(8);
    expect(html).toContain('dateTime="2026-11-20T09:45:00.000Z"');
    expect(text).not.toMatch(/undefined|NaN|\{\{/);
  });

  it.each(inBoth)("tells what is not whole: %s", async (language, words) => {
    const found = await judged("erased-before");
    const { text } = draw(createElement(CertificateView, { judged: found }), { language });
    expect(text).toContain(words.extent_some);
    const early = await judged("no-outcomes-yet");
    const drawn = draw(createElement(CertificateView, { judged: early }), { language });
    expect(drawn.text).toContain(words.notCompletedYet);
  });

  it.each(inBoth)("tells nothing of one that is INVALID but why: %s", async (language, words) => {
    const found = await judged("kept-told-as-erased");
    const { text } = draw(createElement(CertificateView, { judged: found }), { language });
    expect(text).toContain(words.whatNow);
    expect(text).not.toContain(words.declaredTitle);
    expect(text).not.toContain(words.erasedStreams);
  });
});
