/** How something stands, in a word and a colour that is never alone. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  IconAlert,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconHourglass,
} from "../../frame/icons.ts";
import type { Audit } from "./queries.ts";
import "./audits.css";

export type Tone = "good" | "bad" | "warn" | "plain";

export function Mark({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className="tone tone-mark" data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}

/** Something to know, on a ground of its own. */
export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: Tone;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="tone tone-notice" data-tone={tone} role="status">
      <ToneIcon tone={tone} size={20} />
      <div>
        <strong>{title}</strong>
        <div className="tone-text">{children}</div>
      </div>
    </div>
  );
}

const TONES = { clean: "good", damaged: "bad", unasked: "warn" } as const;
const SIZE = 16;

export const toneOf = ({ state, verdict }: Pick<Audit, "state" | "verdict">): Tone =>
  verdict ? TONES[verdict.tone] : state === "failed" ? "warn" : "plain";

/** A quick audit has seen a sample, and calls no more than that clean. */
export const verdictWord = (
  mode: Audit["mode"],
  tone: NonNullable<Audit["verdict"]>["tone"],
): "tone_cleanSample" | `tone_${typeof tone}` =>
  mode === "quick" && tone === "clean" ? "tone_cleanSample" : `tone_${tone}`;

export function ToneIcon({ tone, size = SIZE }: { readonly tone: Tone; readonly size?: number }) {
  const Icon = {
    good: IconCircleCheck,
    bad: IconCircleX,
    warn: IconAlert,
    plain: IconCircleDashed,
  };
  const Drawn = Icon[tone];
  return <Drawn size={size} aria-hidden />;
}

/** What came of an audit. */
export function AuditMark({
  audit,
}: {
  readonly audit: Pick<Audit, "mode" | "state" | "verdict">;
}) {
  const { t } = useTranslation("audits");
  const tone = toneOf(audit);
  const icon =
    audit.state === "running" ? (
      <IconHourglass size={SIZE} aria-hidden />
    ) : (
      <ToneIcon tone={tone} />
    );
  return (
    <Mark tone={tone} icon={icon}>
      {audit.verdict ? t(verdictWord(audit.mode, audit.verdict.tone)) : t(`state_${audit.state}`)}
    </Mark>
  );
}
