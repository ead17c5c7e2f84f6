/**
 * Pages that are not what is said of them from above. What truly stands in their place decides whether it is the page that was changed, or the name of
 * another page in the one above; and what lies below a page that is lost is looked at all the same.
 */
import { decodePage } from "../../log/map/page.ts";
import type { Findings } from "../findings.ts";
import type { MapTruth, TruePlace } from "./truth.ts";
import { rootOf, type Unvisited } from "./unvisited.ts";
import { type BadRef, childRef, type Walk } from "./walk.ts";

export interface Resolution {
  readonly walk: Walk;
  readonly truth: MapTruth;
  readonly unvisited: () => Promise<Unvisited>;
  readonly findings: Findings;
  /** Told of pages that were named though they are not what should stand there. */
  readonly onNamed: (id: number) => void;
}

export async function resolveAll(bad: readonly BadRef[], how: Resolution): Promise<void> {
  // What is nearer to the root first: what is found below it is then found already.
  const open = [...bad].sort((a, b) => a.depth - b.depth);
  const ids = new Set(open.map(({ id }) => id));
  // It grows as it is gone through.
  for (const ref of open) {
    for (const more of await resolve(ref, how, ids)) {
      open.push(more);
      ids.add(more.id);
    }
  }
}

/** @param bad pages that were named from somewhere, and are not what is said of them there. */
async function resolve(ref: BadRef, how: Resolution, bad: ReadonlySet<number>): Promise<BadRef[]> {
  const { walk, truth, unvisited, findings, onNamed } = how;
  const place = await truth.at(ref);
  // The claim is the signed root's own: where the truth is not known for certain, the page is not what it should be all the same.
  const known = place?.hash.equals(ref.hash) === true ? place : null;
  const found = known === null ? null : (await unvisited()).take(known.content);
  const isElsewhere = walk.userOf(ref.id) !== null;
  if (found !== null && bad.has(found) && !isClaimed(ref)) {
    const key = { page: ref.id };
    findings.add({ place: "map.pages", key, kind: "swapped", cause: "page_swapped" });
    return walk.through(found, ref);
  }
  if (found !== null || isElsewhere) {
    accuseParent(ref, findings);
    // Where the page that is named is not there, the one that was found may have had its id.
    if (found !== null && ref.bytes === null && !isElsewhere && ref.parent !== "lost") {
      const key = { page: found };
      findings.add({ place: "map.pages", key, kind: "changed", cause: "page_or_pointer" });
    }
    if (found !== null) return walk.through(found, ref);
  } else {
    onNamed(ref.id);
    const missing = ref.bytes === null;
    const key = { page: ref.id };
    if (ref.parent !== "lost" || !missing) {
      findings.add({
        place: "map.pages",
        key,
        kind: missing ? "missing" : "changed",
        cause: missing ? "page_missing" : "page_hash",
      });
    }
  }
  return known === null ? [] : below(ref, known, how);
}

/** The row of a version says of the page that it names what that is: then it is the row that speaks of another version. */
function isClaimed({ bytes, claimed = null }: BadRef): boolean {
  const page = bytes === null ? null : decodePage(bytes);
  return page !== null && claimed !== null && rootOf(page).equals(claimed);
}

function accuseParent({ parent }: BadRef, findings: Findings): void {
  if (parent === "lost") return;
  const isPage = "page" in parent;
  findings.add({
    place: isPage ? "map.pages" : "map.versions",
    key: isPage ? { page: parent.page } : { size: parent.version },
    kind: "changed",
    cause: "page_pointer",
  });
}

/** Goes on below a page that is lost: by the ids that its bytes still name, and where they name none by what should stand there. */
async function below(ref: BadRef, place: TruePlace, how: Resolution): Promise<BadRef[]> {
  const { walk, unvisited } = how;
  const bad: BadRef[] = [];
  const named = namedChildren(ref.bytes, place);
  for (const { slot, kind, hash } of place.children ?? []) {
    const id = named.get(slot) ?? 0;
    const child = childRef(ref, { id, slot, kind, hash, parent: "lost" });
    if (id !== 0) {
      for (const one of await walk.from(child)) bad.push(one);
      continue;
    }
    const truth = await how.truth.at(child);
    const found = truth === null ? null : (await unvisited()).take(truth.content);
    const more =
      found !== null
        ? await walk.through(found, child)
        : truth === null
          ? []
          : await below({ ...child, bytes: null }, truth, how);
    for (const one of more) bad.push(one);
  }
  return bad;
}

const HEAD = 5;
const CHILD = 38;
const ID = 6;

/** Ids of an inner page's children, by slot, as far as its bytes can still be read as one. */
function namedChildren(bytes: Buffer | null, { children }: TruePlace): Map<number, number> {
  const named = new Map<number, number>();
  const count = bytes === null ? 0 : (bytes.length - HEAD) / CHILD;
  if (bytes === null || children?.length !== count) return named;
  for (const [i, { slot }] of children.entries()) {
    named.set(slot, bytes.readUIntBE(HEAD + i * CHILD, ID));
  }
  return named;
}
