import { Anchor, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { noticesQuery, textQuery } from "../../customer/data.ts";
import { NoticeText } from "../../customer/NoticeText.tsx";
import { Loaded } from "../../frame/States.tsx";

interface Shown {
  readonly noticeId: string;
  readonly version: number;
  readonly hash: string;
}

/** The text itself, as it was shown. */
export function ShownText({ hash, title }: { readonly hash: string; readonly title: string }) {
  const query = useQuery(textQuery(hash));
  return (
    <Loaded query={query} skeleton="text">
      {({ text, language }) => (
        <NoticeText title={title} text={text} language={language} mediaType={null} />
      )}
    </Loaded>
  );
}

/** What a notice is called, and on demand its text. */
export function NoticeShown({ noticeId, version, hash }: Shown) {
  const { t } = useTranslation("officer");
  const { t: said } = useTranslation("customer");
  const [opened, { open, close }] = useDisclosure(false);
  const { data: notices } = useQuery(noticesQuery);
  const title =
    notices
      ?.find((one) => one.noticeId === noticeId)
      ?.versions.flatMap(({ texts }) => texts)
      .find((one) => one.hash === hash)?.title ?? noticeId;
  return (
    <>
      <Anchor component="button" type="button" size="sm" ta="start" onClick={open}>
        {t("noticeVersion", { notice: title, version })}
      </Anchor>
      <Modal
        opened={opened}
        onClose={close}
        title={t("noticeShown")}
        size="lg"
        closeButtonProps={{ "aria-label": said("close") }}
      >
        <ShownText hash={hash} title={title} />
      </Modal>
    </>
  );
}
