import { Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { download } from "../../frame/api.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { IconDownload, IconFileZip } from "../../frame/icons.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded, Trouble } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { Mark, Notice, type Tone, ToneIcon } from "../audits/marks.tsx";
import { isKind } from "./kinds.ts";
import { PackForm } from "./PackForm.tsx";
import { lastDayOf } from "./period.ts";
import { isOver, type Pack, type Packs, packsQuery } from "./queries.ts";
import { sizeText } from "./size.ts";

const VERDICTS = [
  "VERIFIED",
  "STALE",
  "NOT_REPLAYED",
  "NOT_FINAL",
  "NOT_ANCHORED",
  "CANNOT_TELL",
  "DIVERGED",
  "INVALID",
  "NOT_SEALED",
  "DAMAGED",
] as const;
const isVerdict = (word: string): word is (typeof VERDICTS)[number] =>
  (VERDICTS as readonly string[]).includes(word);

const BAD = new Set(["INVALID", "DIVERGED", "DAMAGED"]);
const toneOf = (verdict: string): Tone =>
  verdict === "VERIFIED" ? "good" : BAD.has(verdict) ? "bad" : "warn";

function Verdicts({ made }: { readonly made: NonNullable<Pack["made"]> }) {
  const { t } = useTranslation("packs");
  const { number } = useFormats();
  return (
    <Group gap="xs">
      {made.verdicts.map(({ verdict, count }) => {
        const tone = toneOf(verdict);
        return (
          <Mark key={verdict} tone={tone} icon={<ToneIcon tone={tone} />}>
            {t("verdictCount", {
              verdict: isVerdict(verdict) ? t(`verdict_${verdict}`) : verdict,
              formatted: number(count),
            })}
          </Mark>
        );
      })}
    </Group>
  );
}

function Made({ pack, period }: { readonly pack: Pack; readonly period: string }) {
  const { t } = useTranslation("packs");
  const { number, time } = useFormats();
  const load = useMutation({
    mutationFn: () => download(`/v1/evidence-packs/${pack.id}/file`, `evidence-${pack.id}.zip`),
  });
  const made = pack.made!;
  const told = [
    t("files", { count: made.files, formatted: number(made.files) }),
    t("people", { count: made.people, formatted: number(made.people) }),
    ...(made.gone > 0 ? [t("gone", { count: made.gone, formatted: number(made.gone) })] : []),
  ];
  return (
    <Stack gap="sm">
      <Text size="sm">{made.verdicts.length === 0 ? t("empty") : told.join(" · ")}</Text>
      <Verdicts made={made} />
      <Group gap="md" justify="space-between">
        <Button
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={load.isPending}
          onClick={() => load.mutate()}
          aria-label={t("downloadOf", { period })}
        >
          {t("download", { size: sizeText(made.bytes, languageNow()) })}
        </Button>
        <Text size="sm" c="dimmed" component="div">
          {t("until_", { time: time(pack.expiresAt!) })} · {t("hash")}{" "}
          <Id value={made.sha256} of={t("hash")} />
        </Text>
      </Group>
      {load.isError ? <Trouble error={load.error} /> : null}
    </Stack>
  );
}

function Working({ pack, period }: { readonly pack: Pack; readonly period: string }) {
  const { t } = useTranslation("packs");
  const { number } = useFormats();
  const { progress } = pack;
  if (progress === null) {
    return (
      <Text size="sm" c="dimmed">
        {t("waiting")}
      </Text>
    );
  }
  const { part, done, of } = progress;
  return (
    <div>
      <Text size="sm" mb={6}>
        {t(`part_${part}`, { done: number(done), of: number(of) })}
      </Text>
      <Progress value={of === 0 ? 0 : (100 * done) / of} size="sm" aria-label={period} />
    </div>
  );
}

function One({ pack }: { readonly pack: Pack }) {
  const { t } = useTranslation("packs");
  const { day, time } = useFormats();
  const period = t("period", {
    from: day(pack.from),
    until: day(`${lastDayOf(pack.until)}T00:00`),
  });
  const kinds = (pack.kinds ?? []).map((kind) => (isKind(kind) ? t(`kind_${kind}`) : kind));
  const narrowed = [...(pack.purposes ?? []), ...kinds];
  return (
    <Stack gap="sm" p="lg">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconFileZip size={22} aria-hidden style={{ flex: "none" }} />
        <div>
          <Text fw={600}>{period}</Text>
          <Text size="sm" c="dimmed">
            {[t("madeAt", { time: time(pack.createdAt) }), ...narrowed].join(" · ")}
          </Text>
        </div>
      </Group>
      {pack.state === "failed" ? (
        <Notice tone="warn" title={t("failed")}>
          {pack.failure?.sentence}
        </Notice>
      ) : pack.made ? (
        <Made pack={pack} period={period} />
      ) : (
        <Working pack={pack} period={period} />
      )}
    </Stack>
  );
}

function Own({ packs }: Packs) {
  const { t } = useTranslation("packs");
  return (
    <section aria-labelledby="yours">
      <Title order={2} size="h4" mb="sm" id="yours">
        {t("yours")}
      </Title>
      <ul className="rows" aria-busy={!packs.every(isOver)}>
        {packs.map((pack) => (
          <li key={pack.id}>
            <One pack={pack} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `/app/packs`: to make a pack of evidence, and to get those that were made. */
export function PacksPage() {
  const { t } = useTranslation("packs");
  const query = useQuery(packsQuery(languageNow()));
  return (
    <Page title={t("title")} lead={t("lead")}>
      <PackForm />
      <Loaded
        query={query}
        skeleton="list"
        isEmpty={({ packs }) => packs.length === 0}
        empty={<Empty title={t("none")}>{t("noneSays")}</Empty>}
      >
        {({ packs }) => <Own packs={packs} />}
      </Loaded>
    </Page>
  );
}
