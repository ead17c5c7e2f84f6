/** The thread that draws PDFs, one after the other. Started by press.ts. */
import { type MessagePort, parentPort } from "node:worker_threads";
import type { ReceiptDocument } from "../document.ts";
import { loadReceiptFonts } from "./fonts.ts";
import { receiptPdf } from "./pdf.ts";

export interface ToPress {
  readonly call: number;
  readonly document: ReceiptDocument;
}

/** `failed`: what a bug says of itself. */
export type FromPress =
  | { readonly call: number; readonly pdf: Uint8Array }
  | { readonly call: number; readonly failed: string };

function run(port: MessagePort): void {
  const fonts = loadReceiptFonts();
  // Who waits for the fonts is told if they cannot be read.
  fonts.catch(() => {});
  let turn: Promise<void> = Promise.resolve();
  const answer = async ({ call, document }: ToPress): Promise<void> => {
    try {
      const pdf = await receiptPdf(document, await fonts);
      port.postMessage({ call, pdf } satisfies FromPress);
    } catch (error) {
      const failed = error instanceof Error ? (error.stack ?? error.message) : "no error";
      port.postMessage({ call, failed } satisfies FromPress);
    }
  };
  port.on("message", (message: ToPress) => {
    turn = turn.then(() => answer(message));
  });
}

if (parentPort !== null) run(parentPort);
