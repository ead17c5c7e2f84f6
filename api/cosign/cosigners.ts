/**
 * Who is asked for cosignatures: the file of `COUNTERFOIL_AUDITORS`. A line names a role, a key and an address; a remark begins with `#`, and a line
 * may be empty. Keys and addresses have one spelling.
 *
 *     auditor auditor.example/a1+172ea363+BJ0x… https://auditor.example/a1
 *     witness witness.example+8f0a1c2d+BAE3… https://witness.example
 */
import { FormatError } from "../../portal/verify/errors.ts";
import { type CosignerKey, parseCosignerVkey } from "../../portal/verify/note.ts";
import { Refusal } from "../core/errors.ts";
import type { SettingProblem } from "../core/setting-problems.ts";
import type { CosignerKind } from "./status.ts";

export const AUDITORS_SETTING = "COUNTERFOIL_AUDITORS";
export const MOST_COSIGNERS = 16;
export const MOST_FILE_BYTES = 65_536;

export interface Cosigner {
  readonly kind: CosignerKind;
  readonly vkey: string;
  readonly key: CosignerKey;
  /** Without a slash at the end. */
  readonly url: string;
}

const refusal = (problem: SettingProblem, line?: number, allowed?: string): Refusal =>
  new Refusal("invalid_setting", {
    setting: AUDITORS_SETTING,
    problem,
    ...(line === undefined ? {} : { line }),
    ...(allowed === undefined ? {} : { allowed }),
  });

/** @throws Refusal `invalid_setting`, naming the line; what stands in it is not repeated */
export function parseCosigners(file: Uint8Array): readonly Cosigner[] {
  if (file.length > MOST_FILE_BYTES) throw refusal("unreadable_file");
  const lines = decode(file).split("\n");
  const cosigners: Cosigner[] = [];
  for (const [at, line] of lines.entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const cosigner = parseLine(line, at + 1);
    const isTwice = cosigners.some(
      ({ vkey, kind, key }) =>
        vkey === cosigner.vkey || (kind === cosigner.kind && key.name === cosigner.key.name),
    );
    if (isTwice) throw refusal("auditors_twice", at + 1);
    cosigners.push(cosigner);
  }
  if (cosigners.length > MOST_COSIGNERS) {
    throw refusal("auditors_too_many", undefined, String(MOST_COSIGNERS));
  }
  return cosigners;
}

function decode(file: Uint8Array): string {
  try {
    // A byte order mark stays, and is no line.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    throw refusal("unreadable_file");
  }
}

function parseLine(line: string, number: number): Cosigner {
  const [, kind, vkey, url] = /^(auditor|witness) (\S+) (\S+)$/u.exec(line) ?? [];
  if (kind === undefined || vkey === undefined || url === undefined) {
    throw refusal("auditors_line", number);
  }
  if (!isAddress(url)) throw refusal("auditors_url", number, "https://auditor.example.com");
  return { kind: kind as CosignerKind, vkey, key: keyOf(vkey, number), url };
}

function keyOf(vkey: string, line: number): CosignerKey {
  try {
    return parseCosignerVkey(vkey);
  } catch (error) {
    if (error instanceof FormatError) throw refusal("auditors_key", line);
    throw error;
  }
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  if (url.username !== "" || url.password !== "" || /[?#]/.test(text)) return false;
  return !text.endsWith("/") && (url.href === text || url.href === `${text}/`);
}
