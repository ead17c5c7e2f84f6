import { List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../frame/api.ts";
import { Trouble } from "../../frame/States.tsx";
import { problemsIn } from "./problems.ts";

/** Why it was not done, with every field that the ledger found wrong. */
export function Refused({
  error,
  labels,
}: {
  readonly error: unknown;
  /** What fields are called where they were entered; left out, they stand as the ledger names them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}) {
  const { t } = useTranslation("admin");
  const problems = error instanceof ApiError ? problemsIn(error.problem) : [];
  return (
    <Stack gap="xs">
      <Trouble
        error={error}
        {...(labels === undefined || problems.length === 0 ? {} : { said: t("fieldsRefused") })}
      />
      {problems.length === 0 ? null : (
        <List size="sm">
          {problems.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              <Text span fw={600} size="sm">
                {labels?.[field] ?? field}
              </Text>{" "}
              {message}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
