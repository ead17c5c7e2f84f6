/** The firm's rules of retention, as they are entered. Pure. */
import type { Retention } from "./retention-queries.ts";

export const RULED = ["personal", "consent", "statutory"] as const;
export type Ruled = (typeof RULED)[number];
type Rules = Retention["now"];

export interface RuleDraft {
  readonly action: "go" | "keep";
  readonly years: string;
  readonly ground: string;
  /** In the languages of the portal: each is for those who read it. */
  readonly en: string;
  readonly zh: string;
}
export type RulesDraft = Readonly<Record<Ruled, RuleDraft>>;

const isOf = (tag: string, language: string): boolean => tag.split("-")[0] === language;

export function draftOf({ rules }: Pick<Rules, "rules">): RulesDraft {
  const of = (name: Ruled): RuleDraft => {
    const rule = rules.find((one) => one.class === name);
    const text = (language: string): string =>
      rule?.texts?.find((one) => isOf(one.language, language))?.text ?? "";
    return {
      action: rule?.action ?? "go",
      years: String(rule?.years ?? ""),
      ground: rule?.ground ?? "",
      ...{ en: text("en"), zh: text("zh") },
    };
  };
  return { personal: of("personal"), consent: of("consent"), statutory: of("statutory") };
}

const MOST_YEARS = 100;

const isWholeRule = ({ action, years, ground, en, zh }: RuleDraft): boolean =>
  action === "go" ||
  (/^\d{1,3}$/.test(years.trim()) &&
    Number(years) <= MOST_YEARS &&
    [ground, en, zh].every((text) => text.trim() !== ""));

export const isWhole = (draft: RulesDraft): boolean =>
  RULED.every((one) => isWholeRule(draft[one]));

/** As the ledger takes them. */
export const rulesOf = (draft: RulesDraft) =>
  RULED.map((name) => {
    const { action, years, ground, en, zh } = draft[name];
    if (action === "go") return { class: name, action };
    return {
      ...{ class: name, action, years: Number(years), ground: ground.trim() },
      texts: [
        { language: "en", text: en.trim() },
        { language: "zh-CN", text: zh.trim() },
      ],
    };
  });
