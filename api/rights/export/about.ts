/** What Article 15(1) GDPR asks for besides the data itself: the firm's word, which no evidence proves. */
import type { JsonObject, JsonValue } from "../../../portal/verify/jcs.ts";
import type { Controller, Purpose } from "../../consent/model.ts";
import type { RecordKind } from "../../core/kind.ts";
import type { Form } from "./bundle/form.ts";
import type { ListedStream } from "./bundle/manifest.ts";
import type { PersonNames } from "./names.ts";
import type { Summary } from "./summary.ts";

export interface AboutInput {
  readonly form: Form;
  readonly origin: string;
  /** When the checkpoint was sealed, RFC 3339: the export is of then. */
  readonly sealedAt: string;
  readonly controller: Controller | null;
  readonly purposes: readonly Purpose[];
  readonly kinds: readonly RecordKind[];
  readonly people: readonly PersonNames[];
  readonly later: readonly Later[];
  readonly summary: Summary;
  /** What organizations are called, by their ids. */
  readonly organizationName: (id: string) => string | null;
}

/** Entries that came after the checkpoint, and are in the next export. */
export interface Later {
  readonly subject: string;
  readonly stream: string;
  readonly entries: number;
}

export function laterOf(
  people: readonly PersonNames[],
  streams: readonly ListedStream[],
  { told }: Pick<Summary, "told">,
): readonly Later[] {
  const counts = new Map(
    streams.map((one) => [`${one.subject} ${one.name}`, told.get(one) ?? 0] as const),
  );
  return people.flatMap(({ subject, entries }) =>
    [...entries].flatMap(([stream, all]) => {
      const here = counts.get(`${subject} ${stream}`);
      return here === undefined || all <= here ? [] : [{ subject, stream, entries: all - here }];
    }),
  );
}

/** Plain JSON: without what is not there. */
const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

export function aboutOf(input: AboutInput): JsonObject {
  const { form, origin, sealedAt, controller, purposes, kinds, people, later, summary } = input;
  const { recipients, sources } = summary;
  return plain({
    ...{ form, origin, sealedAt, controller, sources, later },
    authority: controller?.authority ?? null,
    damaged: people.flatMap(({ subject, damaged }) => damaged.map((one) => ({ subject, ...one }))),
    kinds: summary.kinds.map(({ kind, events, gone }) => {
      const known = kinds.find((one) => one.kind === kind);
      const { retentionClass = null, retentionYears = null } = known ?? {};
      return { kind, events, gone, retentionClass, retentionYears };
    }),
    purposes,
    recipients: recipients.map((one) => ({
      ...one,
      organizationName: one.organization === null ? null : input.organizationName(one.organization),
    })),
    rights: controller?.privacyRights ?? [],
  }) as JsonObject;
}
