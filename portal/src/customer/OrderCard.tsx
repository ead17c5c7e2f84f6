import { Badge, Button, Collapse, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { type Money, useFormats } from "../frame/format.ts";
import { IconChevronDown } from "../frame/icons.ts";
import { tagOf } from "../frame/language.ts";
import { ProveIt } from "../frame/ProveIt.tsx";
import { languageNow } from "../frame/words.ts";
import { FactLines } from "./FactLines.tsx";
import { Facts } from "./Facts.tsx";
import type { OrderLine, OrderView } from "./record-view.ts";

const STATUSES = [
  "placed",
  "confirmed",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
  "returned",
] as const;

const percent = (fraction: number): string =>
  new Intl.NumberFormat(tagOf(languageNow()), {
    style: "percent",
    maximumFractionDigits: 2,
  }).format(fraction);

function useMoney(): (money: Money | null) => string {
  const { money } = useFormats();
  return (one) => (one === null ? "–" : money(one));
}

function Product({ line }: { readonly line: OrderLine }) {
  const { t } = useTranslation("customer");
  return (
    <>
      {line.product}
      {line.number === null ? null : (
        <Text span c="dimmed" size="xs" ml={8}>
          {t("productNumber", { number: line.number })}
        </Text>
      )}
    </>
  );
}

/** Below each other, where a table would not fit. */
function LineStack({ order }: { readonly order: OrderView }) {
  const { t } = useTranslation("customer");
  const money = useMoney();
  return (
    <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {order.lines.map((line) => (
        <Group key={line.key} component="li" justify="space-between" gap="xs" wrap="nowrap">
          <div>
            <Text size="sm">
              <Product line={line} />
            </Text>
            <Text size="xs" c="dimmed">
              {line.quantity} × {money(line.unitPrice)}
              {line.discount === null ? "" : ` · ${t("discount")} ${percent(line.discount)}`}
            </Text>
          </div>
          <Text size="sm" style={{ whiteSpace: "nowrap" }}>
            {money(line.amount)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function LineTable({ order, name }: { readonly order: OrderView; readonly name: string }) {
  const { t } = useTranslation("customer");
  const money = useMoney();
  const hasDiscount = order.lines.some(({ discount }) => discount !== null);
  return (
    <Table aria-label={t("linesOf", { number: name })} verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("product")}</Table.Th>
          <Table.Th ta="right">{t("quantity")}</Table.Th>
          <Table.Th ta="right">{t("unitPrice")}</Table.Th>
          {hasDiscount ? <Table.Th ta="right">{t("discount")}</Table.Th> : null}
          <Table.Th ta="right">{t("amount")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {order.lines.map((line) => (
          <Table.Tr key={line.key}>
            <Table.Td>
              <Product line={line} />
            </Table.Td>
            <Table.Td ta="right">{line.quantity}</Table.Td>
            <Table.Td ta="right">{money(line.unitPrice)}</Table.Td>
            {hasDiscount ? (
              <Table.Td ta="right">{line.discount === null ? "" : percent(line.discount)}</Table.Td>
            ) : null}
            <Table.Td ta="right">{money(line.amount)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** One order: what it came to at a glance, its items and where it went below. */
export function OrderCard({ order }: { readonly order: OrderView }) {
  const { t } = useTranslation("customer");
  const { day } = useFormats();
  const money = useMoney();
  const [opened, { toggle }] = useDisclosure(false);
  const isNarrow = useMediaQuery("(max-width: 40em)", false, { getInitialValueInEffect: false });
  const status = STATUSES.find((one) => one === order.status) ?? "placed";
  const name =
    order.number === null ? t("orderWithoutNumber") : t("orderNumber", { number: order.number });
  return (
    <Paper component="article" aria-label={name} p="md">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Group gap="xs">
            <Title order={2} size="h5">
              {name}
            </Title>
            <Badge
              variant="light"
              color="gray"
              c="var(--mantine-color-text)"
              tt="none"
              fw={600}
              radius="sm"
            >
              {t(`status_${status}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {day(order.occurredAt)} · {t("lines", { count: order.lines.length })}
            {order.version > 1 ? ` · ${t("earlierVersions", { n: order.version })}` : ""}
          </Text>
        </div>
        <Text fw={650} size="lg">
          {money(order.total)}
        </Text>
      </Group>
      <Collapse expanded={opened} keepMounted={false}>
        <Stack gap="md" pt="md">
          {isNarrow ? <LineStack order={order} /> : <LineTable order={order} name={name} />}
          <Facts>
            <FactLines facts={order.facts} />
          </Facts>
        </Stack>
      </Collapse>
      <Group gap="xs" mt="sm">
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-expanded={opened}
          aria-label={`${t(opened ? "hideDetails" : "showDetails")}: ${name}`}
          onClick={toggle}
          rightSection={
            <IconChevronDown
              size={16}
              aria-hidden
              style={{ transform: opened ? "rotate(180deg)" : undefined }}
            />
          }
        >
          {t(opened ? "hideDetails" : "showDetails")}
        </Button>
        <ProveIt path={order.evidence} of={name} />
      </Group>
    </Paper>
  );
}
