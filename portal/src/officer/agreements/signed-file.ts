/** What `agreement sign` writes, as it is brought here. Pure. */
import type { bringSignature } from "./queries.ts";

type Signed = Parameters<typeof bringSignature>[1];

const KINDS: readonly Signed["kind"][] = ["Terms", "Withdrawal", "Termination"];
const TEXTS = ["by", "agreement", "digest", "signature"] as const;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `null`: it is another file, such as the one that was to be signed. What it says the ledger judges. */
export function readSigned(text: string): Signed | null {
  const file = parsed(text);
  if (typeof file !== "object" || file === null) return null;
  const { kind, typedData, ...rest } = file as Readonly<Record<string, unknown>>;
  const known = KINDS.find((one) => one === kind);
  if (known === undefined || typeof typedData !== "object" || typedData === null) return null;
  if (TEXTS.some((name) => typeof rest[name] !== "string")) return null;
  const [by, agreement, digest, signature] = TEXTS.map((name) => rest[name] as string);
  return {
    ...{ by: by!, kind: known, agreement: agreement!, digest: digest!, signature: signature! },
    typedData: typedData as Signed["typedData"],
  };
}
