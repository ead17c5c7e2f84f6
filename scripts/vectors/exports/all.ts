/** Vectors of exports (docs/FORMAT.md §21): the files, a policy, the chain's answer, and what is to be said of them. */
import { base64Encode, utf8Encode } from "../../../portal/verify/bytes.ts";
import { sha256 } from "../../../portal/verify/hash.ts";
import { canonicalJson, type JsonObject } from "../../../portal/verify/jcs.ts";
import { claimAnswer, streamPolicy } from "../streams/case.ts";
import { absent } from "../streams/claim.ts";
import { CONSENT, ORDER_B } from "../streams/story.ts";
import { exportFiles, type Files, listing, type Turn } from "./files.ts";

interface Fault {
  readonly file: string;
  readonly code: string;
  readonly name?: string;
}

interface Case {
  readonly turn?: Turn;
  /** What somebody does to the files, who keeps the manifest true to them. */
  readonly forge?: (files: Files, manifest: JsonObject) => JsonObject;
  /** What somebody does to them who does not. */
  readonly alter?: (files: Files) => void;
  readonly word?: string;
  readonly faults?: readonly Fault[];
}

const without = (name: string) => (files: Files, manifest: JsonObject) => {
  const all = manifest.streams as unknown as { name: string; file: string }[];
  for (const one of all) if (one.name === name) files.delete(one.file);
  return { ...manifest, streams: all.filter((one) => one.name !== name) } as unknown as JsonObject;
};

const replaced = (path: string, before: string, after: string) => (files: Files) => {
  files.set(path, (files.get(path) as string).replace(before, after));
};

/** Of the first event only the digest of this field is shown. */
function withhold(files: Files, path: string, name: string): void {
  const history = JSON.parse(files.get(path) as string);
  const { fields, names } = history.events[0].record;
  const at = names.indexOf(name);
  fields[at] = { digest: base64Encode(sha256(utf8Encode(fields[at].disclosure))) };
  files.set(path, canonicalJson(history));
}

const LATER = `order/${ORDER_B}`;

const CASES: Readonly<Record<string, Case>> = {
  access: {},
  portability: { turn: { form: "portability" } },
  split: { turn: { apart: { [CONSENT]: 4, customer: 1 } } },
  "split-with-a-gap": {
    turn: { apart: { [CONSENT]: 4 }, gap: { [CONSENT]: 2 } },
    word: "CANNOT_TELL",
  },
  unproven: { turn: { unproven: ["payment"] }, word: "CANNOT_TELL" },
  "stream-left-out": {
    forge: without("payment"),
    faults: [{ file: "manifest.json", code: "stream_missing", name: "payment" }],
  },
  "purpose-left-out": {
    forge: without("consent/calls"),
    faults: [{ file: "manifest.json", code: "stream_missing", name: "consent/calls" }],
  },
  "later-versions-left-out": {
    forge: without(LATER),
    faults: [{ file: "manifest.json", code: "stream_missing", name: LATER }],
  },
  "other-form": {
    forge: (_, manifest) => ({ ...manifest, form: "portability" }),
    faults: [
      ...["access", "acknowledgement", "administration", "controller", "erasure", "hold", "ledger"],
      ...["restriction", "retention"],
    ].map((name) => ({ file: "manifest.json", code: "stream_surplus", name })),
  },
  "other-identifier": {
    forge: (_, manifest) => ({
      ...manifest,
      identifiers: [...(manifest.identifiers as string[]), "A".repeat(43)],
    }),
    faults: [
      { file: "manifest.json", code: "identifiers_differ" },
      ...[
        ...["access", "acknowledgement", "administration", "controller", "customer", "erasure"],
        ...["hold", "ledger", "merge", "order", "payment", "restriction", "retention"],
        ...["signal/gpc", "consent/calls", CONSENT],
      ].map((name) => ({ file: "manifest.json", code: "stream_missing", name })),
    ],
  },
  "other-identifier-not-joined": {
    forge: (_, manifest) => ({ ...manifest, others: ["A".repeat(43)] }),
    faults: [{ file: "manifest.json", code: "identifiers_differ" }],
  },
  "proof-of-another-stream": {
    forge: (files, manifest) => {
      const hold = files.get("evidence/1/hold.absent.json") as string;
      files.set("evidence/1/restriction.absent.json", hold);
      return manifest;
    },
    faults: [{ file: "evidence/1/restriction.absent.json", code: "evidence_other" }],
  },
  "record-of-another-place": {
    turn: { apart: { [CONSENT]: 4 } },
    forge: (files, manifest) => {
      const path = (seq: number): string => `evidence/1/${CONSENT}.records/${seq}.json`;
      files.set(path(2), files.get(path(3)) as string);
      return manifest;
    },
    faults: [
      { file: `evidence/1/${CONSENT}.records/2.json`, code: "event_foreign" },
      { file: `evidence/1/${CONSENT}.records/3.json`, code: "event_foreign" },
    ],
  },
  "record-not-shown": { turn: { hidden: { customer: 1 } }, word: "CANNOT_TELL" },
  "field-withheld": {
    forge: (files, manifest) => {
      withhold(files, "evidence/1/customer.history.json", "name");
      return manifest;
    },
    faults: [{ file: "evidence/1/customer.history.json", code: "field_withheld", name: "name" }],
  },
  "data-differs": {
    forge: (files, manifest) => {
      replaced("data.json", "王梅", "王美")(files);
      return manifest;
    },
    faults: [{ file: "data.json", code: "content_differs" }],
  },
  "table-differs": {
    forge: (files, manifest) => {
      replaced("csv/order.csv", "placed", "cancelled")(files);
      return manifest;
    },
    faults: [{ file: "csv/order.csv", code: "content_differs" }],
  },
  "file-altered": {
    alter: replaced("index.html", "Mei", "Me"),
    faults: [{ file: "index.html", code: "hash_differs" }],
  },
  "file-missing": {
    alter: (files) => files.delete("csv/consent.csv"),
    faults: [{ file: "csv/consent.csv", code: "file_missing" }],
  },
  "file-came-in": {
    alter: (files) => files.set("more.txt", "more"),
    faults: [{ file: "more.txt", code: "file_surplus" }],
  },
};

export function allExportVectors(): Map<string, string> {
  const answer = claimAnswer(absent());
  return new Map(
    Object.entries(CASES).map(([name, { turn, forge, alter, faults = [], ...rest }]) => {
      const files = exportFiles(turn);
      if (forge !== undefined) {
        const { files: _, ...manifest } = JSON.parse(files.get("manifest.json") as string);
        files.delete("manifest.json");
        listing(files, forge(files, manifest));
      }
      alter?.(files);
      const word = rest.word ?? (faults.length > 0 ? "INVALID" : "VERIFIED");
      const vector = {
        ...{ files: Object.fromEntries(files), policy: streamPolicy(), answer },
        expect: { word, faults },
      };
      return [`${name}.json`, `${JSON.stringify(vector, null, 1)}\n`];
    }),
  );
}
