/**
 * A witness written down from C2SP tlog-witness and RFC 9162 §2.1.4.2, with Node's own cryptography and nothing of the product's: it believes nothing but
 * what it can check.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import { answer, type Handler, type TestCosigner } from "./fixtures.ts";

const sha256 = (...parts: Uint8Array[]): Buffer =>
  createHash("sha256").update(Buffer.concat(parts)).digest();
const node = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Uint8Array.of(1), left, right);

/** RFC 9162 §2.1.4.2, step by step. */
function isConsistent(
  first: number,
  second: number,
  firstRoot: Buffer,
  secondRoot: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  if (proof.length === 0) return false;
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof];
  let fn = first - 1;
  let sn = second - 1;
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let fr = path[0] as Buffer;
  let sr = path[0] as Buffer;
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else sr = node(sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
}

export interface TestWitness {
  readonly handler: Handler;
  /** The last it has cosigned, by origin. */
  readonly seen: Map<string, { size: number; root: Buffer }>;
  /** Every status that it has answered. */
  readonly answered: number[];
}

/** `vkey`: of the one log that it knows. */
export function testWitness(cosigner: TestCosigner, vkey: string, seconds: number): TestWitness {
  const [name = "", id = "", encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)!.slice(1);
  const der = Buffer.from("302a300506032b6570032100", "hex");
  const key = createPublicKey({
    key: Buffer.concat([der, Buffer.from(encoded, "base64").subarray(1)]),
    format: "der",
    type: "spki",
  });
  const seen: TestWitness["seen"] = new Map();
  const answered: number[] = [];

  function signedBy(text: string, lines: readonly string[]): boolean {
    return lines.some((line) => {
      const [, by, content = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = Buffer.from(content, "base64");
      const isOurs = by === name && bytes.subarray(0, 4).toString("hex") === id;
      return isOurs && verify(null, Buffer.from(text), key, bytes.subarray(4));
    });
  }

  function judge(body: string): [status: number, text?: string] {
    const end = body.indexOf("\n\n");
    const [oldLine = "", ...proofLines] = body.slice(0, end).split("\n");
    const note = body.slice(end + 2);
    const text = note.slice(0, note.lastIndexOf("\n\n") + 1);
    const [origin = "", decimal = "", rootLine = ""] = text.split("\n");
    const [, oldText] = /^old (0|[1-9][0-9]*)$/.exec(oldLine) ?? [];
    if (end < 0 || oldText === undefined || proofLines.length > 63) return [400];
    if (origin !== name) return [404];
    if (!signedBy(text, note.slice(text.length + 1).split("\n"))) return [403];
    const [old, size, root] = [Number(oldText), Number(decimal), Buffer.from(rootLine, "base64")];
    if (old > size) return [400];
    const last = seen.get(origin) ?? { size: 0, root: sha256() };
    if (old !== last.size) return [409, `${last.size}\n`];
    const proof = proofLines.map((line) => Buffer.from(line, "base64"));
    if (old === 0 ? proof.length > 0 : !isConsistent(old, size, last.root, root, proof)) {
      return [422];
    }
    seen.set(origin, { size, root });
    return [200, cosigner.line(note, seconds)];
  }

  return {
    seen,
    answered,
    handler({ method, path, body }, response) {
      const [status, text] = method === "POST" && path === "/add-checkpoint" ? judge(body) : [405];
      answered.push(status);
      if (status === 409) response.setHeader("content-type", "text/x.tlog.size");
      answer(status, text)({ method, path, body }, response);
    },
  };
}
