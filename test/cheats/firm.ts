/** A firm that holds its real keys and signs whatever it likes: entries, maps, checkpoints, receipts, and files made of them. */
import { asLeafHash, asLeafIndex } from "../../portal/verify/brands.ts";
import { base64Encode, hexEncode } from "../../portal/verify/bytes.ts";
import type { AnchorAnswer, AskChain } from "../../portal/verify/chain.ts";
import type { JsonValue } from "../../portal/verify/jcs.ts";
import { formatNote, type NoteSignature } from "../../portal/verify/note.ts";
import { formatReceiptText } from "../../portal/verify/receipt.ts";
import { type Replay, replayLog } from "../../portal/verify/replay-log.ts";
import { CHAIN_ID, fileOf } from "../../scripts/vectors/build.ts";
import { digestText } from "../../scripts/vectors/record.ts";
import { auditor, cosignature } from "../../scripts/vectors/streams/auditor.ts";
import {
  type AtJson,
  absent,
  type ClaimJson,
  current,
  history,
  type Recipe,
} from "../../scripts/vectors/streams/claim.ts";
import { Ledger, type Written } from "../../scripts/vectors/streams/ledger.ts";
import type { Person } from "../../scripts/vectors/streams/people.ts";
import { CONSENT, mei, opening, type Story } from "../../scripts/vectors/streams/story.ts";
import {
  checkpointText,
  inclusionPath,
  logKey,
  ORIGIN,
  receiptKey,
  type SigningKey,
  sign,
  signedNote,
} from "../../scripts/vectors/world.ts";

export interface Anchored {
  readonly size: number;
  /** Unix seconds. */
  readonly time?: number;
}

export interface Promised {
  readonly index: number;
  readonly leaf: Uint8Array;
}

export interface FileOptions extends Recipe {
  readonly at?: AtJson;
}

export const FIRST_BLOCK = 100;
export const day = (n: number, time = "08:00:00"): string =>
  `2026-11-${String(n).padStart(2, "0")}T${time}.000Z`;
export const seconds = (time: string): number => Date.parse(time) / 1000;

export class Firm extends Ledger {
  /** Entry 0. */
  readonly first: Written = opening(this);
  #events = 0;

  /** An event of Mei's consent. */
  consent(event: string, on: number, changes: Partial<Parameters<Ledger["write"]>[2]> = {}) {
    this.#events += 1;
    const body = { channel: "email", event, purpose: "newsletter", validUntil: null };
    const label = `consent ${this.#events} ${event}`;
    return this.write(mei, CONSENT, { label, body, occurredAt: day(on), ...changes });
  }

  root(size: number = this.size): Uint8Array {
    return this.log(size).root;
  }

  replayed(size: number = this.size): Replay {
    return replayLog(this.entries.slice(0, size));
  }

  /** What an honest auditor adds to a checkpoint, who has replayed the entries under it. */
  cosigned(size: number = this.size): readonly NoteSignature[] {
    if ("broken" in this.replayed(size)) return [];
    return [cosignature(auditor, checkpointText(this.log(size)))];
  }

  checkpoint(size: number = this.size): string {
    return this.note(checkpointText(this.log(size)), logKey, this.cosigned(size));
  }

  note(text: string, key: SigningKey, more: readonly NoteSignature[] = []): string {
    return formatNote(text, [sign(key, text), ...more]);
  }

  receipt({ index, leaf }: Promised, deadline: string = day(20), taken: string = day(1)): string {
    const promise = { origin: ORIGIN, index: asLeafIndex(index), leafHash: asLeafHash(leaf) };
    const times = { time: Date.parse(taken), deadline: Date.parse(deadline) };
    return signedNote(formatReceiptText({ ...promise, ...times }), receiptKey);
  }

  /** Evidence that this record is in the ledger. */
  record(written: Written, options: FileOptions = {}): Uint8Array {
    const { size = this.size, withhold = () => [] } = options;
    const { entry, index, names, disclosures } = written;
    const withheld = withhold(written) ?? [];
    const fields = disclosures.map((text, i) =>
      withheld.includes(names[i] as string) ? { digest: digestText(text) } : { disclosure: text },
    );
    const inclusion = inclusionPath(index, this.log(size).leaves).map(base64Encode);
    const record = { entry: base64Encode(entry), fields, inclusion, index, names: [...names] };
    const checkpoint = this.checkpoint(size);
    return fileOf({
      ...{ anchor: null, checkpoint, claim: "record", format: "counterfoil/evidence/v1" },
      record,
    } as JsonValue);
  }

  history(events: readonly Written[], options: FileOptions = {}): Uint8Array {
    return this.#file(options, (recipe) => history({ ...recipe, events: () => events }));
  }

  current(record: Written, options: FileOptions = {}): Uint8Array {
    return this.#file(options, (recipe) => current({ ...recipe, record: () => record }));
  }

  absent(who: Person, stream: string, options: FileOptions = {}): Uint8Array {
    return this.#file({ ...options, who, stream }, absent);
  }

  #file(options: FileOptions, make: (recipe: FileOptions) => ClaimJson): Uint8Array {
    const none = { customer: [], consent: [], orderA: [], orderB: [] };
    const told: Story = { ledger: this, first: this.first, ...none };
    const cosign = () => this.cosigned(options.size);
    const file = make({ story: told, cosign, ...options });
    return fileOf({ ...file, anchor: null } as unknown as JsonValue);
  }

  /** A chain that holds these sizes of this ledger, one in each block from `FIRST_BLOCK` on. */
  chain(...anchors: readonly Anchored[]): AskChain {
    const known = anchors.length === 0 ? [{ size: this.size }] : anchors;
    return async ({ size, block }) => {
      const at = known.findIndex((one) => one.size === size);
      const found = known[at];
      const root = found === undefined ? null : `0x${hexEncode(this.root(size))}`;
      const number = FIRST_BLOCK + at;
      const seen = found !== undefined && (block === null || block === number);
      const answer: AnchorAnswer = {
        ...{ chainId: CHAIN_ID, registered: true },
        ...{ latest: { number: 10_000 }, finalized: { number: 9_000 } },
        ...{ rootAtLatest: root, rootAtFinalized: root },
        event: !seen
          ? null
          : {
              ...{ blockNumber: number, blockHash: `0x${"b1".repeat(32)}` },
              ...{ blockTime: found.time ?? seconds(day(22)), transaction: `0x${"7a".repeat(32)}` },
              ...{ size, previousSize: known[at - 1]?.size ?? 0, root: root as string },
            },
      };
      return answer;
    };
  }
}
