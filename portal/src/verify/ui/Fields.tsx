/** What a record shows, readable, and what it keeps to itself. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DisclosedField } from "../../../verify/index.ts";
import { Value } from "./Value.tsx";

const isEnvelope = (name: string): boolean => name.startsWith("@");

/** What the field is called, where it is one that we know; its own name stands beside it. */
function FieldName({ name }: { readonly name: string }) {
  const { t, i18n } = useTranslation("verify");
  const key = `field_${name.replace("@", "at_")}`;
  const label = i18n.exists(`verify:${key}`) ? t(key as never) : null;
  return (
    <>
      {label === null ? null : <span>{label}</span>}
      <span className={label === null ? "mono" : "mono v-raw"}>{name}</span>
    </>
  );
}

/** The body comes first, then what every record has about itself; nothing that holds no value in between. */
function ordered(fields: readonly DisclosedField[]): readonly DisclosedField[] {
  const rank = ({ name, value }: DisclosedField): number =>
    (isEnvelope(name) ? 1 : 0) + (value === null ? 2 : 0);
  return fields.toSorted((a, b) => rank(a) - rank(b));
}

export function Fields({
  disclosed,
  withheld,
}: {
  readonly disclosed: readonly DisclosedField[];
  readonly withheld: readonly string[];
}) {
  const { t } = useTranslation("verify");
  const all = ordered(disclosed);
  const told = all.filter(({ value }) => value !== null);
  const empty = all.filter(({ value }) => value === null);
  return (
    <>
      <dl className="v-facts">
        {told.map(({ name, value }) => (
          <div key={name}>
            <dt>
              <FieldName name={name} />
            </dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <Names
        title={t("emptyFields", { count: empty.length })}
        names={empty.map(({ name }) => name)}
      />
      <Names title={t("withheldFields", { count: withheld.length })} names={withheld} shut />
    </>
  );
}

function Names({
  title,
  names,
  shut = false,
}: {
  readonly title: string;
  readonly names: readonly string[];
  readonly shut?: boolean;
}) {
  if (names.length === 0) return null;
  return (
    <div className="v-names">
      <Text size="sm" c="dimmed" mb={6}>
        {title}
      </Text>
      <Group gap={6} component="ul" className="v-chips">
        {names.map((name) => (
          <li key={name}>
            <Badge
              variant={shut ? "outline" : "default"}
              color="gray"
              tt="none"
              fw={500}
              className="mono v-chip"
            >
              {name}
            </Badge>
          </li>
        ))}
      </Group>
    </div>
  );
}
