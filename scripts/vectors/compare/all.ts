/** All vectors of comparisons, as file name and text. */
import { base64Encode } from "../../../portal/verify/bytes.ts";
import type { CompareCase } from "./case.ts";
import { honestCases } from "./cases/honest.ts";
import { lyingCases } from "./cases/lying.ts";
import { mapLieCases } from "./cases/maps.ts";
import { refusedCases } from "./cases/refused.ts";

function vectorText({ en, zh, a, b, policy, expect }: CompareCase): string {
  const files = { a: base64Encode(a), b: base64Encode(b) };
  return `${JSON.stringify({ description: { en, zh }, ...files, policy, expect }, null, 2)}\n`;
}

export function allCompareVectors(): Map<string, string> {
  const cases = [...honestCases(), ...lyingCases(), ...mapLieCases(), ...refusedCases()];
  const vectors = new Map(cases.map((one) => [`${one.name}.json`, vectorText(one)]));
  if (vectors.size !== cases.length) throw new Error("two vectors have one name");
  return vectors;
}
