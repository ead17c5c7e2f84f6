/** The word and its sentence: what a visitor came for. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { IconCheck, IconQuestion, IconX } from "../../frame/icons.ts";
import type { Tone } from "./tone.ts";

const ICONS = { good: IconCheck, bad: IconX, open: IconQuestion };

export function ToneIcon({ tone, size }: { readonly tone: Tone; readonly size: number }) {
  const Icon = ICONS[tone];
  return <Icon size={size} stroke={2.4} aria-hidden />;
}

export function VerdictHead({
  tone,
  word,
  code,
  sentence,
  children,
}: {
  readonly tone: Tone;
  /** In the reader's language. */
  readonly word: string;
  /** As programs and the command line have it. */
  readonly code: string;
  readonly sentence: string;
  /** What stands below: what was checked, and when. */
  readonly children?: ReactNode;
}) {
  return (
    <section className={`v-verdict v-${tone}`} data-word={code} aria-live="polite">
      <span className="v-badge">
        <ToneIcon tone={tone} size={30} />
      </span>
      <div className="v-verdict-text">
        <h2 className="v-word" tabIndex={-1}>
          {word}
          <span className="v-code">{code}</span>
        </h2>
        <Text className="v-sentence">{sentence}</Text>
        {children}
      </div>
    </section>
  );
}
