/** All evidence vectors, as file name and text. */
import { base64Encode } from "../../portal/verify/bytes.ts";
import type { VectorCase } from "./case.ts";
import { chainCases } from "./cases/chain.ts";
import { recordCases } from "./cases/envelope.ts";
import { fieldCases } from "./cases/fields.ts";
import { inclusionCases } from "./cases/inclusion.ts";
import { signatureCases } from "./cases/signature.ts";
import { spellingCases } from "./cases/spelling.ts";

function vectorText({ en, zh, file, policy, answer, now, expect }: VectorCase): string {
  const vector = { description: { en, zh }, file: base64Encode(file), policy, answer, now, expect };
  return `${JSON.stringify(vector, null, 2)}\n`;
}

export function allVectors(): Map<string, string> {
  const cases = [
    ...spellingCases(),
    ...fieldCases(),
    ...recordCases(),
    ...inclusionCases(),
    ...signatureCases(),
    ...chainCases(),
  ];
  const vectors = new Map(cases.map((one) => [`${one.name}.json`, vectorText(one)]));
  if (vectors.size !== cases.length) throw new Error("two vectors have one name");
  return vectors;
}
