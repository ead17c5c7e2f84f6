/** All evidence vectors, as file name and text. */
import { base64Encode } from "../../portal/verify/bytes.ts";
import type { VectorCase } from "./case.ts";
import { answerCases } from "./cases/answers.ts";
import { boundCases } from "./cases/bounds.ts";
import { chainCases } from "./cases/chain.ts";
import { curveCases } from "./cases/curve.ts";
import { recordCases } from "./cases/envelope.ts";
import { fieldCases } from "./cases/fields.ts";
import { formCases } from "./cases/forms.ts";
import { ignoredCases } from "./cases/ignored.ts";
import { inclusionCases } from "./cases/inclusion.ts";
import { noteCases } from "./cases/notes.ts";
import { policyCases } from "./cases/policies.ts";
import { signatureCases } from "./cases/signature.ts";
import { spellingCases } from "./cases/spelling.ts";
import { streamCases } from "./cases/streams/all.ts";

function vectorText(one: VectorCase): string {
  const { en, zh, policy, answer, bounds, replay, now, expect } = one;
  const file = base64Encode(one.file);
  // What is undefined has no member.
  const vector = {
    description: { en, zh },
    file,
    policy,
    answer,
    bounds,
    replay,
    now,
    expect,
  };
  return `${JSON.stringify(vector, null, 2)}\n`;
}

export function allVectors(): Map<string, string> {
  const cases = [
    ...spellingCases(),
    ...fieldCases(),
    ...recordCases(),
    ...formCases(),
    ...boundCases(),
    ...inclusionCases(),
    ...noteCases(),
    ...signatureCases(),
    ...ignoredCases(),
    ...curveCases(),
    ...policyCases(),
    ...chainCases(),
    ...answerCases(),
    ...streamCases(),
  ];
  const vectors = new Map(cases.map((one) => [`${one.name}.json`, vectorText(one)]));
  if (vectors.size !== cases.length) throw new Error("two vectors have one name");
  return vectors;
}
