/** A receipt of the ledger's (docs/FORMAT.md §8), or the answer of a write that has one: what was promised, and what has become of it. */
import { checkContent } from "../../../verify/content.ts";
import {
  asLeafHash,
  base64Decode,
  type Content,
  decodeDisclosure,
  equalBytes,
  FormatError,
  leafHash,
  type Policy,
  parseNote,
  parseReceipt,
  type Receipt,
  utf8Decode,
  verifyReceipt,
} from "../../../verify/index.ts";
import type { Chain } from "./chain.ts";
import type { Brought, JudgedPromise, PromiseCode, PromiseWord } from "./judged.ts";
import { keptOrNot } from "./kept.ts";

/** Nothing of it is checked yet. */
interface PromiseFile {
  readonly note: string;
  readonly index: unknown;
  readonly leafHash: unknown;
  readonly entry: unknown;
  readonly disclosures: unknown;
}

/** What is wrong with the file, which the kernel has no code for. */
class Fault extends Error {
  readonly code: PromiseCode;

  constructor(code: PromiseCode) {
    super(code);
    this.code = code;
  }
}

function readFile({ bytes }: Brought): PromiseFile {
  const text = utf8Decode(bytes);
  if (!text.trimStart().startsWith("{")) {
    return { note: text, index: null, leafHash: null, entry: null, disclosures: null };
  }
  const { receipt, index, leafHash: leaf, entry, disclosures } = JSON.parse(text);
  if (typeof receipt !== "string") throw new Fault("no_receipt");
  return { note: receipt, index, leafHash: leaf, entry, disclosures };
}

function within<T>(code: PromiseCode, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof FormatError) throw new Fault(code);
    throw error;
  }
}

/** That all of a file is about what its receipt promises; the record, if it is opened. */
function contentOf(file: PromiseFile, receipt: Receipt): Content | null {
  const { index, leafHash: leaf, entry, disclosures } = file;
  if (index != null && index !== receipt.index) throw new Fault("answer_differs");
  if (leaf != null) {
    const named = within("answer_differs", () => asLeafHash(base64Decode(String(leaf))));
    if (!equalBytes(named, receipt.leafHash)) throw new Fault("answer_differs");
  }
  if (entry == null) return null;
  const bytes = within("entry_differs", () => base64Decode(String(entry)));
  if (!equalBytes(leafHash(bytes), receipt.leafHash)) throw new Fault("entry_differs");
  if (!Array.isArray(disclosures)) return null;
  return within("disclosures_differ", () => {
    const texts = disclosures.map(String);
    const names = texts.map((one) => decodeDisclosure(one).name);
    return checkContent({ names, fields: texts.map((disclosure) => ({ disclosure })) }, bytes);
  });
}

const nothing = { content: null, coveredAt: null, finalTime: null, coverSize: null };

export async function judgePromise(
  file: Brought,
  options: { readonly policy: Policy | null; readonly chain: Chain | null; readonly now: number },
): Promise<JudgedPromise> {
  const { policy } = options;
  const ended = (
    word: PromiseWord,
    code: PromiseCode,
    fault: FormatError | null = null,
    receipt: Receipt | null = null,
  ): JudgedPromise => ({ kind: "promise", file, word, code, fault, receipt, ...nothing });
  try {
    const brought = readFile(file);
    const unsigned = parseReceipt(parseNote(brought.note).text);
    const content = contentOf(brought, unsigned);
    if (policy === null) return { ...ended("unpinned", "no_policy", null, unsigned), content };
    const receipt = verifyReceipt(brought.note, policy);
    const found = await keptOrNot(receipt, { ...options, policy });
    return { ...ended("cannot_tell", "chain_not_asked", null, receipt), content, ...found };
  } catch (error) {
    if (error instanceof Fault) return ended("invalid", error.code);
    if (error instanceof SyntaxError) return ended("invalid", "no_receipt");
    if (!(error instanceof FormatError)) throw error;
    return ended("invalid", "not_signed", error);
  }
}
