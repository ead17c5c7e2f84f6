import { Alert, Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Trouble } from "../../frame/States.tsx";
import { useMe } from "../../frame/session.ts";
import { type Wallet, watchWallets } from "../../verify/chain/wallets.ts";
import { KeyFile } from "./KeyFile.tsx";
import { type Agreement, askToSign, bringSignature, OF_AGREEMENTS } from "./queries.ts";
import { signWith, WalletRefusal } from "./wallet.ts";

const WHAT = ["terms", "withdrawal", "termination"] as const;
const PARTIES = ["controller", "recipient"] as const;

/** Signing with a wallet of this browser, or with a key file elsewhere: what is signed is asked for anew each time, and brought at once. */
export function Sign({
  agreement: { agreementId: id, waitsFor, versions },
}: {
  readonly agreement: Agreement;
}) {
  const { t } = useTranslation("agreements");
  const isPartner = useMe().role === "partner";
  const parties = isPartner ? (["recipient"] as const) : PARTIES;
  const isOpen = waitsFor.length > 0;
  const isTheirs = waitsFor.some((side) => parties.some((one) => one === side));
  const client = useQueryClient();
  const [wallets, setWallets] = useState<readonly Wallet[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [what, setWhat] = useState<(typeof WHAT)[number]>(isOpen ? "terms" : "termination");
  const [party, setParty] = useState<(typeof PARTIES)[number]>(
    parties.find((one) => waitsFor.includes(one)) ?? parties[0],
  );
  useEffect(() => watchWallets(window, setWallets), []);
  const wallet = wallets.find((one) => one.id === chosen) ?? wallets[0];
  const signing = useMutation({
    mutationFn: async ({ provider }: Wallet) => {
      const request = await askToSign(id, { what, party });
      const signature = await signWith(provider, request);
      return bringSignature(id, { ...request, signature });
    },
    onSettled: () => client.invalidateQueries(OF_AGREEMENTS),
  });
  const { error, data } = signing;
  return (
    <Paper component="section" aria-labelledby="sign">
      <Title order={2} size="h4" id="sign" mb={4}>
        {t("sign")}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {isOpen && isTheirs
          ? t(isPartner ? "yourTurn" : "turn", { n: versions.at(-1)?.version })
          : t("signSays")}
      </Text>
      <Stack gap="md">
        <Group align="flex-end">
          <NativeSelect
            label={t("what")}
            data={WHAT.map((value) => ({ value, label: t(`what_${value}`) }))}
            value={what}
            onChange={({ currentTarget: { value } }) =>
              setWhat(WHAT.find((one) => one === value) ?? "terms")
            }
          />
          {parties.length < 2 ? null : (
            <NativeSelect
              label={t("party")}
              data={parties.map((value) => ({ value, label: t(`party_${value}`) }))}
              value={party}
              onChange={({ currentTarget: { value } }) =>
                setParty(PARTIES.find((one) => one === value) ?? "controller")
              }
            />
          )}
          {wallet === undefined ? null : (
            <>
              <NativeSelect
                label={t("wallet")}
                data={wallets.map(({ id: value, name }) => ({
                  value,
                  label: name ?? t("aWallet"),
                }))}
                value={wallet.id}
                onChange={({ currentTarget }) => setChosen(currentTarget.value)}
              />
              <Button
                {...(what === "termination" ? { color: "red" } : {})}
                loading={signing.isPending}
                onClick={() => signing.mutate(wallet)}
              >
                {t("signNow")}
              </Button>
            </>
          )}
        </Group>
        {wallet === undefined ? <Text size="sm">{t("noWallet")}</Text> : null}
        {data === undefined ? null : (
          <Alert role="status" variant="light">
            {t(data.waitsFor === null ? "signedAs" : "waits")}
          </Alert>
        )}
        {error === null ? null : error instanceof WalletRefusal ? (
          <Alert role="alert" color="orange" variant="light">
            {error.account === null
              ? t("walletRefused")
              : t("otherAccount", { account: error.account })}
          </Alert>
        ) : (
          <Trouble error={error} />
        )}
        <KeyFile id={id} wanted={{ what, party }} version={versions.at(-1)} />
      </Stack>
    </Paper>
  );
}
