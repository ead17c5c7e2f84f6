import { Stack } from "@mantine/core";
import { useMe } from "../../frame/session.ts";
import { PersonHolds } from "./PersonHolds.tsx";
import { PersonRequests } from "./PersonRequests.tsx";
import { PersonRestriction } from "./PersonRestriction.tsx";

/** What a person has asked for, whether use of their data is stopped, and what must not be erased. */
export function PersonRights({ subject }: { readonly subject: string }) {
  const isOfficer = useMe().role === "officer";
  return (
    <Stack gap="lg">
      <PersonRequests subject={subject} />
      <PersonRestriction subject={subject} mayChange={isOfficer} />
      {isOfficer ? <PersonHolds subject={subject} /> : null}
    </Stack>
  );
}
