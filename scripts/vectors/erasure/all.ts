/** All vectors of certificates of erasure, as file name and text. */
import { erasureVector } from "./case.ts";
import { FIRM } from "./cases/firm.ts";
import { HOLD } from "./cases/holds.ts";
import { LISTS } from "./cases/list.ts";
import { SHAPES } from "./cases/shapes.ts";
import { STREAMS } from "./cases/streams.ts";
import { WORDS } from "./cases/words.ts";

export function allErasureVectors(): Map<string, string> {
  const cases = [...HOLD, ...WORDS, ...SHAPES, ...LISTS, ...FIRM, ...STREAMS];
  const vectors = new Map(cases.map((one) => [`${one.name}.json`, erasureVector(one)]));
  if (vectors.size !== cases.length) throw new Error("two vectors have one name");
  return vectors;
}
