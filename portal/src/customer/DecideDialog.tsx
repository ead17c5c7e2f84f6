import { Alert, Anchor, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../frame/format.ts";
import { IconAlert, IconCheck, IconReceipt } from "../frame/icons.ts";
import { tagOf } from "../frame/language.ts";
import { ProveIt } from "../frame/ProveIt.tsx";
import { Loaded, Trouble } from "../frame/States.tsx";
import { languageNow } from "../frame/words.ts";
import { type Choice, type Chosen, type Offer, offerQuery } from "./data.ts";
import { isOutdated, useDecision } from "./decide.ts";
import { NoticeText } from "./NoticeText.tsx";
import { type Person, useRecordedReading } from "./person.ts";
import { receiptPath } from "./receipt.ts";

function Question({
  offer,
  choose,
  sending,
}: {
  readonly offer: Offer;
  readonly choose: (choice: Choice) => void;
  readonly sending: Choice | null;
}) {
  const { t } = useTranslation("customer");
  const { controller, purpose, notice, choices } = offer;
  const withdraws = choices.some(({ choice }) => choice === "withdrawn");
  const isForeign = notice !== null && !notice.language.startsWith(languageNow());
  return (
    <Stack>
      <Text size="sm">
        {withdraws ? t("youAgreedTo") : t("asksYou", { firm: controller.name })}
      </Text>
      {purpose.description === "" ? null : <Text>{purpose.description}</Text>}
      {notice === null ? (
        <Text size="sm">{t(choices.length > 0 ? "notAsked" : "notAskedNoChoice")}</Text>
      ) : (
        <NoticeText {...notice} />
      )}
      {isForeign ? (
        <Text size="sm" c="dimmed">
          {t("inLanguage")}
        </Text>
      ) : null}
      {offer.globalPrivacyControl && !withdraws ? (
        <Alert variant="light" color="blue" icon={<IconAlert size={18} aria-hidden />}>
          {t("gpcSent")}
        </Alert>
      ) : null}
      <Group grow preventGrowOverflow={false} wrap="wrap" gap="sm">
        {choices.map(({ choice, wording }) => (
          <Button
            key={choice}
            // None of them is made to look like the better one.
            variant="outline"
            size="md"
            lang={offer.language}
            loading={sending === choice}
            disabled={sending !== null}
            onClick={() => choose(choice)}
          >
            {wording}
          </Button>
        ))}
      </Group>
      <Text size="xs" c="dimmed" component="div">
        {t("recordedAtOnce")}{" "}
        {controller.withdrawalMethod === null || withdraws
          ? null
          : t("howToWithdraw", { how: controller.withdrawalMethod })}{" "}
        {t("contact", { contact: controller.email ?? controller.contact })} ·{" "}
        <Anchor
          href={controller.policyUrl}
          target="_blank"
          rel="noopener noreferrer"
          underline="always"
          inherit
        >
          {t("policy")}
        </Anchor>
      </Text>
      <Text role="status" className="visually-hidden">
        {sending === null ? "" : t("sending")}
      </Text>
    </Stack>
  );
}

const CHOSEN = {
  given: "chosen_given",
  renewed: "chosen_given",
  refused: "chosen_refused",
  withdrawn: "chosen_withdrawn",
} as const;
type ChosenEvent = keyof typeof CHOSEN;

function Recorded({
  chosen,
  title,
  onClose,
}: {
  readonly chosen: Chosen;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("customer");
  const { time } = useFormats();
  const { event, id, recordedAt, state } = chosen;
  // The button that was pressed is gone: the focus would be nowhere.
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  return (
    <Stack role="status">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconCheck size={24} aria-hidden style={{ flex: "none" }} />
        <div>
          <Text fw={600}>{t(CHOSEN[event as ChosenEvent], { purpose: title })}</Text>
          <Text size="sm" c="dimmed">
            {t("chosenAt", { time: time(recordedAt) })}
          </Text>
          <Text size="sm" mt={4}>
            {t("stateNow", { state: t(`state_${state.reason}`) })}
          </Text>
        </div>
      </Group>
      <Group gap="sm">
        <Button ref={done} onClick={onClose}>
          {t("done")}
        </Button>
        <Button
          component="a"
          href={receiptPath(id)}
          target="_blank"
          rel="noopener"
          variant="default"
          leftSection={<IconReceipt size={18} aria-hidden />}
        >
          {t("receipt")}
        </Button>
        <ProveIt path={state.identifiers[0]!.evidence} of={title} />
      </Group>
    </Stack>
  );
}

function Body({
  person: { subject },
  purposeId,
  title,
  onClose,
}: {
  readonly person: Person;
  readonly purposeId: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("customer");
  const offer = useQuery({
    ...offerQuery(subject, purposeId, tagOf(languageNow())),
    ...useRecordedReading(subject),
  });
  const decision = useDecision(subject, purposeId);
  if (decision.data) return <Recorded chosen={decision.data} title={title} onClose={onClose} />;
  return (
    <Loaded query={offer} skeleton="text">
      {(found) => (
        <Stack>
          {!decision.isError ? null : isOutdated(decision.error) ? (
            <Alert role="alert" color="orange" variant="light">
              {t("changedMeanwhile")}
            </Alert>
          ) : (
            <Trouble error={decision.error} />
          )}
          <Question
            offer={found}
            sending={decision.isPending ? decision.variables.choice : null}
            choose={(choice) => decision.mutate({ choice, offer: found })}
          />
        </Stack>
      )}
    </Loaded>
  );
}

/** Where a person decides: the text in force in view, and what the ledger offers below it. `asked` null: closed. */
export function DecideDialog({
  person,
  asked,
  onClose,
  onClosed,
}: {
  readonly person: Person;
  readonly asked: { readonly purposeId: string; readonly title: string } | null;
  readonly onClose: () => void;
  /** Gone from the screen. */
  readonly onClosed: () => void;
}) {
  const { t } = useTranslation("customer");
  const isNarrow = useMediaQuery("(max-width: 36em)", false, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={asked?.title ?? t("deciding")}
      size="lg"
      fullScreen={isNarrow}
      // Whoever decided goes on at the card, which may stand elsewhere now.
      returnFocus={false}
      onExitTransitionEnd={onClosed}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {asked === null ? null : <Body person={person} {...asked} onClose={onClose} />}
    </Modal>
  );
}
