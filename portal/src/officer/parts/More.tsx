import { Button, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

/** Below a list that comes in pages. */
export function More({
  query,
}: {
  readonly query: Pick<
    UseInfiniteQueryResult<InfiniteData<unknown>>,
    "hasNextPage" | "isFetchingNextPage" | "fetchNextPage"
  >;
}) {
  const { t } = useTranslation("officer");
  if (!query.hasNextPage)
    return (
      <Text size="sm" c="dimmed">
        {t("end")}
      </Text>
    );
  return (
    <Button
      variant="default"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
      style={{ alignSelf: "flex-start" }}
    >
      {t("more")}
    </Button>
  );
}
