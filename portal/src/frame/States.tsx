/** What people meet before, instead of, and after the thing itself: waiting, an error with what to do, nothing there. */
import { Alert, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, troubleOf } from "./api.ts";
import { IconAlert } from "./icons.ts";
import { signInPath } from "./session.ts";

export type SkeletonShape = "list" | "cards" | "table" | "text";

const ROWS = ["a", "b", "c", "d", "e"];

/** The shape of what comes. */
export function Waiting({ shape }: { readonly shape: SkeletonShape }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")}>
      {shape === "cards" ? (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {ROWS.slice(0, 3).map((row) => (
            <Paper key={row}>
              <Skeleton h={18} w="55%" mb="md" />
              <Skeleton h={12} mb="xs" />
              <Skeleton h={12} w="80%" />
            </Paper>
          ))}
        </SimpleGrid>
      ) : (
        <Stack gap={shape === "text" ? "xs" : "md"}>
          {ROWS.map((row) => (
            <Skeleton key={row} h={shape === "text" ? 12 : 44} />
          ))}
        </Stack>
      )}
    </div>
  );
}

/** Why it is not there, and what to do. */
export function Trouble({
  error,
  onRetry,
  said: instead,
}: {
  readonly error: unknown;
  /** In place of what the ledger says. */
  readonly said?: string;
  readonly onRetry?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const trouble = troubleOf(error);
  const said = instead ?? (error instanceof ApiError ? error.detail : null);
  return (
    <Alert
      role="alert"
      color={trouble === "fault" ? "red" : "orange"}
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t(`trouble_${trouble}`)}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{said ?? t(`remedy_${trouble}`)}</Text>
        <Group>
          {trouble === "sessionEnded" ? (
            <Button component="a" href={signInPath()} size="xs">
              {t("signIn")}
            </Button>
          ) : onRetry === undefined || trouble === "refused" ? null : (
            <Button size="xs" variant="default" onClick={onRetry}>
              {t("tryAgain")}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** There is nothing, and that is no error. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <Paper p="xl" ta="center">
      <Text fw={600}>{title}</Text>
      {children === undefined ? null : (
        <Text c="dimmed" size="sm" mt="xs" component="div">
          {children}
        </Text>
      )}
    </Paper>
  );
}

/** A query's three states; `children` draws what came. `empty`: what stands there where `isEmpty` says that nothing came. */
export function Loaded<T>({
  query,
  skeleton = "list",
  isEmpty,
  empty,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly skeleton?: SkeletonShape;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  // What came before stays in view while it is asked again, also where that fails.
  if (query.data !== undefined) {
    const stale = query.isError ? (
      <Trouble error={query.error} onRetry={() => void query.refetch()} />
    ) : null;
    const body = isEmpty?.(query.data) ? empty : children(query.data);
    return (
      <Stack gap="md">
        {stale}
        {body}
      </Stack>
    );
  }
  if (query.isError) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting shape={skeleton} />;
}
