/**
 * What lies between the rows of SQLite's pages. `secure_delete` overwrites a row where it is deleted; but a row that moved to another page when its own was
 * divided may have left its bytes behind, in the room between a page's list of cells and its cells, which nobody reads. Pure.
 *
 * SQLite's file format (sqlite.org/fileformat2.html), 1.3 and 1.6: a page of a b-tree begins (page 1 behind the file's header of 100 bytes) with its type[1], the first free block[2], the number of
 * cells[2], the beginning of the cells[2] (0: 65,536); then comes the list of cells, 2 bytes each. An inner page has 4 bytes more before it. All other pages (overflow, freelist) begin with a
 * page's number[4], whose first byte is 0 in any file of less than 2^24 pages.
 */

const INNER_INDEX = 2;
const INNER_TABLE = 5;
const LEAF_INDEX = 10;
const LEAF_TABLE = 13;
const FILE_HEADER = 100;
const LEAF_HEADER = 8;
const INNER_HEADER = 12;

/** Beyond it the first byte of a page does not tell what it is. */
export const MOST_PAGES = 2 ** 24;

/** A part of a page that belongs to no row, from a place up to, not including, another. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * The room between list and cells of a page; `null`: it is no page of a b-tree, or none that can be true.
 *
 * @param isFirst the file's first page
 */
export function gapOf(page: Buffer, isFirst: boolean): Gap | null {
  const header = isFirst ? FILE_HEADER : 0;
  const type = page[header];
  const isInner = type === INNER_INDEX || type === INNER_TABLE;
  if (!isInner && type !== LEAF_INDEX && type !== LEAF_TABLE) return null;
  const cells = page.readUInt16BE(header + 3);
  const begin = page.readUInt16BE(header + 5) || 65_536;
  const from = header + (isInner ? INNER_HEADER : LEAF_HEADER) + 2 * cells;
  return from <= begin && begin <= page.length ? { from, to: begin } : null;
}

/** Whether something lies there. */
export function isSoiled(page: Buffer, { from, to }: Gap): boolean {
  for (let at = from; at < to; at++) if (page[at] !== 0) return true;
  return false;
}
