/** What whoever has a code is told: how far the erasures are, and the certificate of each (FORMAT §20). Nothing is kept of it, and nobody else can have it made. */
import { erasureCodeId, erasureCodeKeys } from "../../../portal/verify/erasure-code.ts";
import { parseErasureList } from "../../../portal/verify/erasure-list-form.ts";
import { FormatError } from "../../../portal/verify/errors.ts";
import { Refusal } from "../../core/errors.ts";
import type { Erasure } from "../../store/erasures.ts";
import type { ErasureContext } from "./context.ts";
import { declarationKey } from "./declare.ts";

export interface Certificates {
  /** Erasures of whoever the code is of, in the order in which they began. @throws Refusal `not_found` (`certificate`) */
  of(code: string): Promise<readonly Erasure[]>;
  /** @throws Refusal `not_found` (`certificate`), `not_sealed`, `erasure_running`, `content_lost`, `damaged`, `busy` */
  make(code: string, erasureId: string): Promise<Uint8Array>;
}

const none = (): Refusal => new Refusal("not_found", { what: "certificate" });

function keysOf(code: string): ReturnType<typeof erasureCodeKeys> {
  try {
    return erasureCodeKeys(code);
  } catch (error) {
    if (error instanceof FormatError) throw none();
    throw error;
  }
}

export function createCertificates(
  { ledger, keyStore, vault }: Pick<ErasureContext, "ledger" | "keyStore" | "vault">,
  /** The body of a message to a partner; `null`: it is not here any more. */
  messageOf: (message: string) => Promise<string | null>,
): Certificates {
  async function certified(code: string) {
    const keys = keysOf(code);
    const found = await keyStore.certified(erasureCodeId(keys.publicKey));
    if (found.length === 0) throw none();
    return { keys, found };
  }
  return {
    of: async (code) => (await certified(code)).found,
    async make(code, erasureId) {
      const { keys, found } = await certified(code);
      const erasure = found.find(({ id }) => id === erasureId);
      if (erasure === undefined) throw none();
      // Before the keys are gone it would tell of what has not been done.
      if (erasure.list !== null) throw new Refusal("erasure_running", {});
      const bytes = vault.erasing.sealedList(erasure, keys);
      const declared = await ledger.madeBefore(declarationKey(erasureId));
      if (bytes === null || declared === null) throw none();
      return ledger.erasureCertificate({
        list: parseErasureList(bytes),
        declaration: String(declared["@id"]),
        messageOf,
      });
    },
  };
}
