/** A QR code as what has to be painted. */
import { create } from "qrcode";

export interface QrCode {
  /** Modules of a side, without the quiet zone (4 on each side). */
  readonly size: number;
  /** Dark runs: a row from the top, a column from the left, a length. */
  readonly runs: readonly (readonly [row: number, column: number, length: number])[];
}

export const QUIET_ZONE = 4;

/** @param text an address; of any length that a code of level M holds (2,331 bytes) */
export function qrCode(text: string): QrCode {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const runs: [number, number, number][] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (data[row * size + column] !== 1) continue;
      const start = column;
      while (column + 1 < size && data[row * size + column + 1] === 1) column++;
      runs.push([row, start, column - start + 1]);
    }
  }
  return { size, runs };
}

/** The code as a picture, its quiet zone white whatever lies behind. @param attributes of the element, escaped */
export function qrSvg(text: string, attributes: string): string {
  const { size, runs } = qrCode(text);
  const side = size + 2 * QUIET_ZONE;
  const path = runs
    .map(
      ([row, column, length]) =>
        `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h${length}v1h-${length}z`,
    )
    .join("");
  return `<svg viewBox="0 0 ${side} ${side}" ${attributes} shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`;
}
