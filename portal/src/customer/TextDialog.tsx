import { Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Id } from "../frame/Id.tsx";
import { IconAlert, IconShieldCheck } from "../frame/icons.ts";
import { Loaded } from "../frame/States.tsx";
import type { ConsentView } from "./consent-view.ts";
import { noticesQuery, textQuery } from "./data.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { NoticeText } from "./NoticeText.tsx";

type Shown = NonNullable<ConsentView["text"]>;

function Body({ shown }: { readonly shown: Shown }) {
  const { t } = useTranslation("customer");
  const text = useQuery(textQuery(shown.hash));
  const { data: notices } = useQuery(noticesQuery);
  const title = notices
    ?.find(({ noticeId }) => noticeId === shown.noticeId)
    ?.versions.flatMap(({ texts }) => texts)
    .find(({ hash }) => hash === shown.hash)?.title;
  return (
    <Loaded query={text} skeleton="text">
      {(found) => {
        const isIntact = fingerprintOf(found.text) === shown.hash;
        return (
          <Stack>
            <NoticeText
              title={title ?? shown.noticeId}
              text={found.text}
              language={found.language}
              mediaType={null}
            />
            <Group gap={8} wrap="nowrap" align="flex-start">
              {isIntact ? (
                <IconShieldCheck size={18} aria-hidden style={{ flex: "none" }} />
              ) : (
                <IconAlert size={18} aria-hidden style={{ flex: "none" }} />
              )}
              <Text size="sm" c={isIntact ? "dimmed" : "red"} role={isIntact ? undefined : "alert"}>
                {t(isIntact ? "textIntact" : "textChanged")}
              </Text>
            </Group>
            <Text size="sm" c="dimmed" component="div">
              {t("versionNumber", { n: shown.version })} · {t("fingerprint")}{" "}
              <Id value={shown.hash} of={t("fingerprint")} />
            </Text>
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** The text under which a consent came about, held against the fingerprint that the consent names. `shown` null: closed. */
export function TextDialog({
  shown,
  onClose,
}: {
  readonly shown: Shown | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("customer");
  return (
    <Modal
      opened={shown !== null}
      onClose={onClose}
      title={t("textTitle")}
      size="lg"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {shown === null ? null : <Body shown={shown} />}
    </Modal>
  );
}
