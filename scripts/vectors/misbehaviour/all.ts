/** All vectors of proofs of misbehaviour, as file name and text. */
import { base64Encode } from "../../../portal/verify/bytes.ts";
import type { MisbehaviourCase } from "./case.ts";
import { chainCases } from "./cases/chain.ts";
import { entryCases } from "./cases/entries.ts";
import { mapValueCases } from "./cases/map-values.ts";
import { mapCases } from "./cases/maps.ts";
import { pairCases } from "./cases/pairs.ts";
import { receiptCases } from "./cases/receipts.ts";
import { recordCases } from "./cases/records.ts";
import { shapeCases } from "./cases/shapes.ts";
import { signatureCases } from "./cases/signatures.ts";
import { stateCases } from "./cases/states.ts";
import { treeCases } from "./cases/trees.ts";

function vectorText({ en, zh, file, policy, answer, expect }: MisbehaviourCase): string {
  const vector = { description: { en, zh }, file: base64Encode(file), policy, answer, expect };
  return `${JSON.stringify(vector, null, 2)}\n`;
}

export function allMisbehaviourVectors(): Map<string, string> {
  const cases = [
    ...treeCases(),
    ...receiptCases(),
    ...entryCases(),
    ...pairCases(),
    ...stateCases(),
    ...mapCases(),
    ...mapValueCases(),
    ...recordCases(),
    ...chainCases(),
    ...signatureCases(),
    ...shapeCases(),
  ];
  const vectors = new Map(cases.map((one) => [`${one.name}.json`, vectorText(one)]));
  if (vectors.size !== cases.length) throw new Error("two vectors have one name");
  return vectors;
}
