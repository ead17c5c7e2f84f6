import { Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { More } from "../parts/More.tsx";
import classes from "../parts/parts.module.css";
import { agreementsQuery } from "./queries.ts";
import { AgreementState } from "./StateBadge.tsx";

/** All agreements with partners, and what each is in. */
export function AgreementsPage() {
  const { t } = useTranslation("agreements");
  const { day } = useFormats();
  const query = useInfiniteQuery(agreementsQuery);
  const isPartner = useMe().role === "partner";
  return (
    <Page title={t("title")} lead={t(isPartner ? "leadPartner" : "lead")}>
      <Loaded
        query={query}
        isEmpty={({ pages }) => pages.every(({ agreements }) => agreements.length === 0)}
        empty={<Empty title={t("none")}>{t(isPartner ? "noneTextPartner" : "noneText")}</Empty>}
      >
        {({ pages }) => (
          <>
            <ul aria-label={t("title")} style={{ margin: 0, padding: 0, listStyle: "none" }}>
              {pages
                .flatMap(({ agreements }) => agreements)
                .map(
                  ({
                    agreementId,
                    recipient,
                    controller,
                    version,
                    state,
                    validFrom,
                    validUntil,
                  }) => (
                    <li key={agreementId}>
                      <Link
                        className={classes.row}
                        to="/app/agreements/$id"
                        params={{ id: agreementId }}
                      >
                        <Group justify="space-between" gap="sm">
                          <div>
                            <Text fw={600}>
                              {(isPartner ? controller : recipient) ?? t("title")}
                            </Text>
                            <Text size="sm" c="dimmed">
                              {version === null || validFrom === null || validUntil === null
                                ? t("damagedLine", { id: agreementId })
                                : t("line", {
                                    n: version,
                                    from: day(validFrom),
                                    until: day(validUntil),
                                  })}
                            </Text>
                          </div>
                          <AgreementState state={state} />
                        </Group>
                      </Link>
                    </li>
                  ),
                )}
            </ul>
            {query.hasNextPage ? <More query={query} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}
