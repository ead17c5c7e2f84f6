/** The body of a request of a stranger's: bounded in bytes and in time, before anything else is spent on it. */

export type Body =
  | { readonly bytes: Uint8Array }
  | { readonly problem: "too_large" | "too_slow" | "broken_off" };

/** @param milliseconds for all of it */
export async function readBody(
  request: Request,
  maxBytes: number,
  milliseconds: number,
): Promise<Body> {
  const reader = request.body?.getReader();
  if (reader === undefined) return { bytes: new Uint8Array() };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), late]);
      if (part === null) return { problem: "too_slow" };
      if (part.value !== undefined) {
        parts.push(part.value);
        length += part.value.length;
      }
      if (length > maxBytes) return { problem: "too_large" };
      if (part.done) return { bytes: Buffer.concat(parts) };
    }
  } catch {
    // Whatever the transport says: nobody is there any more to be answered.
    return { problem: "broken_off" };
  } finally {
    clearTimeout(timer);
    // What of it still comes is not waited for.
    reader.cancel().catch(() => undefined);
  }
}
