/** Waiting a little, so that what is nearly there comes at once, and what is not does not keep everything else. */

/** Milliseconds. Drawing a skeleton first, and the page after it, takes a slow phone as long again. */
const A_MOMENT = 800;

/** Ends with `work`, or after a moment, whichever comes first; that `work` failed is told by whoever shows it. */
export async function soon(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<void>((done) => {
    timer = setTimeout(done, A_MOMENT);
  });
  await Promise.race([work.catch(() => undefined), moment]);
  clearTimeout(timer);
}
