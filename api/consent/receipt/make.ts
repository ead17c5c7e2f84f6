/** Everything for one receipt, out of the ledger. */
import { parseNote } from "../../../portal/verify/note.ts";
import { parseReceipt } from "../../../portal/verify/receipt.ts";
import { type Clock, formatTime } from "../../core/clock.ts";
import { isRefusal } from "../../core/errors.ts";
import type { Language } from "../../core/language.ts";
import type { Ledger } from "../../ledger/service.ts";
import { streamOf } from "../history.ts";
import type { ConsentStatement } from "../model.ts";
import type { Consents } from "../service.ts";
import { composeReceipt, type Proof } from "./compose.ts";
import type { ReceiptDocument } from "./document.ts";
import { machineForms } from "./machine-forms.ts";

export interface ReceiptContext {
  readonly ledger: Pick<Ledger, "streamEvidence" | "receipt">;
  readonly consents: Pick<Consents, "statement">;
  readonly clock: Clock;
}

export interface ReceiptRequest {
  /** `@id` of the event. */
  readonly id: string;
  readonly language: Language;
  /** Where this ledger is reached, without a slash at the end: `https://ledger.example`. `null`: nobody has said. */
  readonly base: string | null;
  /** Of whoever waits for it. */
  readonly signal?: AbortSignal | undefined;
}

export interface Receipt {
  readonly document: ReceiptDocument;
  /** What it tells of. */
  readonly statement: ConsentStatement;
}

/** Where the history of a statement's stream is checked: the portal's page fetches it for whoever may have it. Where nobody has said how the ledger is reached, the path at which it is to be had. */
function addressOf({ subject, purpose }: ConsentStatement, base: string | null): string {
  const query = new URLSearchParams({ claim: "history", stream: streamOf(purpose.purposeId) });
  const path = `/v1/subjects/${subject}/evidence?${query}`;
  return base === null ? path : `${base}/verify#from=${encodeURIComponent(path)}`;
}

/** The history of the whole stream; as long as no checkpoint covers it, the promise that one will. */
async function proofOf(
  { ledger }: ReceiptContext,
  statement: ConsentStatement,
  { id, base, signal }: ReceiptRequest,
): Promise<Proof> {
  const address = addressOf(statement, base);
  try {
    const bytes = await ledger.streamEvidence({
      claim: "history",
      subject: statement.subject,
      stream: streamOf(statement.purpose.purposeId),
      fields: null,
      withhold: [],
      from: null,
      at: null,
      checkpoint: "final",
      signal,
    });
    return { kind: "evidence", bytes, address };
  } catch (error) {
    if (!isRefusal(error, "not_sealed")) throw error;
    const note = await ledger.receipt(id, null);
    const { deadline } = parseReceipt(parseNote(note).text);
    return { kind: "promise", note, anchoredBy: formatTime(deadline), address };
  }
}

/**
 * @throws Refusal `not_found` (`record`: there is none, or it is no event of a consent), `consent_refused` (`no_controller`, `unknown_purpose`), `stream_too_long`, `damaged`,
 * `client_left`
 */
export async function makeReceipt(
  context: ReceiptContext,
  request: ReceiptRequest,
): Promise<Receipt> {
  const statement = await context.consents.statement(request.id);
  const proof = await proofOf(context, statement, request);
  const issuedAt = formatTime(context.clock.now());
  const { language } = request;
  const forms = machineForms(statement, language, issuedAt);
  return { document: composeReceipt({ statement, language, issuedAt, proof, forms }), statement };
}
