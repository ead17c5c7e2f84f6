/** Who is asked about the chain: a wallet, a node of the visitor's choice, or, as what it is, the firm itself. */
import { Alert, Button, Checkbox, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAlert } from "../../frame/icons.ts";
import { isRpcAddress } from "../chain/rpc.ts";
import type { ChainSource, Trust } from "../useTrust.ts";
import { chainName } from "./chains.ts";
import { type Node, useNode } from "./useNode.ts";

const nameOf = (source: ChainSource): string =>
  source.kind === "wallet" ? `wallet:${source.id}` : source.kind;

function Status({ node, trust }: { readonly node: Node; readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const { policy } = trust;
  if (node.kind === "none" || node.kind === "asking") return null;
  if (node.kind === "silent") {
    return (
      <Alert
        color="orange"
        variant="light"
        icon={<IconAlert size={18} aria-hidden />}
        title={t("nodeSilent")}
      >
        <Text size="sm">{t("nodeSilentDo")}</Text>
      </Alert>
    );
  }
  const name = chainName(node.chainId) ?? t("chainNumber", { id: node.chainId });
  if (policy === null || policy.chainId === node.chainId) {
    return (
      <Text size="sm" c="dimmed">
        {t("nodeAnswers", { chain: name })}
      </Text>
    );
  }
  const wanted = chainName(policy.chainId) ?? t("chainNumber", { id: policy.chainId });
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlert size={18} aria-hidden />}
      title={t("nodeOther", { chain: name })}
    >
      <Text size="sm" mb="xs">
        {t("nodeOtherDo", { chain: wanted })}
      </Text>
      {trust.chainSource.kind === "wallet" ? (
        <Button size="compact-sm" variant="default" onClick={() => node.switchTo(policy.chainId)}>
          {t("switchWallet", { chain: wanted })}
        </Button>
      ) : null}
    </Alert>
  );
}

function Address({ trust }: { readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const { chainSource } = trust;
  const [text, setText] = useState(chainSource.kind === "rpc" ? chainSource.address : "");
  const [isKept, setKept] = useState(false);
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      className="v-address"
      onSubmit={(event) => {
        event.preventDefault();
        const address = text.trim();
        setWrong(!isRpcAddress(address));
        if (isRpcAddress(address)) trust.chooseChain({ kind: "rpc", address }, isKept);
      }}
    >
      <TextInput
        label={t("nodeAddress")}
        placeholder="https://"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={text}
        error={isWrong ? t("nodeAddressWrong") : null}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {trust.home === "page" ? (
        <Checkbox
          size="xs"
          label={t("nodeRemember")}
          checked={isKept}
          onChange={({ currentTarget }) => setKept(currentTarget.checked)}
        />
      ) : null}
      <Button type="submit" size="xs" disabled={text.trim() === ""}>
        {t("askNode")}
      </Button>
    </form>
  );
}

export function ChainPanel({ trust }: { readonly trust: Trust }) {
  const { t } = useTranslation("verify");
  const { chainSource, wallets, home } = trust;
  const node = useNode(trust);
  const [isTyping, setTyping] = useState(chainSource.kind === "rpc");
  const value = isTyping ? "rpc" : nameOf(chainSource);
  const choose = (chosen: string): void => {
    setTyping(chosen === "rpc");
    if (chosen === "rpc") return;
    if (chosen.startsWith("wallet:")) trust.chooseChain({ kind: "wallet", id: chosen.slice(7) });
    else trust.chooseChain({ kind: chosen as "firm" | "none" });
  };
  return (
    <Stack gap="md">
      <Radio.Group
        value={value}
        onChange={choose}
        label={t("whoIsAsked")}
        description={t("whoIsAskedLead")}
      >
        <Stack gap="sm" mt="sm">
          {wallets.map(({ id, name }) => (
            <Radio
              key={id}
              value={`wallet:${id}`}
              label={name ?? t("wallet")}
              description={t("walletHint")}
            />
          ))}
          <Radio value="rpc" label={t("ownNode")} description={t("ownNodeHint")} />
          {home === "page" ? (
            <Radio value="firm" label={t("firmChain")} description={t("firmChainHint")} />
          ) : null}
          <Radio value="none" label={t("nobody")} description={t("nobodyHint")} />
        </Stack>
      </Radio.Group>
      {value === "rpc" ? <Address trust={trust} /> : null}
      <Status node={node} trust={trust} />
    </Stack>
  );
}
