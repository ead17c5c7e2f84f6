/** That each stream's evidence holds and is of what the manifest says, and that no stream is missing. */

import { equalBytes } from "../../../../portal/verify/bytes.ts";
import type { AskChain } from "../../../../portal/verify/chain.ts";
import { type Checked, checkEvidence } from "../../../../portal/verify/check.ts";
import { shown } from "../../../../portal/verify/content.ts";
import { NO_PREV } from "../../../../portal/verify/entry.ts";
import { isOfLaterVersions, kindOfStream } from "../../../../portal/verify/kinds.ts";
import type { Policy } from "../../../../portal/verify/policy.ts";
import type { VerdictWord } from "../../../../portal/verify/verdict.ts";
import { verifyEvidence } from "../../../../portal/verify/verify.ts";
import type { ReadFile } from "./events.ts";
import { type Fault, fault } from "./fault.ts";
import { bareStreams, consentStream, isOfForm, isOpenEnded, laterVersions } from "./form.ts";
import { type ListedStream, MANIFEST, type Manifest } from "./manifest.ts";
import { surplusWithheld } from "./withheld.ts";

interface StreamsAsked {
  readonly read: ReadFile;
  readonly manifest: Manifest;
  readonly policy: Policy | null;
  readonly ask: AskChain | null;
  readonly now: number;
}

interface Asked extends StreamsAsked {
  /** Paths that are listed. */
  readonly listed: ReadonlySet<string>;
  /** Verdicts so far, by what they rest on. */
  readonly words: Map<string, { readonly word: VerdictWord; readonly reason: string }>;
}

interface Found {
  readonly faults: Fault[];
  /** How many evidence files have which verdict. */
  readonly words: Map<VerdictWord, number>;
  /** Events by kind. */
  readonly kinds: Map<string, number>;
  readonly told: { events: number; gone: number };
  /** Events by kind and field, with a space between. */
  readonly withheld: Map<string, number>;
}

/** What the records say of which streams and identifiers there are besides. */
interface Named {
  readonly later: Set<string>;
  /** By subject: with whom it is joined. */
  readonly joined: Map<string, Set<string>>;
}

const keyOf = (subject: string, name: string): string => `${subject} ${name}`;

export async function checkStreams(given: StreamsAsked, found: Found): Promise<void> {
  const paths = new Set(given.manifest.files.map(({ path }) => path));
  const asked: Asked = { ...given, listed: paths, words: new Map() };
  const named: Named = { later: new Set(), joined: new Map() };
  for (const stream of asked.manifest.streams) await checkStream(asked, stream, found, named);
  if (found.faults.length > 0) return;
  checkIdentifiers(asked.manifest, named, found.faults);
  checkComplete(asked.manifest, named, found.faults);
  checkPaths(asked.manifest, found.faults);
}

/** What is listed is what there must be; and, of kinds with any number of streams, what the firm names besides. */
function checkComplete(
  { form, identifiers, purposes, streams, unproven }: Manifest,
  { later }: Named,
  faults: Fault[],
): void {
  const consents = purposes.map(consentStream);
  const wanted = new Set(
    identifiers.flatMap((subject) =>
      [...bareStreams(form), ...consents].map((name) => keyOf(subject, name)),
    ),
  );
  for (const one of later) wanted.add(one);
  const listed = new Set<string>();
  for (const { subject, name } of [...streams, ...unproven]) {
    const key = keyOf(subject, name);
    const isFree =
      isOfForm(form, kindOfStream(name)) && (isOpenEnded(name) || isOfLaterVersions(name));
    const isKnown = identifiers.includes(subject) && (wanted.has(key) || isFree);
    if (!isKnown || listed.has(key)) faults.push(fault(MANIFEST, "stream_surplus", { name }));
    listed.add(key);
  }
  for (const key of wanted)
    if (!listed.has(key))
      faults.push(fault(MANIFEST, "stream_missing", { name: key.slice(key.indexOf(" ") + 1) }));
}

/** From the first one on, through the records of joining, exactly the identifiers of the manifest are reached, and those that it says are not told of. */
function checkIdentifiers(
  { identifiers, others }: Manifest,
  { joined }: Named,
  faults: Fault[],
): void {
  const reached = new Set(identifiers.slice(0, 1));
  // Of the others there is no stream here: nothing is reached through them.
  for (const one of reached) for (const other of joined.get(one) ?? []) reached.add(other);
  const named = new Set([...identifiers, ...others]);
  const isSame = reached.size === named.size && [...named].every((one) => reached.has(one));
  const isTwice = named.size !== identifiers.length + others.length;
  if (!isSame || isTwice || identifiers.length === 0)
    faults.push(fault(MANIFEST, "identifiers_differ"));
}

/** Every evidence file belongs to exactly one stream. */
function checkPaths({ files, streams }: Manifest, faults: Fault[]): void {
  const used = new Set<string>();
  for (const { file, records } of streams)
    for (const path of [file, ...records]) {
      if (path === null) continue;
      if (used.has(path)) faults.push(fault(path, "evidence_other"));
      used.add(path);
    }
  for (const { path } of files)
    if (path.startsWith("evidence/") && !used.has(path)) faults.push(fault(path, "file_surplus"));
}

/** What holds of a file; `null`: it does not, which is noted. */
async function evidenceOf(asked: Asked, path: string, found: Found): Promise<Checked | null> {
  const { read, policy, manifest, listed } = asked;
  const { faults, words } = found;
  if (!listed.has(path)) {
    faults.push(fault(path, "file_missing"));
    return null;
  }
  const bytes = await read(path);
  const { checked, layers } = checkEvidence(bytes, policy);
  if (checked === null) {
    faults.push(fault(path, "evidence_fails", { reason: layers.at(-1)?.code ?? "" }));
    return null;
  }
  const { evidence, stream, checkpoint } = checked;
  // Evidence of a record goes without the auditors' lines.
  const isSame =
    stream === null
      ? manifest.checkpoint.startsWith(evidence.checkpoint)
      : manifest.checkpoint === evidence.checkpoint;
  const isTimed = evidence.claim === "history" && evidence.at !== null;
  if (!isSame || isTimed || checkpoint.size !== manifest.size) {
    faults.push(fault(path, "evidence_other"));
    return null;
  }
  const { word, reason } = await wordOf(asked, checked, bytes);
  words.set(word, (words.get(word) ?? 0) + 1);
  if (word !== "INVALID" && word !== "DIVERGED") return checked;
  faults.push(fault(path, "evidence_fails", { reason }));
  return null;
}

/** What holds by itself, and rests on the same checkpoint and anchor, has the same verdict: the chain is asked about one of them. */
async function wordOf({ words, ...options }: Asked, checked: Checked, bytes: Uint8Array) {
  const { evidence, stream } = checked;
  const { block = null } = evidence.anchor ?? {};
  const same = JSON.stringify([stream === null, evidence.checkpoint, block, evidence.anchor]);
  const known = words.get(same);
  if (known !== undefined) return known;
  const { word, layers } = await verifyEvidence(bytes, options);
  const decided = { word, reason: layers.find(({ state }) => state === "fail")?.code ?? "" };
  words.set(same, decided);
  return decided;
}

async function checkStream(
  asked: Asked,
  listed: ListedStream,
  found: Found,
  named: Named,
): Promise<void> {
  const { claim, file, name, records, subject } = listed;
  const checked = await evidenceOf(asked, file, found);
  if (checked === null) return;
  const { evidence, stream } = checked;
  const isOther =
    evidence.claim !== claim ||
    stream === null ||
    stream.bound.name !== name ||
    stream.bound.subject !== subject;
  if (isOther) {
    found.faults.push(fault(file, "evidence_other"));
    return;
  }
  const from = evidence.claim === "history" ? evidence.from : null;
  if ((from?.seq ?? 0) !== records.length) found.faults.push(fault(file, "event_foreign"));
  const last = await checkRecords(asked, listed, stream.bound.key, found, named);
  if (from !== null && last !== null && !equalBytes(last, from.leafHash))
    found.faults.push(fault(file, "event_foreign"));
  for (const { content } of stream.events ?? []) note(listed, file, content, found, named);
}

/** Those before the events of the stream's own file, one by one. Answers the leaf hash of the last; `null`: there is none, or it is not shown. */
async function checkRecords(
  asked: Asked,
  listed: ListedStream,
  key: Uint8Array,
  found: Found,
  named: Named,
): Promise<Uint8Array | null> {
  let last: Uint8Array | null = NO_PREV;
  let index = -1;
  for (const [at, path] of listed.records.entries()) {
    if (path === null) {
      note(listed, listed.file, null, found, named);
      last = null;
      continue;
    }
    const checked = await evidenceOf(asked, path, found);
    if (checked === null) return null;
    const { content, evidence } = checked;
    if (content === null || evidence.claim !== "record") {
      found.faults.push(fault(path, "evidence_other"));
      return null;
    }
    const { seq, prev, streamKey } = content.entry;
    const isOf = equalBytes(streamKey, key) && shown(content, "@subject") === listed.subject;
    const follows = seq === at + 1 && (last === null || equalBytes(prev, last));
    if (!isOf || shown(content, "@stream") !== listed.name)
      found.faults.push(fault(path, "evidence_other"));
    else if (!follows || evidence.record.index <= index)
      found.faults.push(fault(path, "event_foreign"));
    index = evidence.record.index;
    last = content.leafHash;
    note(listed, path, content, found, named);
  }
  return last;
}

/** What an event tells of streams and identifiers besides, and what of it is not told. */
function note(
  { subject, name }: ListedStream,
  file: string,
  content: Checked["content"],
  { told, kinds, withheld, faults }: Found,
  { later, joined }: Named,
): void {
  const kind = kindOfStream(name);
  told.events++;
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  if (content === null) {
    told.gone++;
    return;
  }
  for (const field of surplusWithheld(kind, content))
    faults.push(fault(file, "field_withheld", { name: field }));
  for (const field of content.withheld) {
    const one = `${kind} ${field}`;
    withheld.set(one, (withheld.get(one) ?? 0) + 1);
  }
  const own = name === kind ? laterVersions(kind, String(shown(content, "@id"))) : null;
  if (own !== null) later.add(keyOf(subject, own));
  if (kind !== "merge") return;
  const others = joined.get(subject) ?? new Set();
  joined.set(subject, others);
  const other = String(shown(content, "other"));
  if (shown(content, "event") === "joined") others.add(other);
  else others.delete(other);
}
