/** The word and its sentence: what a visitor came for. */
import { Button, Text } from "@mantine/core";
import { type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { IconCheck, IconMinus, IconQuestion, IconX } from "../../frame/icons.ts";
import { Lent } from "./lent.ts";
import type { Tone } from "./tone.ts";

const ICONS = {
  good: IconCheck,
  lent: IconCheck,
  bad: IconX,
  open: IconQuestion,
  later: IconMinus,
};

export function ToneIcon({ tone, size }: { readonly tone: Tone; readonly size: number }) {
  const Icon = ICONS[tone];
  return <Icon size={size} stroke={2.4} aria-hidden />;
}

/** Whose word the verdict rests on, if it is the firm's own: said with the verdict, not beside it. */
function Borrowed({ tone }: { readonly tone: Tone }) {
  const { t } = useTranslation("verify");
  const { chain, policy, choose } = useContext(Lent);
  if (tone !== "lent" && tone !== "good") return null;
  if (!chain && !policy) return null;
  return (
    <div className="v-borrowed">
      <p>{t(chain ? (policy ? "lentBoth" : "lentChain") : "lentPolicy")}</p>
      {chain ? (
        <Button size="compact-sm" variant="default" onClick={choose}>
          {t("chooseNode")}
        </Button>
      ) : null}
    </div>
  );
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
      <Borrowed tone={tone} />
    </section>
  );
}
