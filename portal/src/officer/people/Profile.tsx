import { Paper, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { countryName } from "../../customer/display-names.ts";
import { type Fact, profileView } from "../../customer/record-view.ts";
import { useFormats } from "../../frame/format.ts";
import { ProveIt } from "../../frame/ProveIt.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { profileQuery } from "../data.ts";
import { Facts } from "../parts/Facts.tsx";

/** Who they are, as recorded last. */
export function Profile({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("officer");
  const { t: said, i18n } = useTranslation("customer");
  const { day, time } = useFormats();
  const query = useQuery(profileQuery(subject));
  const lineOf = ({ form }: Fact, line: string): string => {
    if (form === "day") return day(line);
    if (form === "language")
      return new Intl.DisplayNames(i18n.language, { type: "language" }).of(line) ?? line;
    return form === "channel" ? said(`channel_${line}` as "channel_other") : line;
  };
  return (
    <Loaded
      query={query}
      skeleton="text"
      isEmpty={(found) => found === null}
      empty={<Empty title={t("noProfile")}>{t("noProfileText")}</Empty>}
    >
      {(found) => {
        const { facts, version, recordedAt, evidence } = profileView(found!);
        return (
          <Paper component="section" aria-labelledby="profile">
            <Title order={2} size="h4" id="profile" mb="md">
              {t("profile")}
            </Title>
            <Facts
              of={[
                ...facts.map((fact): [string, React.ReactNode] => [
                  said(fact.word),
                  [
                    ...fact.lines.map((line) => <div key={line}>{lineOf(fact, line)}</div>),
                    ...(fact.country === null
                      ? []
                      : [<div key="country">{countryName(fact.country)}</div>]),
                  ],
                ]),
                [t("recordedAt"), `${time(recordedAt)} · ${t("version", { n: version })}`],
                [t("evidence"), <ProveIt key="p" path={evidence} of={t("profile")} />],
              ]}
            />
          </Paper>
        );
      }}
    </Loaded>
  );
}
