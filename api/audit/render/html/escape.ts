import { escapeHtml } from "../../../core/escape-html.ts";

/** Markup that was written here; all else is a text and is escaped. */
export interface Markup {
  readonly html: string;
}

type Piece = Markup | string | number | readonly Markup[];

function pieceOf(piece: Piece): string {
  if (typeof piece === "string" || typeof piece === "number") return escapeHtml(String(piece));
  return "html" in piece ? piece.html : piece.map(({ html }) => html).join("");
}

/** Attributes are to be written between double quotes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return {
    html: strings
      .map((own, i) => own + (i < pieces.length ? pieceOf(pieces[i] as Piece) : ""))
      .join(""),
  };
}

export const NOTHING: Markup = { html: "" };
