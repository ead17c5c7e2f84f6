/** Which of the two forms of a receipt an `Accept` header likes better (RFC 9110 §12.5.1). */
export type ReceiptFormat = "html" | "pdf";

/** How exactly a range names the type: the most exact one decides. */
function weightOf(ranges: readonly string[], type: string): number {
  let [weight, exactness] = [0, -1];
  const kinds = ["*/*", `${type.split("/")[0]}/*`, type];
  for (const range of ranges) {
    const [name = "", ...parameters] = range.trim().toLowerCase().split(";");
    const exact = kinds.indexOf(name.trim());
    if (exact <= exactness) continue;
    const q = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find((v) => v);
    exactness = exact;
    weight = q === undefined ? 1 : Number(q);
  }
  return weight;
}

/** A page, unless a PDF is liked better; also for who likes neither. */
export function acceptedFormat(header: string | undefined): ReceiptFormat {
  const ranges = (header ?? "*/*").slice(0, 1000).split(",");
  return weightOf(ranges, "application/pdf") > weightOf(ranges, "text/html") ? "pdf" : "html";
}
