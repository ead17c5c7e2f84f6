/** Whose ledger is trusted: the firm's own policy, or one that the visitor has pinned. */
import { Alert, Button, Group, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Policy, policyOrigin } from "../../../verify/index.ts";
import { useFormats } from "../../frame/format.ts";
import { Id } from "../../frame/Id.tsx";
import { IconAlert } from "../../frame/icons.ts";
import { differences, keyFacts } from "../policy/compare.ts";
import { MOST_NAME, type Pin, policyOf } from "../policy/pins.ts";
import type { Trust } from "../useTrust.ts";
import { chainName } from "./chains.ts";
import { Facts } from "./Section.tsx";

/** What a policy trusts, so that it can be compared by eye or by telephone. */
function PolicyFacts({ policy }: { readonly policy: Policy }) {
  const { t } = useTranslation("verify");
  const { number, duration } = useFormats();
  return (
    <details className="v-details">
      <summary>{t("fingerprints")}</summary>
      <Facts
        rows={[
          [t("origin"), policyOrigin(policy)],
          [t("chain"), chainName(policy.chainId) ?? t("chainNumber", { id: policy.chainId })],
          [
            t("contract"),
            <Id key="contract" value={policy.contract} of={t("contract")} ends={8} />,
          ],
          [t("ledgerId"), <Id key="ledger" value={policy.ledgerId} of={t("ledgerId")} ends={8} />],
          ...policy.keys.map(keyFacts).map(
            ({ role, name, fromSize, fingerprint }) =>
              [
                t(`role_${role}`),
                <span key={fingerprint}>
                  {name}
                  {fromSize > 0 ? t("fromSize", { size: number(fromSize) }) : null}
                  <span className="mono v-fingerprint">{fingerprint}</span>
                </span>,
              ] as const,
          ),
          ...(policy.maxAgeSeconds === null
            ? []
            : [[t("maxAge"), duration(policy.maxAgeSeconds)] as const]),
        ]}
      />
    </details>
  );
}

/** A pinned policy that is not what the firm serves now. */
function Changed({ pin, served }: { readonly pin: Policy; readonly served: Trust["served"] }) {
  const { t } = useTranslation("verify");
  if (served === null || typeof served === "string") return null;
  const found = differences(pin, served);
  if (found.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("pinSame")}
      </Text>
    );
  const isOther = found.includes("ledger");
  return (
    <Alert
      color={isOther ? "gray" : "orange"}
      variant="light"
      icon={<IconAlert size={18} aria-hidden />}
      title={t(isOther ? "pinOther" : "pinChanged")}
    >
      <Text size="sm">
        {isOther
          ? t("pinOtherDo")
          : t("pinChangedDo", {
              what: found.map((one) => t(`difference_${one}`)).join(t("listJoin")),
            })}
      </Text>
    </Alert>
  );
}

function Bring({ trust }: { readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const policy = policyOf(text);
        setWrong(policy === null);
        if (policy === null) return;
        trust.give({ policy, text });
        setText("");
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={t("policyText")}
          description={t("policyTextHint")}
          autosize
          minRows={3}
          maxRows={8}
          spellCheck={false}
          value={text}
          error={isWrong ? t("noPolicy") : null}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" size="xs" variant="default" disabled={text.trim() === ""}>
            {t("usePolicy")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Keep({ trust }: { readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const [name, setName] = useState("");
  const [isLost, setLost] = useState(false);
  return (
    <form
      className="v-keep"
      onSubmit={(event) => {
        event.preventDefault();
        setLost(!trust.pin(name.trim()));
      }}
    >
      <TextInput
        label={t("pinName")}
        description={t("pinHint")}
        size="xs"
        value={name}
        maxLength={MOST_NAME}
        error={isLost ? t("pinNotKept") : null}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" size="xs" disabled={name.trim() === ""}>
        {t("pin")}
      </Button>
    </form>
  );
}

function PinLine({ pin, trust }: { readonly pin: Pin; readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Radio
        value={`pin:${pin.id}`}
        label={pin.name}
        description={t("pinnedPolicy", { origin: policyOrigin(pin.policy) })}
      />
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        aria-label={t("forgetThing", { name: pin.name })}
        onClick={() => trust.unpin(pin.id)}
      >
        {t("forget")}
      </Button>
    </Group>
  );
}

export function PolicyPanel({ trust }: { readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const { source, served, pins, given, home, policy } = trust;
  const value = source.kind === "pin" ? `pin:${source.id}` : source.kind;
  const choose = (chosen: string): void => {
    if (chosen.startsWith("pin:")) trust.choosePolicy({ kind: "pin", id: chosen.slice(4) });
    else trust.choosePolicy({ kind: chosen as "firm" | "given" | "none" });
  };
  const firm =
    served === "pending"
      ? t("policyComing")
      : served === "failed" || served === null
        ? t("policyMissing")
        : policyOrigin(served);
  return (
    <Stack gap="md">
      <Radio.Group
        value={value}
        onChange={choose}
        label={t("whoseLedger")}
        description={t("whoseLedgerLead")}
      >
        <Stack gap="sm" mt="sm">
          {home === "page" ? (
            <Radio
              value="firm"
              label={t("firmPolicy")}
              description={t("firmPolicyOf", { origin: firm })}
            />
          ) : null}
          {pins.pins.map((pin) => (
            <PinLine key={pin.id} pin={pin} trust={trust} />
          ))}
          {given === null ? null : (
            <Radio
              value="given"
              label={t("givenPolicy")}
              description={policyOrigin(given.policy)}
            />
          )}
          <Radio value="none" label={t("noPolicyChosen")} description={t("noPolicyHint")} />
        </Stack>
      </Radio.Group>
      {source.kind === "given" ? <Keep trust={trust} /> : null}
      {policy === null ? null : <PolicyFacts policy={policy} />}
      {source.kind === "pin" && policy !== null ? <Changed pin={policy} served={served} /> : null}
      <details className="v-details" open={home === "file" && policy === null}>
        <summary>{t("otherPolicy")}</summary>
        <Bring trust={trust} />
      </details>
    </Stack>
  );
}
