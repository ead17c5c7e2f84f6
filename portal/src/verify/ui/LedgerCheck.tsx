/** The whole log against the chain, by a node of the visitor's own. */
import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { IconAlert, IconCheck, IconQuestion, IconX } from "../../frame/icons.ts";
import { checkLedger, type LedgerReport, type Step, type StepState } from "../ledger/check.ts";
import type { Trust } from "../useTrust.ts";
import { Section } from "./Section.tsx";

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly done: number; readonly of: number }
  | { readonly kind: "failed" }
  | { readonly kind: "told"; readonly report: LedgerReport };

const TONES = { pass: "good", fail: "bad", unknown: "open" } as const;
const WORDS = { holds: "good", broken: "bad", open: "open" } as const;

/** The largest tile has 8,192 bytes; a checkpoint is a text of some lines. */
const MOST_BYTES = 1_048_576;

async function fetchOwn(path: string): Promise<Uint8Array | null> {
  const response = await fetch(path, { credentials: "omit", cache: "no-store" });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`status ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.length > MOST_BYTES ? null : bytes;
}

function StateIcon({ state, size }: { readonly state: StepState; readonly size: number }) {
  const Icon = { pass: IconCheck, fail: IconX, unknown: IconQuestion }[state];
  return <Icon size={size} aria-hidden />;
}

function StepRow({ step }: { readonly step: Step }) {
  const { t } = useTranslation("ledger");
  const { t: verify } = useTranslation("verify");
  const { number } = useFormats();
  const { name, state, code, numbers, names } = step;
  const spelled = Object.fromEntries(
    Object.entries(numbers).map(([key, value]) => [
      key,
      name === "chain" && key !== "size" ? String(value) : number(value),
    ]),
  );
  // `count` chooses between one and many, and must stay a number for that.
  const say = t as unknown as (key: string, values: object) => string;
  const said = say(`${name}_${code}`, {
    ...spelled,
    ...("count" in numbers ? { count: numbers.count } : {}),
    ...(names === undefined ? {} : { names: names.join(verify("listJoin")) }),
  });
  return (
    <li className={`v-check v-${TONES[state]}`}>
      <span className="v-check-mark">
        <StateIcon state={state} size={16} />
      </span>
      <div>
        <Text fw={600} size="sm">
          {t(`step_${name}`)} <span className="v-check-state">{t(state)}</span>
        </Text>
        <Text size="sm">{said}</Text>
      </div>
    </li>
  );
}

function Told({ report }: { readonly report: LedgerReport }) {
  const { t } = useTranslation("ledger");
  const { word, steps } = report;
  const state = { holds: "pass", broken: "fail", open: "unknown" } as const;
  return (
    <>
      <div className={`v-verdict v-${WORDS[word]}`} role="status">
        <span className="v-badge">
          <StateIcon state={state[word]} size={28} />
        </span>
        <div>
          <h2 className="v-word">{t(`word_${word}`)}</h2>
          <Text className="v-sentence">{t(`says_${word}`)}</Text>
        </div>
      </div>
      <ul className="v-checks">
        {steps.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </ul>
      <Section title={t("notSaid")}>
        <Text size="sm">{t("notSaidText")}</Text>
      </Section>
    </>
  );
}

export function LedgerCheck({
  trust,
  onChooseNode,
}: {
  readonly trust: Trust;
  readonly onChooseNode: () => void;
}) {
  const { t } = useTranslation("ledger");
  const { number } = useFormats();
  const [state, setState] = useState<State>({ kind: "idle" });
  const { policy, chain } = trust;
  const rpc = chain?.rpc ?? null;
  const start = async (): Promise<void> => {
    if (policy === null || rpc === null) return;
    setState({ kind: "busy", done: 0, of: 0 });
    try {
      const onProgress = (done: number, of: number): void => setState({ kind: "busy", done, of });
      const report = await checkLedger({ policy, rpc, fetchOwn, onProgress });
      setState({ kind: "told", report });
    } catch {
      setState({ kind: "failed" });
    }
  };
  const busy = state.kind === "busy" ? state : null;
  return (
    <Stack gap="lg">
      <Section title={t("title")} lead={t("lead")}>
        {rpc === null ? (
          <Alert
            color="gray"
            variant="light"
            icon={<IconAlert size={18} aria-hidden />}
            title={t("needsNode")}
          >
            <Stack gap="sm" align="flex-start">
              <Text size="sm">{t("needsNodeSays")}</Text>
              <Button size="xs" onClick={onChooseNode}>
                {t("chooseNode")}
              </Button>
            </Stack>
          </Alert>
        ) : policy === null ? (
          <Text size="sm">{t("needsPolicy")}</Text>
        ) : (
          <Group>
            <Button onClick={() => void start()} loading={busy !== null}>
              {t(state.kind === "told" ? "again" : "start")}
            </Button>
          </Group>
        )}
        {busy === null ? null : (
          <div role="status" className="v-working">
            <Text size="sm" mb={6}>
              {busy.of === 0
                ? t("asking")
                : t("working", { done: number(busy.done), of: number(busy.of) })}
            </Text>
            <Progress
              value={busy.of === 0 ? 0 : (100 * busy.done) / busy.of}
              size="sm"
              aria-label={t("title")}
            />
          </div>
        )}
        {state.kind === "failed" ? (
          <Text size="sm" role="alert" mt="md">
            {t("failed")}
          </Text>
        ) : null}
      </Section>
      {state.kind === "told" ? <Told report={state.report} /> : null}
    </Stack>
  );
}
