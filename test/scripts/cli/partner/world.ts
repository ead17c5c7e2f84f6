/** A firm that gives, and a partner that looks at what it got: in one process, without HTTP. */

import type { Terms } from "../../../../api/sharing/terms/model.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import { jcs } from "../../../../api/vault/commitment.ts";
import { judge } from "../../../../scripts/cli/partner/judge.ts";
import type { Delivered, Judged, Judging } from "../../../../scripts/cli/partner/judging.ts";
import type { CopyState } from "../../../../scripts/cli/partner/state.ts";
import type { Page, Walking } from "../../../../scripts/cli/partner/walk.ts";
import { askOf, personOf, type Shared, sharedFirm } from "../../../api/sharing/delivery/shared.ts";
import { testLedger } from "../../../helpers/ledger.ts";

export interface PartnerWorld extends Shared {
  readonly terms: Terms;
  /** As the partner has pinned it. */
  judging(change?: Partial<Judging>): Judging;
  judge(source: unknown, change?: Partial<Judging>): Promise<Judged>;
  /** What the firm gives of everybody now. */
  given(): Promise<Delivered[]>;
  person(consenting?: boolean): ReturnType<typeof personOf>;
  /** A walk over what the firm gives, two records a page; `lie` changes a page. */
  walking(directory: string, lie?: (page: Page, number: number) => Page): Walking;
  state(): CopyState;
}

export async function partnerWorld(
  change: object = {},
  options: Parameters<typeof testLedger>[0] = {},
): Promise<PartnerWorld> {
  const ledger = await testLedger(options);
  const shared = await sharedFirm(ledger, change);
  return worldOf(shared);
}

/** The same of a firm that is there already. */
export async function worldOf(shared: Shared): Promise<PartnerWorld> {
  const { ledger } = shared;
  const { versions } = await shared.sharing.read(shared.agreementId, "en");
  const { terms } = versions[0] as { terms: Terms };
  const judging = (more: Partial<Judging> = {}): Judging => ({
    ...{ policy: ledger.policy, terms, termsBytes: Buffer.from(jcs(policyOf(terms))) },
    ...{ purpose: "newsletter", subject: null, now: ledger.clock.now(), ask: ledger.ask },
    ...{ newer: async () => null, mostBehind: 600, replayed: false },
    ...more,
  });
  return {
    ...shared,
    terms,
    judging,
    judge: (source, more) => judge(source, judging(more)),
    given: async () => [...(await shared.delivery.page(askOf(shared))).records],
    person: (consenting) => personOf(ledger, consenting),
    walking(directory, lie = (page) => page) {
      let number = 0;
      const { now: _, ...rest } = judging();
      return {
        ...{ directory, judging: rest, now: () => ledger.clock.now() },
        async page(query) {
          const page = await shared.delivery.page(askOf(shared, { ...query, limit: 2 }));
          number += 1;
          return lie(page as Page, number);
        },
      };
    },
    state: () => ({
      ...{ format: "counterfoil/partner-copy/v1", server: "http://127.0.0.1:9" },
      ...{ agreement: shared.agreementId, purpose: "newsletter", files: "both" },
      ...{ until: null, walks: 0, walk: null, kinds: ["customer"] },
    }),
  };
}

/** Why it was not taken, as `word code`; what was taken fails. */
export function whyOf(judged: Judged): string {
  if ("taken" in judged) throw new Error("it was taken");
  const { word, part, code } = judged.refused.why;
  return `${word} ${part} ${code}`;
}
