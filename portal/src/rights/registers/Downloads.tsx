import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { download } from "../../frame/api.ts";
import { IconDownload } from "../../frame/icons.ts";
import { Trouble } from "../../frame/States.tsx";

/** Registers as files, each made when it is asked for. */
export function Downloads({
  of,
}: {
  readonly of: readonly {
    readonly path: string;
    readonly name: string;
    readonly label: string;
  }[];
}) {
  const fetching = useMutation({
    mutationFn: ({ path, name }: { path: string; name: string }) => download(path, name),
  });
  return (
    <Stack gap="xs">
      <Group gap="sm">
        {of.map(({ path, name, label }) => (
          <Button
            key={path}
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={fetching.isPending && fetching.variables.path === path}
            onClick={() => fetching.mutate({ path, name })}
          >
            {label}
          </Button>
        ))}
      </Group>
      {fetching.isError ? <Trouble error={fetching.error} /> : null}
    </Stack>
  );
}
