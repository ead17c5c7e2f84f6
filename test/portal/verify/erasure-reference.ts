/**
 * A second verifier of certificates of erasure, E1 to E6 of docs/FORMAT.md §20.3: written from the text alone, plainly and recursively, over node's own
 * SHA-256 and Ed25519. Nothing of the kernel is imported, so what both refuse and accept does not come from one mistake.
 */
import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import canonicalize from "canonicalize";

// biome-ignore lint/suspicious/noExplicitAny: it reads what strangers wrote, and fails where that is something else.
type Json = any;

const sha = (...parts: (Buffer | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const b64 = (text: string): Buffer => Buffer.from(text, "base64");
const jcs = (value: unknown): string => canonicalize(value) as string;
const same = (a: Buffer, b: Buffer, what: string): void => {
  if (!a.equals(b)) throw new Error(what);
};
const must = (holds: unknown, what: string): void => {
  if (!holds) throw new Error(what);
};

const CLASSES = ["personal", "consent", "statutory", "access"];
const CLASS_OF: Readonly<Record<string, string>> = {
  ...{ access: "access", customer: "personal" },
  ...{ acknowledgement: "consent", consent: "consent", hold: "consent", merge: "consent" },
  ...{ request: "consent", restriction: "consent", signal: "consent" },
};
const STATUTORY = ["erasure", "erasure-outcome", "order", "payment"];
const WITH_ROOM = ["consent", "access", "erasure-outcome"];

const leaf = (entry: Buffer): Buffer => sha(Buffer.of(0), entry);
const node = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);

/** RFC 6962 §2.1 over hashes. */
function tree(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return node(tree(leaves.slice(0, k)), tree(leaves.slice(k)));
}

/** The root that a path leads to, from above: the last hash of the path is the other half of the whole tree. */
function climb(index: number, size: number, hash: Buffer, path: readonly Buffer[]): Buffer {
  if (size === 1) {
    must(path.length === 0, "path too long");
    return hash;
  }
  const other = path.at(-1);
  if (other === undefined) throw new Error("path too short");
  let k = 1;
  while (k * 2 < size) k *= 2;
  const rest = path.slice(0, -1);
  return index < k
    ? node(climb(index, k, hash, rest), other)
    : node(other, climb(index - k, size - k, hash, rest));
}

interface RecordEntry {
  readonly root: Buffer;
  readonly key: Buffer;
  readonly seq: number;
  readonly prev: Buffer;
}

function recordEntry(bytes: Buffer): RecordEntry {
  must(bytes.length === 105 && bytes[0] === 1, "no record entry");
  const seq = Number(bytes.readBigUInt64BE(65));
  const prev = bytes.subarray(73);
  must(seq >= 1 && (seq === 1) === prev.equals(Buffer.alloc(32)), "entry");
  return { root: bytes.subarray(1, 33), key: bytes.subarray(33, 65), seq, prev };
}

/** A record of the firm's, all of it disclosed. */
function recordOf({ fields, names }: Json, entry: RecordEntry): Record<string, Json> {
  must(fields.length === names.length, "fields");
  const read = fields.map(({ disclosure }: Json, i: number) => {
    must(typeof disclosure === "string", "withheld");
    const elements = JSON.parse(Buffer.from(disclosure, "base64url").toString());
    must(Buffer.from(jcs(elements)).toString("base64url") === disclosure, "spelling");
    must(elements[1] === names[i], "misplaced");
    return [elements[1], elements[2]];
  });
  const digests = fields.map(({ disclosure }: Json) => sha(disclosure));
  const count = Buffer.alloc(2);
  count.writeUInt16BE(names.length);
  same(sha(Buffer.of(4), count, tree(digests)), entry.root, "record root");
  const record = Object.fromEntries(read);
  must(record["@schema"] === sha(jcs(names)).toString("base64url"), "schema");
  return record;
}

function mapRoot(
  key: Buffer,
  { siblings, terminal }: Json,
): { root: Buffer; value: Buffer | null } {
  const bit = (of: Buffer, at: number): number => ((of[at >> 3] as number) >> (7 - (at & 7))) & 1;
  const own = terminal !== null && b64(terminal.key).equals(key);
  if (terminal !== null)
    siblings.forEach((_: string, at: number) => {
      must(bit(b64(terminal.key), at) === bit(key, at), "terminal elsewhere");
    });
  let hash =
    terminal === null
      ? Buffer.alloc(32)
      : sha(Buffer.of(2), b64(terminal.key), b64(terminal.value));
  for (let at = siblings.length - 1; at >= 0; at--) {
    const other = b64(siblings[at]);
    hash = bit(key, at) === 0 ? sha(Buffer.of(3), hash, other) : sha(Buffer.of(3), other, hash);
  }
  return { root: hash, value: own ? b64(terminal.value) : null };
}

/** A note with one signature line, and the six lines of §19. */
function acknowledged({ note, vkey }: Json): string[] {
  const [, text = "", name = "", signed = ""] = /^([\s\S]*?\n)\n— (\S+) (\S+)\n$/.exec(note) ?? [];
  const [keyName, id, key = ""] = vkey.split("+", 2).concat(vkey.split("+").slice(2).join("+"));
  const line = b64(signed);
  must(name === keyName && line.subarray(0, 4).toString("hex") === id, "not signed");
  const spki = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    b64(key).subarray(1),
  ]);
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  must(verify(null, Buffer.from(text), publicKey, line.subarray(4)), "signature");
  return text.split("\n");
}

function checkOutcome({ record, message, entry }: Json, list: Json): void {
  const said = recordOf(record, recordEntry(b64(entry)));
  must(said.erasureId === list.erasureId, "of another erasure");
  const told = said.acknowledgement;
  if (said.event === "completed") {
    must(told === null && message === null, "completed");
    return;
  }
  must(said.event === "acknowledged", "event");
  const members = "message messageHash note organization statedAt vkey what";
  must(Object.keys(told).sort().join(" ") === members, "members");
  const [header, agreement, id, hash, what, time] = acknowledged(told);
  must(header === "counterfoil/acknowledgement/v1", "header");
  must(id === told.message && what === told.what && time === told.statedAt, "says otherwise");
  must(b64(hash as string).toString("base64url") === told.messageHash, "hash");
  if (message === null) return;
  same(sha(b64(message)), b64(hash as string), "another message");
  const { data, timestamp, type } = JSON.parse(b64(message).toString());
  must(type === "person.erased" && data.agreement === agreement, "message");
  const named = [told.organization, data.agreement, data.purpose, data.subject, type];
  const cause = [...named, data.index ?? timestamp, data.record, data.recordVersion];
  must(id === `msg_${sha(jcs(cause)).toString("hex").slice(0, 32)}`, "message's id");
  must(
    list.subjects.some(({ subject }: Json) => subject === data.subject),
    "somebody else",
  );
}

function listRoot({ entries, subjects, ...rest }: Json, log: readonly Buffer[]): string {
  const leaves = entries.map(({ salt, ...told }: Json, i: number) =>
    sha(
      Buffer.of(5),
      b64(salt),
      jcs({ ...told, leafHash: leaf(log[i] as Buffer).toString("base64") }),
    ),
  );
  const kept = entries.filter(({ fate }: Json) => fate === "kept").length;
  const ids = subjects.map(({ subject }: Json) => subject);
  const head = jcs({ ...rest, count: entries.length - kept, kept, subjects: ids });
  return sha(Buffer.of(6), head, tree(leaves)).toString("base64url");
}

const firmSecrets = (ledgerId: string): Record<string, Buffer> =>
  Object.fromEntries(
    CLASSES.map((c) => [c, sha("counterfoil/firm/v1\0", Buffer.from(ledgerId.slice(2), "hex"), c)]),
  );
const identifier = (hashes: readonly Buffer[]): string =>
  sha("counterfoil/subject/v1\0", Buffer.concat(hashes)).toString("base64url");

/** Of the four secrets, or their hashes. */
const subjectOf = (secrets: Json): string =>
  identifier(
    CLASSES.map((c) => ("hash" in secrets[c] ? b64(secrets[c].hash) : sha(b64(secrets[c].secret)))),
  );

/** The key of a stream, from the secrets that its identifier commits to. */
function keyOf(secrets: Json, name: string): Buffer {
  const [kind = "", rest] = name.split(/\/(.*)/s);
  const own = STATUTORY.includes(kind) ? "statutory" : CLASS_OF[kind];
  must(own, "kind");
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const isMany = kind === "order" || kind === "payment";
  must(rest === undefined || WITH_ROOM.includes(kind) || (isMany && uuid.test(rest)), "layout");
  must(secrets[own as string].secret, "no secret");
  return createHmac("sha256", b64(secrets[own as string].secret))
    .update(name)
    .digest();
}

/** What is told of each stream. @throws if the certificate does not hold up to E6 */
export function referenceExtents(source: Buffer): string[] {
  const file: Json = JSON.parse(source.toString());
  must(jcs(file) === source.toString(), "spelling");
  const { list, streams, outcomes, declaration } = file;
  must(file.anchor === null || file.anchor.ledgerId === list.ledgerId, "ledger");
  const log = file.entries.map(({ entry }: Json) => b64(entry));
  const read = log.map(recordEntry) as RecordEntry[];
  const [, size, root] = file.checkpoint.split("\n");
  const included = (entry: string, index: number, path: string[]) => {
    must(index < Number(size), "index");
    same(climb(index, Number(size), leaf(b64(entry)), path.map(b64)), b64(root), "inclusion");
  };

  // The list in itself.
  const ascends = (all: readonly (string | number)[]) =>
    all.every((one, i) => i === 0 || (all[i - 1] as string) < one);
  must(list.entries.length > 0 && ascends(list.entries.map(({ index }: Json) => index)), "order");
  must(ascends(list.subjects.map(({ subject }: Json) => subject)), "order of subjects");
  must(ascends(streams.map(({ subject, name }: Json) => `${subject} ${name}`)), "order of streams");
  must(
    list.entries.every(({ index }: Json) => index < list.treeSize),
    "beyond",
  );
  const grounds = new Set(list.entries.flatMap(({ ground }: Json) => ground ?? []));
  must(jcs([...grounds].sort()) === jcs(list.grounds.map(({ ground }: Json) => ground)), "grounds");

  // The firm's records.
  const declared = recordEntry(b64(declaration.entry));
  const said = recordOf(declaration, declared);
  must(said["@kind"] === "erasure" && typeof said.cause === "string", "declaration");
  must(said.erasureId === list.erasureId && said.treeSize === list.treeSize, "another erasure");
  must(said.root === listRoot(list, log), "root");
  const kept = list.entries.filter(({ fate }: Json) => fate === "kept").length;
  must(said.kept === kept && said.count === list.entries.length - kept, "numbers");
  for (const one of outcomes) checkOutcome(one, list);
  const secrets = firmSecrets(list.ledgerId);
  const firmKey = (name: string) =>
    createHmac("sha256", secrets.statutory as Buffer)
      .update(name)
      .digest();
  same(declared.key, firmKey("erasure"), "not the firm's");
  const firm = identifier(CLASSES.map((c) => sha(secrets[c] as Buffer)));
  must(said["@subject"] === firm && said["@stream"] === "erasure", "somebody else's");

  // Where they are.
  const state = b64(file.state.entry);
  must(state.length === 49 && state[0] === 2, "state");
  included(file.state.entry, Number(size) - 1, file.state.inclusion);
  const mapSize = Number(state.readBigUInt64BE(33));
  must(mapSize >= list.treeSize && mapSize < Number(size), "map's size");
  file.entries.forEach(({ entry, inclusion }: Json, i: number) => {
    included(entry, list.entries[i].index, inclusion);
  });
  included(declaration.entry, declaration.index, declaration.inclusion);
  must(declaration.index >= list.treeSize, "declared before");

  const inMap = (key: Buffer, proof: Json): Buffer | null => {
    const { root: found, value } = mapRoot(key, proof);
    same(found, state.subarray(1, 33), "map");
    return value;
  };
  const key = firmKey(`erasure-outcome/${list.erasureId}`);
  let last: Buffer | null = null;
  outcomes.forEach(({ entry, index, inclusion }: Json, i: number) => {
    const own = recordEntry(b64(entry));
    same(own.key, key, "outcome of another stream");
    must(own.seq === i + 1 && index > declaration.index && index < mapSize, "outcome");
    same(own.prev, last ?? Buffer.alloc(32), "outcome does not follow");
    included(entry, index, inclusion);
    last = leaf(b64(entry));
  });
  const newest = inMap(key, file.map);
  must(last === null ? newest === null : newest?.equals(last), "outcomes left out");

  // The person's streams.
  for (const { subject, secrets } of list.subjects)
    must(subjectOf(secrets) === subject, "identifier");
  let placed = 0;
  const extents = streams.map(({ map, name, next, subject }: Json) => {
    const person = list.subjects.find((one: Json) => one.subject === subject);
    must(person, "nobody's");
    const own = keyOf(person.secrets, name);
    const mine = list.entries.flatMap((one: Json, i: number) =>
      one.subject === subject && one.stream === name ? [i] : [],
    ) as number[];
    placed += mine.length;
    for (const i of mine) same((read[i] as RecordEntry).key, own, "another stream");
    const seqs = mine.map((i) => (read[i] as RecordEntry).seq);
    must(ascends(seqs), "numbers");
    mine.forEach((i, n) => {
      if (n > 0 && seqs[n] === (seqs[n - 1] as number) + 1)
        same((read[i] as RecordEntry).prev, leaf(log[mine[n - 1] as number]), "does not follow");
    });
    const end = mine.length === 0 ? null : leaf(log[mine.at(-1) as number]);
    if (map !== null) {
      const value = inMap(own, map);
      must(end === null ? value === null : value?.equals(end), "newest");
    }
    if (next !== null) {
      const behind = recordEntry(b64(next.entry));
      included(next.entry, next.index, next.inclusion);
      must(next.index >= list.treeSize && map === null && end !== null, "next");
      same(behind.key, own, "next of another stream");
      must(behind.seq === (seqs.at(-1) as number) + 1 && behind.prev.equals(end as Buffer), "next");
    }
    if (end === null) {
      must(map !== null, "nothing shown");
      return "none";
    }
    if (seqs.some((seq, i) => seq !== i + 1)) return "some";
    return map === null && next === null ? "to_here" : "all";
  });
  must(placed === list.entries.length, "stream not named");
  return extents;
}
