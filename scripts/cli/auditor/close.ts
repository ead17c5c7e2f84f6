/** What is under way may end by itself for so long; the state is whole wherever it ends. */
export const PATIENCE_MS = 5_000;
/** For what was said last to be written, and the exit code to be set. */
const LAST_MS = 500;

/** Closes; if that takes longer than patience lasts, whatever is still open keeps the process no longer. */
export async function closePatiently(close: () => Promise<void>, ms = PATIENCE_MS): Promise<void> {
  const isClosed = await Promise.race([close().then(() => true), patience(ms).then(() => false)]);
  if (!isClosed) setTimeout(() => process.exit(), LAST_MS).unref();
}

/** Keeps no process alive. */
export function patience(ms = PATIENCE_MS): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
