/** All of it: where files are brought, whom the visitor trusts, and what is said. The same on the page and in the stand-alone file. */
import { Alert, Button, Group, Loader, Progress, Text } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAlert } from "../../frame/icons.ts";
import type { Trust } from "../useTrust.ts";
import type { Verifier as Work } from "../useVerifier.ts";
import { DropZone } from "./DropZone.tsx";
import { Lent, type LentWord } from "./lent.ts";
import { PolicyOffer } from "./PolicyOffer.tsx";
import { Result } from "./Result.tsx";
import { TrustRail } from "./TrustRail.tsx";

/** What is done sooner needs no bar. */
const PATIENCE_MS = 400;

function Busy() {
  const { t } = useTranslation("verify");
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="v-busy">
      {isLong ? (
        <>
          <Group gap="sm" mb="sm">
            <Loader size="sm" />
            <Text fw={600}>{t("checking")}</Text>
          </Group>
          <Progress value={100} animated aria-label={t("checking")} />
        </>
      ) : null}
    </div>
  );
}

export function Verifier({
  trust,
  work,
  isFetching = false,
  fetching = null,
  below,
}: {
  readonly trust: Trust;
  readonly work: Work;
  /** Something is fetched that a link has named: {@link fetching} stands where files are brought. */
  readonly isFetching?: boolean;
  readonly fetching?: ReactNode;
  /** In the rail, below whom is trusted. */
  readonly below: ReactNode;
}) {
  const { t } = useTranslation("verify");
  const { state, files, clear } = work;
  const { home, chainSource, source } = trust;
  const [isChainOpen, setChainOpen] = useState(home === "file" && chainSource.kind === "none");
  const main = useRef<HTMLDivElement>(null);
  const side = useRef<HTMLDivElement>(null);
  const isTold = state.kind === "judged";
  useEffect(() => {
    // Whoever does not see the page hears the word.
    if (isTold) main.current?.querySelector<HTMLElement>(".v-word")?.focus({ preventScroll: true });
  }, [isTold]);
  const lent = useMemo<LentWord>(
    () => ({
      chain: chainSource.kind === "firm",
      policy: source.kind === "firm",
      choose() {
        setChainOpen(true);
        requestAnimationFrame(() => {
          const radio = side.current?.querySelector<HTMLElement>("input[value=rpc]");
          radio?.scrollIntoView({ block: "center" });
          radio?.focus();
        });
      },
    }),
    [chainSource, source],
  );
  return (
    <div className="v-columns">
      <div className="v-main" ref={main}>
        <PolicyOffer trust={trust} />
        {isFetching ? fetching : null}
        {files.length === 0 ? null : (
          <div className="v-bar">
            <Text size="sm" c="dimmed">
              {t("nowChecked", { files: files.map(({ name }) => name).join(t("listJoin")) })}
            </Text>
            <Group gap="xs" wrap="nowrap">
              <Button variant="default" size="compact-sm" onClick={work.again}>
                {t("checkAgain")}
              </Button>
              <Button variant="default" size="compact-sm" onClick={clear}>
                {t("anotherFile")}
              </Button>
            </Group>
          </div>
        )}
        <DropZone onBring={work.bring} isHidden={isFetching || files.length > 0} />
        {state.kind === "busy" ? <Busy /> : null}
        {state.kind === "fault" ? (
          <Alert
            role="alert"
            color="red"
            variant="light"
            icon={<IconAlert size={20} aria-hidden />}
            title={t("fault")}
          >
            <Text size="sm">{t("faultDo")}</Text>
          </Alert>
        ) : null}
        {state.kind === "judged" ? (
          <Lent value={lent}>
            <Result judged={state.judged} />
          </Lent>
        ) : null}
      </div>
      <div className="v-side" ref={side}>
        <TrustRail trust={trust} isChainOpen={isChainOpen} onChainOpen={setChainOpen} />
        {below}
      </div>
    </div>
  );
}
