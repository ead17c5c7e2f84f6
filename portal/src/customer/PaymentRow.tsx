import { Box, Group, Paper, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { ProveIt } from "../frame/ProveIt.tsx";
import type { PaymentView } from "./record-view.ts";

const TYPES = [
  "payment",
  "refund",
  "deposit",
  "freight",
  "fee",
  "commission",
  "tax",
  "surcharge",
  "other",
] as const;
export type PaymentType = (typeof TYPES)[number];
/** As the catalogue has it. */
export const paymentType = (type: string): PaymentType =>
  TYPES.find((one) => one === type) ?? "other";

const METHODS = ["cash", "card", "transfer", "alipay", "wechat", "cheque", "other"] as const;
const DIRECTIONS = ["charged", "received", "paid"] as const;

/** One movement of money. */
export function PaymentRow({ payment }: { readonly payment: PaymentView }) {
  const { t } = useTranslation("customer");
  const { day, money } = useFormats();
  const direction = DIRECTIONS.find((one) => one === payment.direction) ?? "charged";
  const method = METHODS.find((one) => one === payment.method);
  const name = t(`payment_${paymentType(payment.type)}`);
  const about = [
    day(payment.occurredAt),
    t(`direction_${direction}`),
    ...(method === undefined ? [] : [t(`method_${method}`)]),
    ...(payment.orderNumber === null ? [] : [t("forOrder", { number: payment.orderNumber })]),
    ...(payment.dueOn === null ? [] : [t("dueOn", { day: day(payment.dueOn) })]),
  ];
  const thing = payment.orderNumber === null ? name : `${name} ${payment.orderNumber}`;
  return (
    <Paper component="article" aria-label={thing} p="md">
      <Group justify="space-between" gap="sm" align="flex-start">
        <Box flex="1 1 14rem">
          <Title order={2} size="h5">
            {name}
          </Title>
          <Text size="sm" c="dimmed">
            {about.join(" · ")}
          </Text>
          {payment.note === null ? null : <Text size="sm">{payment.note}</Text>}
        </Box>
        <Group gap="md">
          <Text fw={650}>{payment.amount === null ? "–" : money(payment.amount)}</Text>
          <ProveIt path={payment.evidence} of={thing} />
        </Group>
      </Group>
    </Paper>
  );
}
