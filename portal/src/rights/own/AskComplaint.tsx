import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CATEGORIES, oneOf } from "../terms.ts";
import { RequestForm } from "./RequestForm.tsx";

export function AskComplaint({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("rights");
  const [category, setCategory] = useState<(typeof CATEGORIES)[number]>("processing");
  return (
    <RequestForm subject={subject} right="complaint" asked={{ category }} needsDetails>
      <NativeSelect
        label={t("category")}
        value={category}
        data={CATEGORIES.map((value) => ({ value, label: t(`category_${value}`) }))}
        onChange={({ currentTarget }) =>
          setCategory(oneOf(CATEGORIES, currentTarget.value) ?? "other")
        }
      />
    </RequestForm>
  );
}
