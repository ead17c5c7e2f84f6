/** `/verify`: anybody checks what a ledger gave them, in their own browser. */
import { Anchor, Container, Group, Text } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Brand } from "../frame/Brand.tsx";
import { Preferences } from "../frame/Preferences.tsx";
import { FromServer } from "./ui/FromServer.tsx";
import { LedgerView } from "./ui/LedgerView.tsx";
import { RefusedLink } from "./ui/RefusedLink.tsx";
import { StandAlone } from "./ui/StandAlone.tsx";
import { Verifier } from "./ui/Verifier.tsx";
import { useLink } from "./useLink.ts";
import { useTrust } from "./useTrust.ts";
import { useVerifier } from "./useVerifier.ts";
import { useView, type View } from "./useView.ts";
import "./verify.css";

/** One file, or the whole log: two addresses of one page. */
function Views({ view }: { readonly view: View }) {
  const { t } = useTranslation("ledger");
  return (
    <nav className="v-tabs" aria-label={t("tabs")}>
      <a href="#file" aria-current={view === "file" ? "page" : undefined}>
        {t("tabFile")}
      </a>
      <a href="#ledger" aria-current={view === "ledger" ? "page" : undefined}>
        {t("tabLedger")}
      </a>
    </nav>
  );
}

export function VerifyPage() {
  const { t } = useTranslation("verify");
  useDocumentTitle(`${t("title")} · Counterfoil`);
  const trust = useTrust("page");
  const work = useVerifier(trust);
  const { path, isBroken, take } = useLink(work.bring);
  const view = useView();
  return (
    <>
      <a className="skip" href="#verify">
        {t("toContent")}
      </a>
      <header className="v-header">
        <Container size="lg">
          <Group justify="space-between" h={60} wrap="nowrap">
            <Brand />
            <Preferences />
          </Group>
        </Container>
      </header>
      <Container size="lg" component="main" id="verify" className="v-page">
        <h1 className="v-h1">{t("title")}</h1>
        {view === "ledger" ? null : (
          <Text c="dimmed" maw={680} mb="xl" className={work.files.length === 0 ? "" : "v-said"}>
            {t("lead")}
          </Text>
        )}
        <Views view={view} />
        {isBroken ? <RefusedLink /> : null}
        {view === "ledger" ? (
          <LedgerView trust={trust} below={<StandAlone />} />
        ) : (
          <Verifier
            trust={trust}
            work={work}
            isFetching={path !== null}
            fetching={path === null ? null : <FromServer path={path} onBring={take} />}
            below={<StandAlone />}
          />
        )}
      </Container>
      <footer className="v-footer">
        <Container size="lg">
          <Text size="sm" c="dimmed">
            {t("privacy")}{" "}
            <Anchor href="/docs" size="sm" underline="always">
              {t("apiDocs")}
            </Anchor>
          </Text>
        </Container>
      </footer>
    </>
  );
}
