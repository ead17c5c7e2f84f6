/** One vector of a certificate of erasure, and the chain that answers in it. */
import { base64Encode } from "../../../portal/verify/bytes.ts";
import { canonicalBytes, type JsonObject, type JsonValue } from "../../../portal/verify/jcs.ts";
import { BLOCK_TIME, NOW, type PolicyJson } from "../build.ts";
import { answer, eventOf, type ReplayJson, type Texts } from "../case.ts";
import { streamPolicy } from "../streams/case.ts";
import { BLOCKS, type CertificateJson, certificate, type Recipe } from "./certificate.ts";

/** 2026-11-20T09:45:00Z */
export const SINCE_TIME = BLOCK_TIME - 172_800;

export interface ErasureCase {
  readonly name: string;
  readonly texts: Texts;
  readonly recipe?: Recipe;
  /** What is done to the file when it is made. */
  readonly change?: (file: CertificateJson) => void;
  /** The file's bytes, instead. */
  readonly file?: (text: string) => string;
  readonly policy?: PolicyJson | null;
  /** Members of the chain's answers that are others; null: it cannot be asked. */
  readonly answer?: JsonObject | null;
  readonly since?: JsonObject | null;
  readonly replay?: (file: CertificateJson) => ReplayJson;
  /** `WORD`, or `WORD layer/code`. */
  readonly expect: string;
  readonly ignored?: readonly string[];
  readonly extents?: readonly string[];
  /** Caveats that there are not, and such that there are besides. */
  readonly without?: readonly string[];
  readonly besides?: readonly string[];
}

/** In the order in which they are told. */
const CAVEATS: readonly string[] = [
  ...["declared_not_done", "copies_may_exist", "never_recorded", "other_identifiers"],
  ...["one_person", "identifiers_without_entries"],
  ...["other_streams", "streams_in_part", "partner_keys", "partner_word", "message_not_shown"],
  ...["entries_between", "later_entries", "holds_secrets", "development_chain"],
];
const SELDOM = [
  "identifiers_without_entries",
  "streams_in_part",
  "message_not_shown",
  "entries_between",
  "development_chain",
];
/** Of the ordinary file, by identifier and name of its streams. */
const EXTENTS = ["all", "all", "all", "all", "all", "none", "all", "none"];

const sizeOf = ({ checkpoint }: { checkpoint: string }): number =>
  Number(checkpoint.split("\n")[1]);

/** What an honest chain answers about the checkpoint of a file. */
function answerOf(file: CertificateJson, block: number, time: number, previousSize: number) {
  const said = answer(file);
  const size = sizeOf(file);
  const own = { blockHash: `0x${block.toString(16).padStart(64, "0")}`, blockNumber: block };
  const event = { ...eventOf(size, String(said.rootAtLatest)), ...own, blockTime: time };
  return { ...said, event: { ...event, previousSize } };
}

function expectation(one: ErasureCase) {
  const [word = "", reason] = one.expect.split(" ");
  const [layer = null, code = null] = reason?.split("/") ?? [];
  const head = { word, layer, code, ignored: one.ignored ?? [] };
  if (word === "INVALID") return head;
  const { without = [], besides = [] } = one;
  const caveats = CAVEATS.filter(
    (caveat) => besides.includes(caveat) || !(SELDOM.includes(caveat) || without.includes(caveat)),
  );
  return { ...head, extents: one.extents ?? EXTENTS, caveats };
}

export function erasureVector(one: ErasureCase): string {
  const { recipe = {}, policy = streamPolicy() } = one;
  const made = certificate(recipe);
  const early = certificate({ ...recipe, early: true });
  const first = answerOf(early, BLOCKS[0], SINCE_TIME, 0);
  const honest = recipe.early ? first : answerOf(made, BLOCKS[1], BLOCK_TIME, sizeOf(early));
  const file = structuredClone(made);
  one.change?.(file);
  const text = new TextDecoder().decode(canonicalBytes(file as unknown as JsonValue));
  const bytes = new TextEncoder().encode(one.file?.(text) ?? text);
  const [en, zh] = one.texts;
  const vector = {
    description: { en, zh },
    file: base64Encode(bytes),
    policy,
    answer: one.answer === null ? null : { ...honest, ...one.answer },
    // What is undefined has no member.
    since: file.since === null ? undefined : one.since === null ? null : { ...first, ...one.since },
    replay: one.replay?.(file),
    now: NOW,
    expect: expectation(one),
  };
  return `${JSON.stringify(vector, null, 2)}\n`;
}
