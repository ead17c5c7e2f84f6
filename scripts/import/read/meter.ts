/** How far reading has come. Readers write it, the progress display looks at it. */
export interface Meter {
  bytesRead: number;
  bytesTotal: number;
  rows: number;
}

export const newMeter = (): Meter => ({ bytesRead: 0, bytesTotal: 0, rows: 0 });

/** Done as a share from 0 to 1. */
export function shareRead(meter: Meter): number {
  return meter.bytesTotal === 0 ? 0 : Math.min(1, meter.bytesRead / meter.bytesTotal);
}
