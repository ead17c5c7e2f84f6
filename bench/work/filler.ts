/** Records that weigh what real ones do and open for nobody: what fills a log that is to be large soon. The same at every run. */
import { sha256 } from "../../api/core/hash.ts";
import type { SealedRecord, Unit } from "../../api/store/store.ts";
import { asRecordRoot, asStreamKey } from "../../portal/verify/brands.ts";

/** Bytes of a sealed order of the benchmark. */
const SEALED = 1_100;
const TIME = Date.parse("2026-01-02T03:04:05.000Z");

const bytes = (label: string): Uint8Array => Uint8Array.from(sha256(label));

/** A UUIDv7 out of a number. */
function idOf(number: number): string {
  const hex = number.toString(16).padStart(12, "0");
  return `019b0000-0000-7000-8000-${hex}`;
}

/** Answers a function that makes the next units: of two records one opens a stream, the other follows in one that is there. */
export function filler(subject: string): (count: number) => Unit[] {
  let number = 0;
  const sealed = new Uint8Array(SEALED);

  function record(): SealedRecord {
    const at = number++;
    const opened = Math.floor(at / 2);
    const stream = at % 2 === 0 ? opened : sha256(`draw ${at}`).readUInt32BE() % (opened + 1);
    return {
      id: idOf(at),
      version: 1,
      kind: "order",
      subject,
      retentionClass: "statutory",
      expiry: "2036",
      sealed,
      recordRoot: asRecordRoot(bytes(`root ${at}`)),
      streamKey: asStreamKey(bytes(`stream ${stream}`)),
      contentMac: bytes(`content ${at}`),
    };
  }

  return (count) =>
    Array.from({ length: count }, () => ({
      records: [record()],
      standings: [],
      expected: [],
      identities: [],
      idempotency: null,
      recordedAt: TIME,
      dueAt: TIME + 20_000,
    }));
}
