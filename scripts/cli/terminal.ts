import { textWidth } from "./width.ts";

/** Where a command writes. Everything that is for people goes through here, so that tests can read it. */
export interface Terminal {
  out(text: string | Uint8Array): Promise<void>;
  err(text: string): Promise<void>;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  /** Cells in a line, or `null` where lines may be of any length. */
  readonly columns: number | null;
  readonly colour: boolean;
}

type Stream = NodeJS.WriteStream;

/** Resolves when the text is handed over, so that a process may end right after it also where its output is a pipe. */
function write(stream: Stream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      // Whoever reads has seen enough (`… | head`): nothing is left to do.
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}

export function processTerminal(
  out: Stream,
  err: Stream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  for (const stream of [out, err]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const outIsTty = out.isTTY === true;
  return {
    out: (text) => write(out, text),
    err: (text) => write(err, text),
    outIsTty,
    errIsTty: err.isTTY === true,
    columns: outIsTty ? Math.max(40, out.columns ?? 80) : null,
    colour: outIsTty && !env.NO_COLOR && env.TERM !== "dumb",
  };
}

export type Colour = "red" | "green" | "yellow" | "bold" | "dim";
const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  bold: [1, 22],
  dim: [2, 22],
};

export function paint(terminal: Terminal, colour: Colour, text: string): string {
  if (!terminal.colour) return text;
  const [on, off] = CODES[colour];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** A blank, a word, or a wide character with the closing marks that must not begin a line. */
const PIECES =
  /[\u2E80-\u{3FFFD}][、。〉》」』】！），．：；？”’]*|[^\s\u2E80-\u{3FFFD}]+[、。〉》」』】！），．：；？”’]*|\s+/gu;

/** A piece in parts that fit: a terminal would break it by itself, and what follows would look like a line of its own. */
function parts(piece: string, width: number): string[] {
  if (textWidth(piece.trimEnd()) <= width) return [piece];
  const out: string[] = [];
  let part = "";
  for (const character of piece) {
    if (part !== "" && textWidth(part + character) > width) {
      out.push(part);
      part = "";
    }
    part += character;
  }
  return [...out, part];
}

/** Text in lines of at most `width` cells: broken at blanks, and between wide characters, which have none; elsewhere where it must. */
export function wrap(text: string, width: number | null): string[] {
  if (width === null) return [text];
  const lines: string[] = [];
  let line = "";
  for (const piece of (text.match(PIECES) ?? []).flatMap((each) => parts(each, width))) {
    if (line !== "" && textWidth(line) + textWidth(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    if (line !== "" || piece.trim() !== "") line += piece;
  }
  if (line.trim() !== "" || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
