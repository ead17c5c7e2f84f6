import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { kindsByName } from "../../../api/ledger/kinds/registry.ts";
import type {
  Draft,
  ImportItem,
  ImportItems,
  Refused,
  Skipped,
} from "../../../scripts/import/model.ts";

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A file in a folder of its own that is gone after the test. */
export async function temporaryFile(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export interface Collected {
  readonly all: readonly ImportItem[];
  readonly drafts: readonly Draft[];
  readonly refused: readonly Refused[];
  readonly skipped: readonly Skipped[];
  of(kind: string): readonly Draft[];
}

export async function collect(items: ImportItems): Promise<Collected> {
  const all = await listOf(items);
  const drafts = all.filter((item) => item.type === "draft");
  return {
    all,
    drafts,
    refused: all.filter((item) => item.type === "refused"),
    skipped: all.filter((item) => item.type === "skipped"),
    of: (kind) => drafts.filter(({ record }) => record["@kind"] === kind),
  };
}

/** What the real record kinds have against the drafts: nothing, if a preset is right. */
export function kindProblems(drafts: readonly Draft[]): unknown[] {
  return drafts.flatMap(({ line, record }) => {
    const { "@kind": kind, "@occurredAt": _time, "@source": _source, ...body } = record;
    const result = kindsByName.get(kind)?.parseBody(body);
    if (result?.ok) return [];
    return [{ line, kind, problems: result?.problems ?? "unknown kind" }];
  });
}
