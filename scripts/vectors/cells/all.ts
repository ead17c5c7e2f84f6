/** Vectors of the cells of tables (docs/FORMAT.md §21.4): a text, and how it stands in a line. Made without the product's own writer. */

const TEXTS: readonly string[] = [
  "",
  "plain",
  "@id",
  "=1+1",
  "+49 30 1234",
  "-5",
  "@SUM(A1)",
  "＝1+1",
  "＋49",
  "－5",
  "＠SUM",
  "\t=1",
  "\r=1",
  "\n=1",
  "a\tb",
  "a;b",
  "a,b",
  'a "b"',
  "a\nb",
  "a=b",
  " =1",
  "'=1",
  "−5",
  "王小明；上海",
  '=HYPERLINK("x;y","z")',
];

const FIRST = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"];
const ENDS = [",", ";", '"', "\t", "\r", "\n"];

export function cellOf(text: string): string {
  const marked = FIRST.includes(text.charAt(0)) ? `'${text}` : text;
  return ENDS.some((one) => marked.includes(one)) ? `"${marked.split('"').join('""')}"` : marked;
}

export const allCellVectors = (): Map<string, string> => {
  const cells = TEXTS.map((text) => ({ text, cell: cellOf(text) }));
  return new Map([["texts.json", `${JSON.stringify({ cells }, null, 2)}\n`]]);
};
