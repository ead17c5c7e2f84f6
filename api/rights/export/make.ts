/** Makes one export: gathers the evidence, makes everything else out of it, and puts it into one ZIP. The same state of the ledger gives the same bytes. */

import { formatPolicy } from "../../../portal/verify/policy.ts";
import type { Reached } from "../../consent/identifiers.ts";
import { receiptHtml } from "../../consent/receipt/html.ts";
import type { Press } from "../../consent/receipt/pdf/press.ts";
import type { Consents } from "../../consent/service.ts";
import { formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
import type { KindRegistry } from "../../core/kind.ts";
import type { Language } from "../../core/language.ts";
import { writeZip } from "../../core/zip.ts";
import type { Ledger } from "../../ledger/service.ts";
import { aboutOf, laterOf } from "./about.ts";
import { DATA } from "./bundle/check-contents.ts";
import { dataJson } from "./bundle/data.ts";
import type { Form } from "./bundle/form.ts";
import { formatManifest, MANIFEST, type Manifest } from "./bundle/manifest.ts";
import { kindsOf, tableOf, tablePath } from "./bundle/tables.ts";
import { documentOf, readme } from "./document.ts";
import { type GatherContext, type Gathered, gather } from "./gather.ts";
import { summarise } from "./summary.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

export interface MakeContext extends GatherContext {
  readonly ledger: GatherContext["ledger"] & Pick<Ledger, "policy">;
  readonly consents: Pick<Consents, "registry" | "reachedOf">;
  readonly origin: string;
  readonly press: Press;
  /** All that there are, for what is kept how long. */
  readonly kinds: KindRegistry;
  readonly organizationName: (id: string) => string | null;
}

export interface ExportOrder {
  readonly subject: string;
  readonly form: Form;
  readonly language: Language;
  readonly checkpoint: "final" | "newest";
  /** Whose data they may have who get it; `null`: of all identifiers of the person. */
  readonly mayName: ((subject: string) => boolean) | null;
}

export interface Made {
  /** The person's, the one that was asked for first. */
  readonly identifiers: readonly string[];
  readonly events: number;
  /** When the checkpoint was sealed that all of it is as of, RFC 3339. */
  readonly sealedAt: string;
  /** Of the ZIP. */
  readonly bytes: number;
  /** Of the ZIP, base64url. */
  readonly sha256: string;
}

export interface MakeJob {
  /** What is put together, which is gone afterwards; and the ZIP. */
  readonly directory: string;
  readonly file: string;
  readonly signal: AbortSignal;
  /** Whose it is, before anything of theirs is read. */
  readonly onIdentifiers: (identifiers: readonly string[]) => void;
}

/** Records of each kind on the page, and in print. */
const ON_PAGE = 2_000;
const IN_PRINT = 300;

/** @throws Refusal `not_found` (`subject`), `subject_erased` (nothing is left), `not_sealed`, `pack_too_large`, `damaged`, `client_left`, `busy` */
export async function makeExport(
  context: MakeContext,
  order: ExportOrder,
  { directory, file, signal, onIdentifiers }: MakeJob,
): Promise<Made> {
  const { consents, ledger } = context;
  const { identifiers, others } = await reached(context, order);
  onIdentifiers(identifiers);
  const workspace = await openWorkspace(directory, signal);
  try {
    const stated = await consents.registry.purposes();
    const purposes = stated.map(({ purposeId }) => purposeId).sort();
    const asked = { ...order, identifiers, purposes, signal };
    const gathered = await gather({ ledger, checker: context.checker }, asked, workspace);
    const events = await writeBeside(context, { ...order, others }, gathered, workspace);
    const { pinned, streams, unproven } = gathered;
    const manifest: Manifest = {
      ...{ checkpoint: pinned.note, size: pinned.size, form: order.form },
      ...{ files: workspace.files(), identifiers, others, purposes, streams, unproven },
    };
    const bytes = formatManifest(manifest);
    const parts = manifest.files.map(({ path }) => ({ path, file: workspace.place(path) }));
    const zip = await writeZip(file, [{ path: MANIFEST, bytes }, ...parts], pinned.time, signal);
    const sha256 = zip.sha256.toString("base64url");
    return { identifiers, events, sealedAt: formatTime(pinned.time), bytes: zip.bytes, sha256 };
  } finally {
    await workspace.remove();
  }
}

/** How many events there are of the person, under the identifiers that are told of. @throws Refusal `not_found` (`subject`), `damaged` */
export async function eventsOf(context: MakeContext, order: ExportOrder): Promise<number> {
  let events = 0;
  for (const one of (await reached(context, order)).identifiers)
    for (const { entries } of (await context.ledger.streamsOf(one)).streams) events += entries;
  return events;
}

/** Who all they are is erased with their consents: then it is told of the one identifier, and that more cannot be said. */
async function reached(
  { consents }: MakeContext,
  { subject, mayName }: ExportOrder,
): Promise<Reached> {
  try {
    return await consents.reachedOf(subject, mayName ?? (() => true));
  } catch (error) {
    if (isRefusal(error, "subject_erased")) return { identifiers: [subject], others: [] };
    throw error;
  }
}

/** Everything but evidence and manifest. Answers how many events it tells of. */
async function writeBeside(
  context: MakeContext,
  { form, language, others }: Pick<ExportOrder, "form" | "language"> & Pick<Reached, "others">,
  { pinned, streams, unproven, people }: Gathered,
  workspace: Workspace,
): Promise<number> {
  const { consents, ledger, origin, press, organizationName } = context;
  const { policy } = ledger;
  const { read } = workspace;
  const sealedAt = formatTime(pinned.time);
  const summary = await summarise(streams, read);
  const later = laterOf(people, streams, summary);
  const stated = await consents.registry.purposes();
  const said = {
    ...{ form, origin, sealedAt, people, others, later, summary, organizationName },
    controller: await consents.registry.controllerAt(sealedAt),
    purposes: [...stated].sort((a, b) => (a.purposeId < b.purposeId ? -1 : 1)),
    kinds: [...context.kinds.values()],
  };
  const identifiers = people.map(({ subject }) => subject);
  await workspace.write(DATA, dataJson(aboutOf(said), { identifiers, streams }, read));
  for (const kind of kindsOf(streams))
    await workspace.write(tablePath(kind), tableOf(kind, streams, read));
  const dataHash = workspace.files().find(({ path }) => path === DATA)?.sha256 ?? "";
  const size = pinned.size;
  const shown = { ...said, ...{ language, size, policy, unproven, dataHash } };
  const page = documentOf({ ...shown, most: ON_PAGE });
  await workspace.write("index.html", Buffer.from(receiptHtml(page), "utf8"));
  const printed = documentOf({ ...shown, most: IN_PRINT });
  await workspace.write("export.pdf", await press.print(printed));
  await workspace.write("policy.json", Buffer.from(formatPolicy(policy), "utf8"));
  await workspace.write("README.txt", readme(origin, sealedAt));
  return summary.kinds.reduce((sum, { events }) => sum + events, 0);
}
