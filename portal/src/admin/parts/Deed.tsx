import { Button, type ButtonProps, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "./Refused.tsx";

/** The longest that is taken (api/identity/schemas.ts). */
const MOST_REASON = 500;

/** Enter in a field sends nothing; a button that has the focus is still pressed by it. */
const notByEnter = (event: KeyboardEvent): void => {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
};

/** Something that is done: a button, what it means, why it is done, and the same words once more to confirm it. What the ledger refuses stands there, with what was entered. */
export function Deed({
  label,
  title,
  text,
  isGrave = false,
  withReason = true,
  isReady = true,
  size = "lg",
  byButtonAlone = false,
  button,
  onDo,
  onOpen,
  labels,
  children,
}: {
  readonly label: string;
  /** Left out: the label. */
  readonly title?: string;
  /** What follows from it. */
  readonly text?: ReactNode;
  /** It takes something away. */
  readonly isGrave?: boolean;
  readonly withReason?: boolean;
  /** Whether what was entered is whole. */
  readonly isReady?: boolean;
  readonly size?: "lg" | "xl";
  /** For long forms, in which much may still be empty when the first fields are whole. */
  readonly byButtonAlone?: boolean;
  readonly button?: ButtonProps;
  readonly onDo: (reason: string) => Promise<unknown>;
  readonly onOpen?: () => void;
  /** What its fields are called, by the ledger's names of them. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation("admin");
  const [opened, { open, close }] = useDisclosure();
  const [reason, setReason] = useState("");
  const doing = useMutation({
    mutationFn: () => onDo(reason.trim()),
    onSuccess: () => {
      setReason("");
      close();
    },
  });
  const begin = (): void => {
    doing.reset();
    onOpen?.();
    open();
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    doing.mutate();
  };
  const lacks = !isReady || (withReason && reason.trim() === "");
  return (
    <>
      <Button
        variant={isGrave ? "default" : "filled"}
        {...(isGrave ? { c: "var(--grave)" } : {})}
        {...button}
        onClick={begin}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        size={size}
        title={title ?? label}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <form onSubmit={send} {...(byButtonAlone ? { onKeyDown: notByEnter } : {})}>
          <Stack>
            {text === undefined ? null : <Text size="sm">{text}</Text>}
            {children}
            {withReason ? (
              <TextInput
                label={t("reason")}
                description={t("reasonKept")}
                value={reason}
                maxLength={MOST_REASON}
                required
                onChange={({ currentTarget }) => setReason(currentTarget.value)}
              />
            ) : null}
            {doing.isError ? <Refused error={doing.error} labels={labels} /> : null}
            <Group justify="flex-end" mt="xs">
              <Button variant="default" onClick={close}>
                {t("cancel")}
              </Button>
              <Button
                type="submit"
                loading={doing.isPending}
                disabled={lacks}
                {...(isGrave ? { color: "red.8" } : {})}
              >
                {label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
