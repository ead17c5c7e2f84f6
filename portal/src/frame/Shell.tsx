import {
  AppShell,
  Box,
  Burger,
  Group,
  Loader,
  Menu,
  NavLink,
  Stack,
  Text,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure, useNetwork } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "./Brand.tsx";
import { IconLogout, IconShieldCheck, IconUser } from "./icons.ts";
import { NotForRole } from "./NotFound.tsx";
import { isOfOthers, PLACES } from "./nav.ts";
import { Preferences } from "./Preferences.tsx";
import { Trouble } from "./States.tsx";
import { type Me, meQuery, signInPath, signOut } from "./session.ts";

function Account({ me, onSignOut }: { readonly me: Me; readonly onSignOut: () => void }) {
  const { t } = useTranslation();
  const name = me.email ?? me.phone ?? "";
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton aria-label={t("accountOf", { name })} p={6}>
          <Group gap={8} wrap="nowrap">
            <IconUser size={20} aria-hidden />
            <Text size="sm" visibleFrom="sm" maw={200} truncate>
              {name}
            </Text>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          <br />
          {t(`role_${me.role}`)}
        </Menu.Label>
        <Menu.Item component="a" href="/account">
          {t("account")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Places({ me, onGo }: { readonly me: Me; readonly onGo: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <Stack gap={2}>
      {PLACES[me.role].map(({ to, word }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={t(word)}
          active={pathname === to || pathname.startsWith(`${to}/`)}
          aria-current={pathname === to ? "page" : undefined}
          onClick={onGo}
        />
      ))}
      <NavLink
        component="a"
        href="/verify"
        label={t("navVerify")}
        leftSection={<IconShieldCheck size={18} aria-hidden />}
        mt="md"
      />
    </Stack>
  );
}

function Frame({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { online } = useNetwork();
  const leaving = useMutation({ mutationFn: signOut });
  const { pathname } = useLocation();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 240, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <AppShell.Header>
        <Group
          h="100%"
          px={{ base: "xs", sm: "md" }}
          justify="space-between"
          wrap="nowrap"
          gap="xs"
        >
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t(opened ? "closeMenu" : "openMenu")}
              aria-expanded={opened}
            />
            <Brand href="/app" />
          </Group>
          <Group gap={4} wrap="nowrap">
            <Preferences />
            <Account me={me} onSignOut={() => leaving.mutate()} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("menu")}>
        <Places me={me} onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main">
        {online ? null : (
          <Text role="status" c="orange" size="sm" mb="md">
            {t("offlineNow")}
          </Text>
        )}
        <div style={{ maxWidth: 1120, marginInline: "auto" }}>
          {leaving.isError ? (
            <Box mb="md">
              <Trouble error={leaving.error} onRetry={() => leaving.mutate()} />
            </Box>
          ) : null}
          {isOfOthers(me.role, pathname) ? <NotForRole /> : <Outlet />}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

function ToSignIn() {
  useEffect(() => location.replace(signInPath()), []);
  return null;
}

/** Around every page of whoever is signed in; whoever is not goes to sign in, and comes back. */
export function Shell() {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  if (me.data) return <Frame key={me.data.id} me={me.data} />;
  if (me.isError)
    return (
      <Stack p="xl" component="main">
        <Trouble error={me.error} onRetry={() => void me.refetch()} />
      </Stack>
    );
  if (me.data === null) return <ToSignIn />;
  return (
    <Stack h="100dvh" align="center" justify="center">
      <Loader aria-label={t("loading")} />
    </Stack>
  );
}
