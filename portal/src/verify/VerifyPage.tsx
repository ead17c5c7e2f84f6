/** `/verify`: anybody checks what a ledger gave them, in their own browser. */
import { Anchor, Container, Group, Text } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "../frame/Brand.tsx";
import { Preferences } from "../frame/Preferences.tsx";
import { type Link, readLink, unpacked } from "./input/link.ts";
import type { Brought } from "./judge/judged.ts";
import { FromServer } from "./ui/FromServer.tsx";
import { RefusedLink } from "./ui/RefusedLink.tsx";
import { StandAlone } from "./ui/StandAlone.tsx";
import { Verifier } from "./ui/Verifier.tsx";
import { useTrust } from "./useTrust.ts";
import { useVerifier } from "./useVerifier.ts";
import "./verify.css";

/** What stands behind `#`, also when it changes while the page is open. */
function useLink(): readonly [Link, () => void] {
  const [link, setLink] = useState<Link>(() => readLink(location.hash));
  useEffect(() => {
    const onChange = (): void => setLink(readLink(location.hash));
    window.addEventListener("hashchange", onChange);
    return () => window.removeEventListener("hashchange", onChange);
  }, []);
  return [link, useCallback(() => setLink({ kind: "none" }), [])];
}

export function VerifyPage() {
  const { t } = useTranslation("verify");
  useDocumentTitle(`${t("title")} · Counterfoil`);
  const trust = useTrust("page");
  const work = useVerifier(trust);
  const [link, done] = useLink();
  const { bring } = work;
  const take = useCallback(
    (files: readonly Brought[]) => {
      done();
      bring(files);
    },
    [bring, done],
  );
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    setBroken(link.kind === "broken");
    if (link.kind !== "file") return;
    void unpacked(link.packed).then((bytes) => {
      if (bytes === null) setBroken(true);
      else take([{ name: t("linkedFile"), bytes }]);
    });
  }, [link, take, t]);
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
        <Text c="dimmed" maw={680} mb="xl">
          {t("lead")}
        </Text>
        {isBroken ? <RefusedLink /> : null}
        <Verifier
          trust={trust}
          work={work}
          isFetching={link.kind === "from"}
          fetching={link.kind === "from" ? <FromServer path={link.path} onBring={take} /> : null}
          below={<StandAlone />}
        />
      </Container>
      <footer className="v-footer">
        <Container size="lg">
          <Text size="sm" c="dimmed">
            {t("privacy")}{" "}
            <Anchor href="/docs" size="sm">
              {t("apiDocs")}
            </Anchor>
          </Text>
        </Container>
      </footer>
    </>
  );
}
