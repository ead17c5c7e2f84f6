/** Files of the claims about streams (docs/FORMAT.md §11.3), as a writer would make them. */
import { base64Encode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { hmacSha256, sha256 } from "../../../portal/verify/hash.ts";
import type { JsonValue } from "../../../portal/verify/jcs.ts";
import { formatNote, type NoteSignature } from "../../../portal/verify/note.ts";
import { CHAIN_ID, CONTRACT, LEDGER_ID } from "../build.ts";
import { digestText } from "../record.ts";
import { checkpointText, inclusionPath, logKey, type SigningKey, sign } from "../world.ts";
import { auditor, cosignature } from "./auditor.ts";
import type { Ledger, Written } from "./ledger.ts";
import { type MapLeaf, mapProof } from "./map.ts";
import { CLASSES, type Class, classOf, type Person } from "./people.ts";
import { ANCHORS, CONSENT, mei, ORDER_A, type Story, story } from "./story.ts";

export type RecordJson = {
  fields: ({ disclosure: string } | { digest: string })[];
  names: string[];
};
export type EventJson = {
  entry: string;
  inclusion: string[];
  index: number;
  record: RecordJson | null;
};
export type BoundJson = { block: number; size: number } | null;
export type AtJson = { after: BoundJson; before: BoundJson; time: string };

export type CommonJson = {
  anchor: { block: number; chainId: number; contract: string; ledgerId: string } | null;
  checkpoint: string;
  claim: string;
  format: string;
  map: { siblings: string[]; terminal: { key: string; value: string } | null };
  state: { entry: string; inclusion: string[] };
  stream: { class: string; hashes: string[]; name: string; secret: string; subject: string };
};
export type CurrentJson = CommonJson & {
  record: RecordJson & { entry: string; inclusion: string[]; index: number };
};
export type HistoryJson = CommonJson & {
  at: AtJson | null;
  events: EventJson[];
  from: { leafHash: string; seq: number } | null;
};
export type ClaimJson = CommonJson | CurrentJson | HistoryJson;

/** Which fields of a record are withheld; null: the whole record. */
export type Withhold = (written: Written) => readonly string[] | null;

export interface Recipe {
  readonly story?: Story;
  /** The checkpoint's size; all of the log if not given. */
  readonly size?: number;
  readonly who?: Person;
  readonly stream?: string;
  /** Under whose class the stream is looked for, if not that of its kind. */
  readonly class?: Class;
  /** The key that the map is asked for. */
  readonly key?: Uint8Array;
  /** What the proof is made from, if not what the state entry commits to. */
  readonly map?: readonly MapLeaf[];
  readonly keys?: readonly SigningKey[];
  /** The lines behind the log key's. */
  readonly cosign?: (text: string) => readonly NoteSignature[];
  readonly withhold?: Withhold;
}

export interface HistoryRecipe extends Recipe {
  readonly events?: (story: Story) => readonly Written[];
  readonly from?: (story: Story) => Written;
  readonly at?: AtJson;
}

export interface CurrentRecipe extends Recipe {
  readonly record?: (story: Story) => Written;
}

let told: Story | null = null;
/** The story without any turn, told once. */
export function plainStory(): Story {
  told ??= story();
  return told;
}

const path = (ledger: Ledger, size: number, index: number): string[] =>
  inclusionPath(index, ledger.log(size).leaves).map(base64Encode);

function checkpoint(ledger: Ledger, size: number, recipe: Recipe): string {
  const text = checkpointText(ledger.log(size));
  const own = (recipe.keys ?? [logKey]).map((key) => sign(key, text));
  const lines = recipe.cosign?.(text) ?? [cosignature(auditor, text)];
  return formatNote(text, [...own, ...lines]);
}

function streamJson(who: Person, name: string, retention: Class): CommonJson["stream"] {
  const others = CLASSES.filter((one) => one !== retention);
  return {
    class: retention,
    hashes: others.map((one) => base64Encode(sha256(who.secrets[one]))),
    name,
    secret: base64Encode(who.secrets[retention]),
    subject: who.subject,
  };
}

function common(claim: string, recipe: Recipe): CommonJson {
  const { ledger } = recipe.story ?? plainStory();
  const { size = ledger.size, who = mei, stream = CONSENT } = recipe;
  const state = ledger.states.get(size - 1);
  if (state === undefined) throw new Error("no state entry under this checkpoint");
  const retention = recipe.class ?? classOf(stream);
  const key = recipe.key ?? hmacSha256(who.secrets[retention], utf8Encode(stream));
  const { siblings, terminal } = mapProof(recipe.map ?? state.map, key);
  const block = ANCHORS.find((anchor) => anchor.size === size)?.block ?? ANCHORS[2].block;
  return {
    anchor: { block, chainId: CHAIN_ID, contract: CONTRACT, ledgerId: LEDGER_ID },
    checkpoint: checkpoint(ledger, size, recipe),
    claim,
    format: "counterfoil/evidence/v1",
    map: {
      siblings: siblings.map(base64Encode),
      terminal: terminal && {
        key: base64Encode(terminal.key),
        value: base64Encode(terminal.value),
      },
    },
    state: { entry: base64Encode(state.entry), inclusion: path(ledger, size, size - 1) },
    stream: streamJson(who, stream, retention),
  };
}

function recordJson(written: Written, withheld: readonly string[]): RecordJson {
  return {
    fields: written.disclosures.map((text, i) =>
      withheld.includes(written.names[i] as string)
        ? { digest: digestText(text) }
        : { disclosure: text },
    ),
    names: [...written.names],
  };
}

const place = (ledger: Ledger, size: number, { entry, index }: Written) => ({
  entry: base64Encode(entry),
  inclusion: index < size ? path(ledger, size, index) : [],
  index,
});

export function history(recipe: HistoryRecipe = {}): HistoryJson {
  const told = recipe.story ?? plainStory();
  const { size = told.ledger.size, withhold = () => [] } = recipe;
  const from = recipe.from?.(told);
  const within = told.consent.filter(({ index }) => index < size);
  const events = recipe.events?.(told) ?? within.filter(({ seq }) => seq > (from?.seq ?? 0));
  return {
    ...common("history", recipe),
    at: recipe.at ?? null,
    events: events.map((written) => {
      const withheld = withhold(written);
      const record = withheld && recordJson(written, withheld);
      return { ...place(told.ledger, size, written), record };
    }),
    from: from === undefined ? null : { leafHash: base64Encode(from.leaf), seq: from.seq },
  };
}

export function current(recipe: CurrentRecipe = {}): CurrentJson {
  const told = recipe.story ?? plainStory();
  const { size = told.ledger.size, withhold = () => [] } = recipe;
  const record = recipe.record?.(told) ?? (told.customer.at(-1) as Written);
  return {
    ...common("current", { stream: "customer", ...recipe }),
    record: { ...place(told.ledger, size, record), ...recordJson(record, withhold(record) ?? []) },
  };
}

/** The order that was placed and never changed, by the exception of step S3. */
export function currentOrderB(recipe: CurrentRecipe = {}): CurrentJson {
  const record = (it: Story) => it.orderB[0] as Written;
  return current({ stream: `order/${record(plainStory()).id}`, record, ...recipe });
}

export function absent(recipe: Recipe = {}): CommonJson {
  return common("absent", { stream: "payment", ...recipe });
}

export const orderStream = `order/${ORDER_A}`;
export const json = (file: ClaimJson): JsonValue => file as unknown as JsonValue;
