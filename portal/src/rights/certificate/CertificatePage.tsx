import { Alert, Box, Button, Container, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Brand } from "../../frame/Brand.tsx";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Preferences } from "../../frame/Preferences.tsx";
import { Loaded } from "../../frame/States.tsx";
import { EnterCode } from "./EnterCode.tsx";
import { OneErasure } from "./OneErasure.tsx";
import { certifiedQuery } from "./queries.ts";
import { useCode } from "./use-code.ts";

function OfCode({ code }: { readonly code: string }) {
  const { t } = useTranslation("erasure");
  const { number } = useFormats();
  const query = useQuery(certifiedQuery(code));
  return (
    <Loaded query={query}>
      {(erasures) =>
        erasures === null ? (
          <Alert color="gray" variant="light" title={t("certUnknown")} role="status">
            {t("certUnknownText")}
          </Alert>
        ) : (
          <Stack gap={40}>
            {erasures.map((erasure, at) => (
              <OneErasure
                key={erasure.erasureId}
                code={code}
                erasure={erasure}
                n={number(at + 1)}
              />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

/** `/app/certificate#code`: for whoever has been erased, and has no account any more. */
export function CertificatePage() {
  const { t } = useTranslation("erasure");
  const { code, wasInAddress, take } = useCode();
  return (
    <>
      <Box component="header" px="md" py="sm" className="no-print">
        <Group justify="space-between" wrap="nowrap">
          <Brand />
          <Preferences />
        </Group>
      </Box>
      <Container component="main" size="md" py={{ base: 24, sm: 48 }}>
        <Page
          title={t("certTitle")}
          lead={t("certLead")}
          actions={
            code === null ? undefined : (
              <Button variant="default" size="xs" onClick={() => take(null)}>
                {t("certOther")}
              </Button>
            )
          }
        >
          {code === null ? (
            <EnterCode onCode={take} />
          ) : (
            <>
              {wasInAddress ? (
                <Text size="sm" c="dimmed">
                  {t("certCleared")}
                </Text>
              ) : null}
              <OfCode key={code} code={code} />
            </>
          )}
        </Page>
      </Container>
    </>
  );
}
