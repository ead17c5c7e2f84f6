/** Certificates of erasure (docs/FORMAT.md §20.2), as a writer would make them. */
import { base64Encode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { formatNote, type NoteSignature } from "../../../portal/verify/note.ts";
import { CHAIN_ID, CONTRACT, LEDGER_ID } from "../build.ts";
import { auditor, cosignature } from "../streams/auditor.ts";
import type { BoundJson, CommonJson } from "../streams/claim.ts";
import type { State, Written } from "../streams/ledger.ts";
import { mapProof } from "../streams/map.ts";
import { keyOf, type Person } from "../streams/people.ts";
import { theFirm } from "../streams/story.ts";
import { checkpointText, inclusionPath, logKey, sign } from "../world.ts";
import type { ListJson } from "./list.ts";
import {
  checkpointsOf,
  type Erasure,
  erasureStory,
  mei,
  meiAgain,
  ORDER,
  OUTCOMES,
  type Turn,
} from "./story.ts";

export type PlacedJson = { entry: string; inclusion: string[]; index: number };
export type RecordJson = {
  fields: ({ disclosure: string } | { digest: string })[];
  names: string[];
};
type MapJson = CommonJson["map"];
export type StreamJson = {
  map: MapJson | null;
  name: string;
  next: PlacedJson | null;
  subject: string;
};
export type CertificateJson = {
  anchor: CommonJson["anchor"];
  checkpoint: string;
  declaration: PlacedJson & RecordJson;
  entries: { entry: string; inclusion: string[] }[];
  format: string;
  list: ListJson;
  map: MapJson;
  outcomes: (PlacedJson & { message: string | null; record: RecordJson })[];
  since: BoundJson;
  state: { entry: string; inclusion: string[] };
  streams: StreamJson[];
};

/** Blocks of the two anchors. */
export const BLOCKS = [7_250_000, 7_300_000] as const;

export interface Recipe {
  readonly turn?: Turn;
  /** Of which of the two checkpoints. */
  readonly early?: boolean;
  /** The list that is told, if not the one that was declared. */
  readonly list?: (told: Erasure) => ListJson;
  /** The streams that are told, by whose they are and name. */
  readonly streams?: (told: Erasure) => readonly (readonly [Person, string, next?: Written])[];
  readonly outcomes?: (told: Erasure) => readonly Written[];
  readonly declaration?: (told: Erasure) => Written;
  readonly cosign?: (text: string) => readonly NoteSignature[];
}

let plain: Erasure | null = null;
/** The story without any turn, told once. */
function plainErasure(): Erasure {
  plain ??= erasureStory();
  return plain;
}

const path = ({ ledger }: Erasure, size: number, index: number): string[] =>
  index < size ? inclusionPath(index, ledger.log(size).leaves).map(base64Encode) : [];

function mapOf({ map }: State, who: Person, stream: string): MapJson {
  const { siblings, terminal } = mapProof(map, keyOf(who, stream));
  const ends = terminal && {
    key: base64Encode(terminal.key),
    value: base64Encode(terminal.value),
  };
  return { siblings: siblings.map(base64Encode), terminal: ends };
}

const recordOf = ({ disclosures, names }: Written): RecordJson => ({
  fields: disclosures.map((disclosure) => ({ disclosure })),
  names: [...names],
});

const STREAMS: readonly (readonly [Person, string])[] = [
  [mei, "consent/newsletter"],
  [mei, "customer"],
  [mei, "order"],
  [mei, `order/${ORDER}`],
  [mei, "payment"],
  [meiAgain, "customer"],
  [meiAgain, "order"],
];

export function ordinaryStreams(told: Erasure): readonly (readonly [Person, string, Written?])[] {
  return [...STREAMS, [mei, "access", told.records.readAgain as Written]];
}

/** At the first checkpoint nothing has come behind the list yet. */
const withoutNext = (streams: ReturnType<typeof ordinaryStreams>) =>
  streams.map(([who, name]) => [who, name] as const);

export function certificate(recipe: Recipe = {}): CertificateJson {
  const told = recipe.turn === undefined ? plainErasure() : erasureStory(recipe.turn);
  const { ledger, bodies } = told;
  const [first, second] = checkpointsOf(told);
  const size = recipe.early ? first : second;
  const state = ledger.states.get(size - 1) as State;
  const text = checkpointText(ledger.log(size));
  const lines = recipe.cosign?.(text) ?? [cosignature(auditor, text)];
  const place = ({ entry, index }: Written): PlacedJson => ({
    ...{ entry: base64Encode(entry), inclusion: path(told, size, index), index },
  });
  const list = recipe.list?.(told) ?? told.list;
  const named = recipe.streams?.(told) ?? ordinaryStreams(told);
  const streams = (recipe.early ? withoutNext(named) : named).map(([who, name, next]) => ({
    map: next === undefined ? mapOf(state, who, name) : null,
    name,
    next: next === undefined ? null : place(next),
    subject: who.subject,
  }));
  const order = ({ subject, name }: StreamJson) => `${subject} ${name}`;
  streams.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const declaration = recipe.declaration?.(told) ?? told.declaration;
  const outcomes = (recipe.outcomes?.(told) ?? told.outcomes).filter(({ index }) => index < size);
  const block = BLOCKS[recipe.early ? 0 : 1];
  return {
    anchor: { block, chainId: CHAIN_ID, contract: CONTRACT, ledgerId: LEDGER_ID },
    checkpoint: formatNote(text, [sign(logKey, text), ...lines]),
    declaration: { ...place(declaration), ...recordOf(declaration) },
    entries: list.entries.map(({ index }) => ({
      entry: base64Encode(ledger.entries[index] ?? new Uint8Array()),
      inclusion: path(told, size, index),
    })),
    format: "counterfoil/erasure-certificate/v1",
    list,
    map: mapOf(state, theFirm, OUTCOMES),
    outcomes: outcomes.map((written) => {
      const body = bodies[told.outcomes.indexOf(written)] ?? null;
      const message = body && base64Encode(utf8Encode(body));
      return { ...place(written), message, record: recordOf(written) };
    }),
    since: { block: BLOCKS[0], size: first },
    state: { entry: base64Encode(state.entry), inclusion: path(told, size, size - 1) },
    streams,
  };
}
