/** Puts every wrapped form under the newest root key, a few at a time, while others go on. */
import type { KeyStore } from "../store/key-store.ts";
import { type FormCursor, rootIdOf, type WrappedForm } from "../store/root-keys.ts";
import type { KeyRing } from "./key-provider.ts";
import { labelOf } from "./labels.ts";

/** Rows at a time: some milliseconds, in which nothing else is done. */
const PAGE = 200;

export interface Rewrapping {
  readonly store: Pick<KeyStore, "forms" | "replaceForms">;
  readonly ring: Pick<KeyRing, "provider" | "newest">;
  /** Leaves the process to others for a moment. Rejects when it is to end. */
  readonly rest: () => Promise<void>;
  /** Told of each step: how many forms were looked at so far, over all. */
  readonly onStep: (forms: number) => void;
}

/**
 * Resolves when everything that opens lies under the newest root key. To be called when nothing is wrapped under another one any more. Answers how many forms none of the root keys opens:
 * they stay as they are, and are as lost as before.
 */
export async function rewrap({ store, ring, rest, onStep }: Rewrapping): Promise<number> {
  for (;;) {
    let moved = 0;
    let lost = 0;
    let seen = 0;
    let after: FormCursor | null = null;
    do {
      const { forms, next } = await store.forms(after, PAGE);
      const stale = forms.filter(({ bytes }) => rootIdOf(bytes) !== ring.newest());
      const opens = await rewrapAll(stale);
      moved += opens;
      lost += stale.length - opens;
      seen += forms.length;
      onStep(seen);
      after = next;
      await rest();
    } while (after !== null);
    // The last round has found nothing to do.
    if (moved === 0) return lost;
  }

  async function rewrapAll(stale: readonly WrappedForm[]): Promise<number> {
    if (stale.length === 0) return 0;
    const { provider } = ring;
    const named = stale.map((form) => ({ label: labelOf(form.place), bytes: form.bytes }));
    const opened = await provider.unwrap(named);
    const those = stale.flatMap((form, i) => {
      const key = opened[i];
      return key ? [{ form, label: named[i]!.label, bytes: key }] : [];
    });
    const wrapped = await provider.wrap(those);
    await store.replaceForms(those.map(({ form }, i) => ({ ...form, next: wrapped[i]! })));
    for (const { bytes } of those) bytes.fill(0);
    return those.length;
  }
}
