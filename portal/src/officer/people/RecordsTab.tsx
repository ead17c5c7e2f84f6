import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { orderView, paymentView } from "../../customer/record-view.ts";
import { isDamaged, keyOfPlaced, placed } from "../../frame/damaged.ts";
import { useFormats } from "../../frame/format.ts";
import { LongList } from "../../frame/LongList.tsx";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { damagedOf, onward, rowsOf } from "../../frame/pages.ts";
import { Empty, Loaded } from "../../frame/States.tsx";
import { recordsQuery } from "../data.ts";
import { EntryLink } from "../parts/EntryLink.tsx";
import { More } from "../parts/More.tsx";
import classes from "../parts/parts.module.css";
import { TheirDamaged } from "./TheirDamaged.tsx";

type LedgerRecord = Parameters<typeof orderView>[0];

/** What of a record stands on its line. */
function useLine(): (found: LedgerRecord) => {
  readonly title: string;
  readonly detail: string;
  readonly amount: string;
} {
  const { t } = useTranslation("officer");
  const { t: said } = useTranslation("customer");
  const { money } = useFormats();
  return (found) => {
    if (found.record["@kind"] === "order") {
      const { number, status, total } = orderView(found);
      return {
        title: number === null ? t("orderPlain") : t("order", { number }),
        detail: said(`status_${status}` as "status_placed"),
        amount: total === null ? "" : money(total),
      };
    }
    const { type, direction, method, amount, orderNumber } = paymentView(found);
    const parts = [
      t(`dir_${direction}` as "dir_paid"),
      method === null ? null : said(`method_${method}` as "method_other"),
      orderNumber === null ? null : t("order", { number: orderNumber }),
    ];
    return {
      title: said(`payment_${type}` as "payment_other"),
      detail: parts.filter((part) => part !== null).join(" · "),
      amount: amount === null ? "" : money(amount),
    };
  };
}

export function RecordsTab({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("officer");
  const { day } = useFormats();
  const query = useInfiniteQuery(recordsQuery(subject));
  const lineOf = useLine();
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("records")}
      </Title>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length + damagedOf(data).length === 0}
        empty={<Empty title={t("recordsNone")} />}
      >
        {(data) => {
          const all = rowsOf(data);
          const newest = new Map<string, number>();
          for (const { id, version } of all) newest.set(id, Math.max(newest.get(id) ?? 0, version));
          return (
            <>
              <LongList
                items={placed(all, damagedOf(data))}
                keyOf={keyOfPlaced}
                label={t("records")}
                onEnd={onward(query)}
              >
                {(line) => {
                  if (isDamaged(line)) return <TheirDamaged entry={line.damaged} />;
                  const { record: found } = line;
                  const { title, detail, amount } = lineOf(found);
                  const isNewest = newest.get(found.id) === found.version;
                  return (
                    <div className={classes.row}>
                      <Group justify="space-between" gap="sm">
                        <div>
                          <Group gap="xs">
                            <Text fw={600}>{title}</Text>
                            {isNewest ? null : (
                              <Badge variant="light" color="gray" tt="none">
                                {t("versionsSuperseded")}
                              </Badge>
                            )}
                          </Group>
                          <Text size="sm" c="dimmed">
                            {day(String(found.record["@occurredAt"]))} · {detail} ·{" "}
                            <EntryLink index={found.index} />
                          </Text>
                        </div>
                        <Group gap="md">
                          <Text fw={600}>{amount}</Text>
                          <ProveIt
                            path={`/v1/records/${found.id}/evidence?version=${found.version}`}
                            of={title}
                          />
                        </Group>
                      </Group>
                    </div>
                  );
                }}
              </LongList>
              <More query={query} />
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}
