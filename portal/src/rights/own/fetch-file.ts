/** Fetching a file that takes a while to be made and to come: how far it is is told. */
import { askRaw } from "../../frame/api.ts";
import { save } from "../../frame/save.ts";

/** `null`: it is being made, and nobody knows how long it will be. Else 0 to 1. */
export type Progress = number | null;

/** What comes, piece by piece. @param length of all of it, in bytes; `null`: it was not told */
export async function readWith(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  length: number | null,
  tell: (progress: Progress) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let came = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return pieces;
    pieces.push(value);
    came += value.length;
    tell(length === null || length === 0 ? null : Math.min(1, came / length));
  }
}

/** @param name where the server gives none @throws ApiError */
export async function fetchFile(
  path: string,
  name: string,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  tell(null);
  const response = await askRaw(path, { signal });
  const { headers, body } = response;
  const given = /filename="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1];
  const told = Number(headers.get("content-length") ?? "");
  const pieces = body === null ? [] : await readWith(body, told > 0 ? told : null, tell);
  save(new Blob(pieces, { type: headers.get("content-type") ?? "" }), given ?? name);
}
