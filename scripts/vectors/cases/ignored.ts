/** Step 6: lines of other keys, which are ignored and named. */
import { formatNote } from "../../../portal/verify/note.ts";
import { type EvidenceJson, evidence, policy, policyKey, type Recipe } from "../build.ts";
import { changed, flip, type VectorCase, verified } from "../case.ts";
import { auditor, auditorKey, cosignature } from "../streams/auditor.ts";
import { checkpointText, type Log, logKey, sign, witnessKey } from "../world.ts";

/** An auditor's line before the log key's. */
function withCosignature(log: Log): string {
  const text = checkpointText(log);
  return formatNote(text, [cosignature(auditor, text), sign(logKey, text)]);
}

/** The same, but that it tells another time than was signed. */
function withFailingCosignature(log: Log): string {
  const text = checkpointText(log);
  return formatNote(text, [cosignature(auditor, text, { told: 1 }), sign(logKey, text)]);
}

/** The second signature line of the note, with a bit of its signature flipped. */
function flippedCosignature(): EvidenceJson {
  return changed(
    (file) => {
      const lines = file.checkpoint.split("\n");
      const [dash, name, encoded] = (lines[5] as string).split(" ");
      lines[5] = [dash, name, flip(encoded as string, 30)].join(" ");
      file.checkpoint = lines.join("\n");
    },
    evidence({ keys: [logKey, witnessKey] }),
  );
}

export function ignoredCases(): VectorCase[] {
  const from = (recipe: Recipe, rest = {}) => ({ of: evidence(recipe), ...rest });
  return [
    verified(
      "cosigned-twice",
      ["Two lines of one witness, both named as ignored.", "同一见证者的两行签名，均注明已忽略。"],
      from(
        { keys: [witnessKey, logKey, witnessKey] },
        { ignored: [witnessKey.name, witnessKey.name] },
      ),
    ),
    verified(
      "cosigned-by-an-auditor",
      [
        "The line of another key of the policy is ignored as well.",
        "策略中其他密钥的签名行同样被忽略。",
      ],
      from(
        { note: withCosignature },
        {
          policy: policy({ keys: [policyKey("log", logKey), auditorKey(auditor)] }),
          ignored: [auditor.name],
        },
      ),
    ),
    verified(
      "cosigned-by-an-auditor-whose-line-fails",
      [
        "Another key's line is ignored even if it does not hold: this claim does not rest on it.",
        "其他密钥的签名行即使不成立也被忽略：本声明不依赖于它。",
      ],
      from(
        { note: withFailingCosignature },
        {
          policy: policy({ keys: [policyKey("log", logKey), auditorKey(auditor)] }),
          ignored: [auditor.name],
        },
      ),
    ),
    verified(
      "cosigned",
      [
        "A witness has signed too; it is not pinned, so it is named as ignored.",
        "见证者也已签名；因未受信，注明已忽略。",
      ],
      from({ keys: [logKey, witnessKey] }, { ignored: [witnessKey.name] }),
    ),
    verified(
      "unpinned-cosignature-flipped",
      [
        "A bit of the witness's signature is flipped; ignored all the same.",
        "见证者签名中有一个比特被翻转；同样忽略。",
      ],
      { of: flippedCosignature(), ignored: [witnessKey.name] },
    ),
  ];
}
