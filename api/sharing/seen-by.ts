/** What of an agreement its partner sees: the versions that were put before them, and what the parties and the chain did; no drafts, and nobody of the firm. */
import type { Agreement, AgreementStep, AgreementVersion, VersionState } from "./agreements.ts";
import type { AgreementEvent } from "./kinds/agreement.ts";

/** Who asks for agreements. `null`: the firm's own people, who see all. */
export type Viewer = { readonly organization: string | null } | null;

/** With these, terms are put before the other party. */
const PUT_FORWARD: readonly AgreementEvent[] = [
  "proposed",
  "signed-controller",
  "signed-recipient",
  "activated",
];
/** Of these the partner is told. A draft that is withdrawn before anybody signed it has no transaction. */
const TOLD: readonly AgreementEvent[] = [...PUT_FORWARD, "terminated", "expired"];

const isPutForward = ({ event }: AgreementStep): boolean => PUT_FORWARD.includes(event);

/** Nobody else's, and not one of which nothing was put before them. */
export function isSeenBy(agreement: Agreement, viewer: Viewer): boolean {
  if (viewer === null) return true;
  const { organization } = viewer;
  if (organization === null || agreement.organization !== organization) return false;
  return agreement.steps.some(isPutForward);
}

/** The agreement as its viewer sees it. */
export function seenBy(agreement: Agreement, viewer: Viewer): Agreement {
  if (viewer === null) return agreement;
  const versions = agreement.versions.flatMap((version) => versionSeen(agreement, version));
  const numbers = new Set(versions.map(({ version }) => version));
  const steps = agreement.steps.filter(
    ({ event, version, transaction }) =>
      numbers.has(version) &&
      (TOLD.includes(event) || (event === "withdrawn-draft" && transaction !== null)),
  );
  return { ...agreement, versions, steps };
}

/** The terms that were put forward last, whatever was drafted since. */
function versionSeen({ steps }: Agreement, version: AgreementVersion): readonly AgreementVersion[] {
  const last = steps.findLast((step) => step.version === version.version && isPutForward(step));
  if (last === undefined) return [];
  const terms = version.drafts.get(last.termsHash) ?? version.terms;
  const drafts = new Map([[last.termsHash, terms]]);
  const state: VersionState = version.state === "draft" ? "withdrawn" : version.state;
  return [{ version: version.version, state, terms, drafts }];
}
