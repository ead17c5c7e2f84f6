import { List, Stack, Text } from "@mantine/core";
import { ApiError } from "../../frame/api.ts";
import { Trouble } from "../../frame/States.tsx";
import { problemsIn } from "./problems.ts";

/** Why it was not done, with every field that the ledger found wrong. */
export function Refused({ error }: { readonly error: unknown }) {
  const problems = error instanceof ApiError ? problemsIn(error.problem) : [];
  return (
    <Stack gap="xs">
      <Trouble error={error} />
      {problems.length === 0 ? null : (
        <List size="sm">
          {problems.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              <Text span fw={600} size="sm">
                {field}
              </Text>{" "}
              {message}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
