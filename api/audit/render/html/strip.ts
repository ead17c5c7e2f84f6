/** The log as a strip, from the first entry to the newest: how far it is signed and anchored, and where something was found. */
import { logPosition } from "../../conclude.ts";
import type { AuditReport } from "../../report.ts";
import type { ReportView } from "../view.ts";
import { html, type Markup, NOTHING } from "./escape.ts";

const WIDTH = 1_000;
const HEIGHT = 40;
const BAND = { y: 12, height: 16 };
/** Findings that are closer than this share of the log are one mark. */
const MARKS = 125;

interface Mark {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Marks with how many findings each stands for; each finding is in exactly one. */
export function marksOf({ findings }: Pick<AuditReport, "findings">, size: number): Mark[] {
  const marks = new Map<number, { from: number; to: number; count: number }>();
  for (const finding of findings) {
    const position = logPosition(finding);
    if (position === null) continue;
    // What was put in behind the end stands at the end.
    const at = Math.min(MARKS - 1, Math.floor((position / Math.max(1, size)) * MARKS));
    const mark = marks.get(at);
    if (mark === undefined) marks.set(at, { from: position, to: position, count: 1 });
    else {
      mark.from = Math.min(mark.from, position);
      mark.to = Math.max(mark.to, position);
      mark.count += 1;
    }
  }
  return [...marks.entries()].sort(([a], [b]) => a - b).map(([, mark]) => mark);
}

export function strip(report: AuditReport, view: ReportView): Markup {
  const { size, checkpoint, anchor } = report.snapshot;
  if (size === 0) return NOTHING;
  const t = view.words.report.strip;
  const marks = marksOf(report, size);
  const found = marks.reduce((sum, { count }) => sum + count, 0);
  const sealed = Math.min(size, checkpoint?.size ?? 0);
  const anchored = Math.min(sealed, anchor?.size ?? 0);
  const x = (entries: number): string => ((Math.min(size, entries) / size) * WIDTH).toFixed(1);
  const band = (from: number, to: number, name: string, title: string): Markup =>
    to <= from
      ? NOTHING
      : html`<rect class="${name}" x="${x(from)}" y="${BAND.y}" width="${x(to - from)}" height="${BAND.height}"><title>${title}</title></rect>`;
  const label = t.label(view.number(size - 1), found === 0 ? t.whole : view.number(found));
  const step = WIDTH / MARKS;
  return html`<figure class="strip">
<svg role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
${band(0, anchored, "anchored", t.anchored(view.number(anchored)))}
${band(anchored, sealed, "sealed", t.sealed(view.number(sealed)))}
${band(sealed, size, "open", t.legend.open)}
${marks.map(({ from, to, count }) => {
  const at = Math.min(MARKS - 1, Math.floor((from / size) * MARKS));
  const title = `${t.span(view.number(from), view.number(to))}; ${t.marks(view.number(count))}`;
  return html`<rect class="mark" x="${(at * step).toFixed(1)}" y="0" width="${(step * 0.75).toFixed(1)}" height="${HEIGHT}"><title>${title}</title></rect>`;
})}
</svg>
<div class="ends" aria-hidden="true"><span>0</span><span>${view.number(size - 1)}</span></div>
<figcaption>
<span class="key anchored">${t.legend.anchored}</span>
<span class="key sealed">${t.legend.sealed}</span>
<span class="key open">${t.legend.open}</span>
<span class="key mark">${t.legend.damaged}: ${view.number(found)}</span>
</figcaption>
</figure>`;
}
