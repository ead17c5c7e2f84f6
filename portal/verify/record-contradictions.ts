/** Rules of records in their streams (docs/FORMAT.md §5.1), as far as a record is disclosed. */
import { equalBytes } from "./bytes.ts";
import { type Content, shown } from "./content.ts";
import { isOfLaterVersions, isStreamOfLayout, type KindForm, kindForm } from "./kinds.ts";
import type { Rule, Shown } from "./shown.ts";
import type { Fact } from "./statement-facts.ts";

function contentIn({ content }: Fact): Content {
  if (content === null) throw new Error("a statement of another form");
  return content;
}

/** In a stream of layout *many*; null: which of them is not disclosed. */
function brokenMany(content: Content, stream: string | null): boolean {
  const [version, id] = [shown(content, "@version"), shown(content, "@id")];
  const { seq } = content.entry;
  if (stream === null) {
    // All but the first are in a stream of their own, from its beginning.
    return typeof version === "number" && version > 1 && seq !== version - 1;
  }
  if (!isOfLaterVersions(stream)) return version !== undefined && version !== 1;
  const own = stream.slice(content.kind.length + 1);
  return (version !== undefined && version !== seq + 1) || (id !== undefined && id !== own);
}

function brokenPlace(content: Content, { layout }: KindForm): boolean {
  const [stream, version] = [shown(content, "@stream"), shown(content, "@version")];
  const name = typeof stream === "string" ? stream : null;
  if (name !== null && !isStreamOfLayout(name)) return true;
  if (layout === "many") return brokenMany(content, name);
  if (version === undefined) return false;
  return version !== (layout === "single" ? content.entry.seq : 1);
}

/** A kind that this version does not know has no layout that could be broken. */
export function isMisplaced(content: Content): boolean {
  const form = kindForm(content.kind);
  return form !== null && brokenPlace(content, form);
}

const recordLayout: Rule = ({ a }) => isMisplaced(contentIn(a));

/** The identifier commits to the secret, so a record of this subject and stream has one key only. */
function wrongStream({ a, b }: Shown): boolean {
  const content = contentIn(a);
  const stream = b?.stream ?? null;
  if (stream === null) throw new Error("a statement of another form");
  if (shown(content, "@subject") !== stream.subject) return false;
  if (shown(content, "@stream") !== stream.name) return false;
  return !equalBytes(content.entry.streamKey, stream.key);
}

export const RECORD_RULES = {
  record_layout: recordLayout,
  wrong_stream: wrongStream,
} satisfies Record<string, Rule>;
