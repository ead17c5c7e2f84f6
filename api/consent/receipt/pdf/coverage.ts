/** Which characters a TrueType font has shapes for: its table `cmap` (OpenType 1.9, formats 4 and 12). */

type Range = readonly [first: number, last: number];

const tag = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

function tableAt(view: DataView, name: string): number {
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    if (tag(view, record) === name) return view.getUint32(record + 8);
  }
  throw new Error(`the font has no table ${name}`);
}

function format12(view: DataView, at: number): Range[] {
  return Array.from({ length: view.getUint32(at + 12) }, (_, i) => {
    const group = at + 16 + 12 * i;
    return [view.getUint32(group), view.getUint32(group + 4)];
  });
}

function format4(view: DataView, at: number): Range[] {
  const segments = view.getUint16(at + 6) / 2;
  return Array.from({ length: segments }, (_, i): Range => {
    const last = view.getUint16(at + 14 + 2 * i);
    return [view.getUint16(at + 16 + 2 * segments + 2 * i), last];
  }).filter(([, last]) => last !== 0xffff);
}

/** @param font a TrueType file @returns whether it has a shape for a code point */
export function coverage(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, "cmap");
  const tables = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => {
    const at = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    return { at, format: view.getUint16(at) };
  });
  const full = tables.find(({ format }) => format === 12);
  const basic = tables.find(({ format }) => format === 4);
  const ranges =
    full !== undefined
      ? format12(view, full.at)
      : basic !== undefined
        ? format4(view, basic.at)
        : [];
  return (codePoint) => {
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = ranges[middle] as Range;
      if (codePoint < first) high = middle - 1;
      else if (codePoint > last) low = middle + 1;
      else return true;
    }
    return false;
  };
}
