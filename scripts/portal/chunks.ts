/** Which modules lie in one file: a slow device pays for each file, however small it is, and for what it loads in vain. */
import { join, resolve } from "node:path";
import type { Rolldown } from "vite";

const SOURCES = resolve(import.meta.dirname, "../../portal/src");
const MAIN = join(SOURCES, "main.tsx");
const VERIFY = join(SOURCES, "verify-main.tsx");

type Modules = Pick<Rolldown.ChunkingContext, "getModuleInfo">;

function reach(modules: Modules, id: string, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const needed of modules.getModuleInfo(id)?.importedIds ?? []) reach(modules, needed, seen);
  return seen;
}

/** Names the file of a module that a page needs before it shows anything: `frame` where both pages do, `portal`. `null`: one of its own, as the bundler likes. */
function nameOf(): (id: string, modules: Modules) => string | null {
  let reached: { readonly main: Set<string>; readonly verify: Set<string> } | null = null;
  return (id, modules) => {
    if (id === MAIN || id === VERIFY || id.includes(".html")) return null;
    reached ??= { main: reach(modules, MAIN), verify: reach(modules, VERIFY) };
    if (!reached.main.has(id)) return null;
    return reached.verify.has(id) ? "frame" : "portal";
  };
}

export const chunkGroups = (): Rolldown.CodeSplittingGroup[] => [
  {
    debugName: "first",
    tags: ["$initial"],
    name: nameOf(),
    // What is needed by both needs nothing else: the sets are closed already.
    includeDependenciesRecursively: false,
  },
];
